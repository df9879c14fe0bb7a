"""What is one page of an answer over all segments?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from archive.model import DocumentId, Visible
from indexer.engine import (
    FacetCount,
    FacetKind,
    Hit,
    MarkedPassage,
    Related,
    ResultPage,
    SearchRequest,
    Sort,
)
from indexer.engines.cursor import Cursor, read_cursor, write_cursor
from indexer.engines.scoring import (
    TITLE_CANDIDATES,
    is_lifted_by_naming,
    titled_terms,
)
from indexer.engines.whoosh.draft import UNDATED
from indexer.engines.whoosh.facets import Selection, count_facets
from indexer.engines.whoosh.match import matches, seen
from indexer.engines.whoosh.naming import lifted, named_by
from indexer.engines.whoosh.rank import Documents, LiveSegment, Ranking, Scores
from indexer.engines.whoosh.similar import Neighbours, sketch_of
from indexer.engines.whoosh.titles import lifted_by_title
from indexer.engines.whoosh.view import Card, Mask, SegmentView
from indexer.engines.whoosh.vocabulary import ValueNumbers
from indexer.marks import Finder, MappedText, Place, merge
from indexer.naming import CANDIDATES
from indexer.near import Paragraphs
from indexer.query import Query
from indexer.similar import grouped
from indexer.snippet import pieces

_NO_DATE = float(1 << 40)


@dataclass(frozen=True, slots=True)
class _Found:
    """A document of the answer with its place in the order."""

    key: float
    document_id: DocumentId
    view: SegmentView
    document: int

    def cursor(self) -> Cursor:
        """Return the cursor of what comes after it."""
        return Cursor(self.key, self.view.document_id(self.document))


class Snapshot:
    """The segments of one flush: answers do not change while it is held."""

    def __init__(
        self,
        segments: Sequence[LiveSegment],
        position: int,
        numbers: Mapping[FacetKind, ValueNumbers],
    ) -> None:
        self.segments = segments
        self.position = position
        self._numbers = numbers
        self._ranking = Ranking(segments)

    def search(self, request: SearchRequest, visible: Visible) -> ResultPage:
        """Answer one page; see SearchEngine."""
        cursor = read_cursor(request)
        masks = [
            matches(s.view, request, live=s.live, visible=visible)
            for s in self.segments
        ]
        found = [np.flatnonzero(mask) for mask in masks]
        page = self._page(request, found, cursor, visible)
        shown = page[: request.limit]
        last = shown[-1].cursor() if len(page) > request.limit else None
        return ResultPage(
            total=sum(map(len, found)),
            hits=self._hits(shown, request, visible),
            facets=self._facets(request, masks, found),
            next=write_cursor(last, request) if last else None,
        )

    def _facets(
        self,
        request: SearchRequest,
        masks: Sequence[Mask],
        found: Sequence[Documents],
    ) -> dict[FacetKind, tuple[FacetCount, ...]]:
        chosen = [
            Selection(segment.view, mask, documents)
            for segment, mask, documents in zip(
                self.segments, masks, found, strict=True
            )
            if len(documents)
        ]
        return count_facets(
            chosen, request.facets, self._numbers, limit=request.facet_limit
        )

    def find(
        self, document_id: str, visible: Visible
    ) -> tuple[SegmentView, int] | None:
        """Return where a living, visible document is kept."""
        for segment in self.segments:
            document = segment.view.number_of(document_id)
            if document is not None and segment.live[document]:
                collection = segment.view.card(document).collection
                if visible is None or collection in visible:
                    return segment.view, document
        return None

    def related(self, document_id: str, visible: Visible, limit: int) -> list[Related]:
        """Return the documents close to one; see SearchEngine."""
        masks = self._seen(visible)
        for number, segment in enumerate(self.segments):
            document = segment.view.number_of(document_id)
            if document is not None and masks[number][document]:
                place = (number, document)
                return Neighbours(self._ranking, masks, place).related(limit)
        return []

    def _page(
        self,
        request: SearchRequest,
        found: Sequence[Documents],
        cursor: Cursor | None,
        visible: Visible,
    ) -> list[_Found]:
        """Return the first hits after the cursor, one more than were asked for."""
        if request.sort == "relevance":
            found, scores = self._ranked(request, found, cursor, visible)
            keys = [-score for score in scores]
        else:
            keys = [
                _days(s.view, documents, request.sort)
                for s, documents in zip(self.segments, found, strict=True)
            ]
        heads: list[_Found] = []
        for number, segment in enumerate(self.segments):
            heads += _head(segment.view, found[number], keys[number], request, cursor)
        heads.sort(key=lambda entry: (entry.key, entry.document_id))
        return heads[: request.limit + 1]

    def _ranked(
        self,
        request: SearchRequest,
        found: Sequence[Documents],
        cursor: Cursor | None,
        visible: Visible,
    ) -> tuple[Sequence[Documents], list[Scores]]:
        """Return documents among which the page is, and their scores."""
        is_lifted, terms = is_lifted_by_naming(request), titled_terms(request)
        if cursor:
            scores = self._ranking.scores(request.query, found)
        else:
            lifted_most = CANDIDATES if is_lifted else TITLE_CANDIDATES if terms else 0
            count = max(request.limit + 1, lifted_most)
            found, scores = self._ranking.best(request.query, found, count=count)
        if terms:
            scores = lifted_by_title(self.segments, found, scores, terms)
        if is_lifted:
            scores = lifted(
                self._ranking,
                found,
                self._seen(visible),
                scores,
                request.query,
                weight=request.naming_weight,
            )
        return found, scores

    def _scores(
        self, request: SearchRequest, shown: Sequence[_Found]
    ) -> Sequence[float]:
        """Return the scores of the hits shown; by relevance they are the order."""
        if request.sort == "relevance":
            return [-entry.key for entry in shown]
        chosen = [
            np.array([e.document for e in shown if e.view is s.view], np.int64)
            for s in self.segments
        ]
        scores = self._ranking.scores(request.query, chosen)
        of = {
            (id(s.view), document): score
            for s, documents, held in zip(self.segments, chosen, scores, strict=True)
            for document, score in zip(documents.tolist(), held.tolist(), strict=True)
        }
        return [of[id(entry.view), entry.document] for entry in shown]

    def _hits(
        self, shown: Sequence[_Found], request: SearchRequest, visible: Visible
    ) -> tuple[Hit, ...]:
        counts: list[int] | list[None] = [None] * len(shown)
        if shown and is_lifted_by_naming(request):
            works = np.array([e.view.array("work")[e.document] for e in shown])
            counts = named_by(self.segments, self._seen(visible), works).tolist()
        scores = self._scores(request, shown)
        finder = Finder(request.query)
        hits = tuple(
            _hit(entry, finder, request.passages_per_hit, score, count)
            for entry, score, count in zip(shown, scores, counts, strict=True)
        )
        if not request.passages_per_hit or len(hits) < 2:
            return hits
        return grouped(
            hits, lambda: np.stack([sketch_of(e.view, e.document) for e in shown])
        )

    def _seen(self, visible: Visible) -> list[Mask]:
        return [seen(s.view, live=s.live, visible=visible) for s in self.segments]


def _head(
    view: SegmentView,
    documents: Documents,
    keys: Scores,
    request: SearchRequest,
    cursor: Cursor | None,
) -> list[_Found]:
    if cursor:
        ranks = view.array("id.rank")[documents]
        later = keys > cursor.key
        later |= (keys == cursor.key) & (ranks >= view.rank_after(cursor.document_id))
        documents, keys = documents[later], keys[later]
    wanted = request.limit + 1
    if len(documents) > wanted:
        # Everything up to the last key wanted, so that ties are settled by id.
        near = np.flatnonzero(keys <= np.partition(keys, wanted - 1)[wanted - 1])
        documents, keys = documents[near], keys[near]
    order = np.lexsort((view.array("id.rank")[documents], keys))[:wanted]
    return [
        _Found(key, view.document_id(document), view, document)
        for key, document in zip(
            keys[order].tolist(), documents[order].tolist(), strict=True
        )
    ]


def _days(view: SegmentView, documents: Documents, sort: Sort) -> Scores:
    """Return what the order by date sorts by, ascending."""
    days = view.array("date.first")[documents].astype(np.float64)
    return np.where(days == UNDATED, _NO_DATE, days if sort == "oldest" else -days)


def _hit(
    entry: _Found, finder: Finder, passages: int, score: float, named: int | None
) -> Hit:
    view, document = entry.view, entry.document
    card = view.card(document)
    return Hit(
        entry.document_id,
        card.collection,
        card.name,
        card.title,
        card.type,
        card.number,
        card.issuers,
        card.issued_on,
        score,
        _passages(view, document, card, finder, passages) if passages else (),
        named,
    )


def _passages(
    view: SegmentView, document: int, card: Card, finder: Finder, count: int
) -> tuple[MarkedPassage, ...]:
    source = card.source(view.text(document))
    return pieces(source, _places(view, document, finder), count=count)


def query_places(
    view: SegmentView, document: int, query: Query
) -> list[tuple[int, int]]:
    """Return every place of the query's words in one document."""
    return merge(_places(view, document, Finder(query)))


def _places(view: SegmentView, document: int, finder: Finder) -> list[Place]:
    folded, reading = view.folded(document), view.reading(document)

    def paragraphs(text: MappedText) -> Paragraphs:
        return view.paragraphs("folded" if text is folded else "reading", document)

    return finder.places(folded, reading, paragraphs)
