"""What was found of a quotation, and how grave is each difference?"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from archive.model import Document, DocumentId, Mention
from indexer.quotes.drafts import Quotation, ReferredBy

Verdict = Literal["exact", "folded", "altered", "absent"]
DifferenceKind = Literal["negation", "number", "name", "wording"]
_NEGATIONS = frozenset("不未非无没勿莫否")
_DIGIT = re.compile("[0-9零一二三四五六七八九十百千万亿两%]")
_NAMES = frozenset({"person", "place", "organisation"})


@dataclass(frozen=True, slots=True)
class Difference:
    """A run of the document's text and what the draft has for it.

    ``start`` and ``end`` bound ``expected`` in the document's text; ``quote_start`` and
    ``quote_end`` bound ``found`` in the quotation.
    """

    start: int
    end: int
    expected: str
    found: str
    quote_start: int
    quote_end: int
    kind: DifferenceKind

    @property
    def is_grave(self) -> bool:
        """Tell whether the difference changes a negation, a number or a name."""
        return self.kind != "wording"


@dataclass(frozen=True, slots=True)
class Attribution:
    """The document that the draft names for a quotation, and whether it is there.

    ``agrees`` is None if the document named is not held or nothing was found.
    """

    said: str
    found: str | None
    agrees: bool | None


@dataclass(frozen=True, slots=True)
class Place:
    """Where words stand: the verbatim span, its words and its page.

    With a ``citation_id`` that is the text which the citation was read from, not the
    present one.
    """

    document: Document
    start: int
    end: int
    text: str
    page: int | None
    citation_id: str | None = None


@dataclass(frozen=True, slots=True)
class CheckedQuotation:
    """A quotation with its verdict; ``place`` is None if it is absent."""

    quotation: Quotation
    verdict: Verdict
    similarity: float = 0.0
    place: Place | None = None
    differences: tuple[Difference, ...] = ()
    attribution: Attribution | None = None


@dataclass(frozen=True, slots=True)
class CheckedReference:
    """A document that a draft names, and the ids of those held that may be meant."""

    text: str
    start: int
    end: int
    kind: ReferredBy
    document_ids: tuple[DocumentId, ...]


@dataclass(frozen=True, slots=True)
class CheckedDraft:
    """Everything that a draft quotes and names, in its order.

    ``unmarked`` are runs of the archive's words that stand in no quotation marks.
    What the time allowed left no room for is told: quotations ``not_checked``, and the
    offset ``unmarked_until`` up to which the rest was looked at, None for all of it.
    """

    quotations: tuple[CheckedQuotation, ...]
    references: tuple[CheckedReference, ...]
    unmarked: tuple[CheckedQuotation, ...] = ()
    not_checked: tuple[Quotation, ...] = ()
    unmarked_until: int | None = None

    @property
    def is_complete(self) -> bool:
        """Tell whether everything was looked at."""
        return not self.not_checked and self.unmarked_until is None

    @property
    def missing(self) -> tuple[CheckedReference, ...]:
        """Documents named and not held (引而未藏), each once, in order."""
        return tuple(
            {
                one.text: one
                for one in reversed(self.references)
                if not one.document_ids and one.kind != "citation"
            }.values()
        )[::-1]


def kind_of(
    expected: str, found: str, start: int, end: int, mentions: Sequence[Mention]
) -> DifferenceKind:
    """Return what a difference touches, the gravest first."""
    both = expected + found
    if _NEGATIONS & set(both):
        return "negation"
    if _DIGIT.search(both):
        return "number"
    is_in_name = any(
        mention.kind in _NAMES
        and mention.start < max(end, start + 1)
        and start < mention.end
        for mention in mentions
    )
    return "name" if is_in_name else "wording"
