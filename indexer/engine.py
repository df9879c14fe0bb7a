"""What may be asked of a search engine, whichever it is?

The memory engine is the plain truth; every other one passes the same contract
suite in ``tests/contracts``.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, Protocol

from archive.model import (
    DocumentId,
    Page,
    PartialDate,
    Passage,
    Position,
    Visible,
)
from indexer.fold import Folded
from indexer.query import Query

FacetKind = Literal[
    "type",
    "year",
    "issuer",
    "official",
    "place",
    "organisation",
    "post",
    "term",
    "collection",
]
FilterKind = Literal[
    "type",
    "issuer",
    "official",
    "place",
    "organisation",
    "post",
    "term",
    "collection",
    "outgoing",
    "incoming",
    "supervisor",
    "number",
    "part",
]
Sort = Literal["relevance", "newest", "oldest"]
Relation = Literal["copy", "version", "similar"]
"""copy: the same text but for what surrounds it. version: another text of the same
title. similar: much of the same wording."""

FACET_KINDS: tuple[FacetKind, ...] = (
    "type",
    "year",
    "issuer",
    "official",
    "place",
    "organisation",
    "post",
    "term",
    "collection",
)


@dataclass(frozen=True, slots=True)
class Value:
    """A facet or filter value: the key it is filtered by and the name shown.

    The key is an entity id, or the folded name where there is no entity.
    """

    key: str
    name: str


@dataclass(frozen=True, slots=True)
class IndexedDocument:
    """Everything an engine needs of one document.

    ``words`` are the segmented search words of title and text, repeats kept.
    ``names`` are the names of works that the text holds (see ``indexer.naming``).
    ``reading`` is the folded reading view mapped to the verbatim text, or None.
    ``values`` holds, by FilterKind, what the document may be filtered and counted
    by; a place comes with the places above it.
    """

    id: DocumentId
    collection: str
    name: str
    text: str
    folded: Folded
    title: str | None = None
    type: str | None = None
    number: str | None = None
    issuers: tuple[str, ...] = ()
    issued_on: PartialDate | None = None
    pages: tuple[Page, ...] = ()
    passages: tuple[Passage, ...] = ()
    reading: Folded | None = None
    words: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    values: Mapping[str, tuple[Value, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SearchRequest:
    """One page of an answer, asked for in one call.

    ``filters``: same kind any of the keys, different kinds all of them. ``among``:
    these documents only, unless None.
    ``passages_per_hit`` marked passages are shown for each hit. Where best matches are
    ranked, ``naming_weight`` lifts documents whose work others name; see
    ``indexer.naming``.
    """

    query: Query
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    issued_from: PartialDate | None = None
    issued_to: PartialDate | None = None
    sort: Sort = "relevance"
    limit: int = 10
    after: str | None = None
    facets: tuple[FacetKind, ...] = FACET_KINDS
    facet_limit: int = 20
    passages_per_hit: int = 2
    naming_weight: float = 0.0
    among: frozenset[DocumentId] | None = None


@dataclass(frozen=True, slots=True)
class MarkedPassage:
    """A piece of verbatim text with the found words: all offsets in the document."""

    start: int
    end: int
    page: int | None
    text: str
    marks: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Hit:
    """A document of the answer, as its result row shows it.

    ``named_by`` other works of those the reader may see name its work; None where
    that played no part in the order. ``copy_of`` is an earlier hit of the page with
    nearly the same text (see ``indexer.similar``), if passages were asked for.
    """

    document_id: DocumentId
    collection: str
    name: str
    title: str | None
    type: str | None
    number: str | None
    issuers: tuple[str, ...]
    issued_on: PartialDate | None
    score: float
    passages: tuple[MarkedPassage, ...]
    named_by: int | None = None
    copy_of: DocumentId | None = None


@dataclass(frozen=True, slots=True)
class Related:
    """A document close to another one; ``likeness`` from 0 to 1.

    The hit has no passages, and its score is the likeness.
    """

    relation: Relation
    likeness: float
    hit: Hit


@dataclass(frozen=True, slots=True)
class FacetCount:
    """A value and the number of documents of the whole answer that have it."""

    value: Value
    count: int


@dataclass(frozen=True, slots=True)
class ResultPage:
    """The answer: exact total, one page of hits, facets over all of the answer.

    Facet counts come most frequent first, then by key. ``next`` is an opaque
    cursor or None on the last page.
    """

    total: int
    hits: tuple[Hit, ...]
    facets: Mapping[FacetKind, tuple[FacetCount, ...]]
    next: str | None = None


class SearchEngine(Protocol):
    """Holds the index, which is a cache of the store."""

    def replace(self, documents: Iterable[IndexedDocument]) -> None:
        """Put these documents in the place of their earlier states, if any.

        Not visible and not durable before ``flush``.
        """

    def remove(self, document_ids: Iterable[DocumentId]) -> None:
        """Forget these documents; unknown ids are no error."""

    def flush(self, position: Position) -> None:
        """Make everything since the last flush visible and durable, as of ``position``.

        With nothing to write, and as of the last position, it puts what is kept in
        order, which may take long.
        A process killed at any time leaves the last flush.
        """

    def tidy(self) -> None:
        """Put what is kept in order in the background; returns at once.

        To be called again and again: one call begins it and another one ends it.
        """

    def position(self) -> Position:
        """Return the store position of the last flush; 0 for a new index."""

    def search(self, request: SearchRequest, *, visible: Visible) -> ResultPage:
        """Answer one page, over documents of the visible collections only.

        Order: by score descending, or by date with undated documents last; ties
        by document id. Raises InvalidInput for a cursor that it did not make.
        """

    def marks(
        self, query: Query, document_id: DocumentId, *, visible: Visible
    ) -> Sequence[tuple[int, int]]:
        """Return every place of the query's words in one document, in order.

        Spans of the verbatim text; empty if the document is not visible.
        """

    def related(
        self, document_id: DocumentId, *, visible: Visible, limit: int
    ) -> Sequence[Related]:
        """Return the documents close to one, by the rules of ``indexer.similar``.

        Copies first, then versions from the newest, then at most ``limit`` similar
        ones from the likest; each document once. Empty if the document, or whatever
        is close to it, is not visible.
        """

    def verify(self) -> None:
        """Look closely at all that is kept; raises IndexDamaged if it is not whole.

        May read every file of the index.
        """

    def close(self) -> None:
        """Release files."""
