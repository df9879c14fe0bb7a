"""What is a citation that can be checked for ever?

It keeps the words, what stood around them, where they stood, on which page and under
which heading, and names the version and the extraction they were read from. That
extraction stays readable when a better scan has replaced the file.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final, NewType, Protocol

from archive.citation.reference import ReferenceKind
from archive.errors import InvalidInput
from archive.model import (
    DocumentId,
    Extraction,
    ExtractionId,
    Page,
    Passage,
    Sha256,
    Span,
    Visible,
)

CitationId = NewType("CitationId", str)

CONTEXT: Final = 32
"""Characters kept before and after the words cited."""
QUOTE_AT_MOST: Final = 20_000


@dataclass(frozen=True, slots=True)
class Citation:
    """Words of one extraction of one version of a document, with their place.

    ``kind`` is the kind of reference a person chose, or None for the one that follows
    from the document's type. A citation that only lies in somebody's basket is not
    ``is_listed``. ``is_current`` tells whether the document still reads as cited.
    """

    id: CitationId
    document_id: DocumentId
    collection: str
    version: int
    sha256: Sha256
    extraction_id: ExtractionId
    extractor: str
    extractor_version: str
    quote: str
    prefix: str
    suffix: str
    span: Span
    page: int | None
    heading: tuple[str, ...]
    kind: ReferenceKind | None
    is_listed: bool
    created_by: str
    created_at: datetime
    is_current: bool


@dataclass(frozen=True, slots=True)
class Excerpt:
    """Words cut from a text, with what an anchor needs to find them again."""

    quote: str
    prefix: str
    suffix: str
    span: Span
    page: int | None
    heading: tuple[str, ...]


class CitationStore(Protocol):
    """Keeps citations and the baskets they are collected in."""

    def add(
        self,
        document_id: str,
        span: Span,
        *,
        actor: str,
        visible: Visible,
        is_listed: bool = True,
    ) -> Citation:
        """Cite words of a document as it reads now, in one durable transaction.

        The same words cited by the same person are one citation. White space at the
        ends is not cited. Raises DocumentNotFound or InvalidInput.
        """

    def citation(self, citation_id: str, *, visible: Visible) -> Citation:
        """Return a citation; raises CitationNotFound."""

    def citations(
        self, citation_ids: Sequence[str], *, visible: Visible
    ) -> Sequence[Citation]:
        """Return those of the citations that are there and visible, in order."""

    def of_document(self, document_id: str, *, visible: Visible) -> Sequence[Citation]:
        """Return the listed citations of a document, in the order of its text."""

    def latest(self, *, visible: Visible, limit: int = 100) -> Sequence[Citation]:
        """Return the listed citations made last, newest first."""

    def cited_text(self, citation: Citation) -> Extraction | None:
        """Return the text that the words were read from, or None if it is gone.

        It is gone only when the document was taken out of the archive.
        """

    def choose_kind(
        self, citation_id: str, kind: ReferenceKind | None, *, visible: Visible
    ) -> Citation:
        """Set the kind of reference; None goes back to what the type says."""

    def basket(self, owner: str, *, visible: Visible) -> Sequence[Citation]:
        """Return what lies in somebody's basket, in the owner's order."""

    def basket_count(self, owner: str, *, visible: Visible) -> int:
        """Return how much of somebody's basket is visible; cheap."""

    def put_in_basket(
        self,
        document_id: str,
        span: Span,
        *,
        owner: str,
        visible: Visible,
        actor: str | None = None,
    ) -> Citation:
        """Put words at the end of a basket; those in it already stay where they are.

        The citation tells that ``actor`` made it; the owner unless another is named.
        Raises DocumentNotFound, InvalidInput or BasketFull.
        """

    def take_from_basket(self, owner: str, citation_id: str) -> None:
        """Take a citation out of a basket; one that is not in it is no error."""

    def move_in_basket(self, owner: str, citation_id: str, *, steps: int) -> None:
        """Move a citation up (negative) or down in a basket, as far as it goes."""


def excerpt(extraction: Extraction, span: Span) -> Excerpt:
    """Return the words of a span without outer white space, with their surroundings.

    Raises InvalidInput for a span out of the text, blank or too long.
    """
    text = extraction.text
    if not 0 <= span.start < span.end <= len(text):
        raise InvalidInput(field="start", value=[span.start, span.end])
    words = text[span.start : span.end]
    if not words.strip() or len(words) > QUOTE_AT_MOST:
        raise InvalidInput(field="start", value=[span.start, span.end])
    start = span.start + len(words) - len(words.lstrip())
    end = start + len(words.strip())
    return Excerpt(
        text[start:end],
        text[max(0, start - CONTEXT) : start],
        text[end : end + CONTEXT],
        Span(start, end),
        _page(extraction.pages, start),
        _heading(extraction.passages, start),
    )


def _page(pages: Sequence[Page], offset: int) -> int | None:
    return next((p.number for p in pages if p.start <= offset < p.end), None)


def _heading(passages: Sequence[Passage], offset: int) -> tuple[str, ...]:
    holding = next((p for p in passages if p.start <= offset < p.end), None)
    return holding.heading_path if holding else ()
