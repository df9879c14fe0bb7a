"""How is a review written as a paper of its own, with its list of references?"""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass

from archive.citation.numbering import Numbered, numbered
from archive.citations import Citation, CitationId
from archive.cite import DEFAULT_STYLE, STYLES, CitationStyle
from archive.errors import DocumentNotFound
from archive.model import Document, DocumentId, Visible
from archive.reviews import CITATION_MARK, Review, cited_ids
from archive.store import Store

GONE = "（所引文献已移出档案库）"
UNKNOWN_MARK = "[?]"


@dataclass(frozen=True, slots=True)
class ReviewPaper:
    """A review with its citations numbered; unknown ones have no number."""

    review: Review
    numbered: Numbered
    style: CitationStyle

    @property
    def references(self) -> tuple[tuple[int, str], ...]:
        """The reference list: number and entry."""
        return tuple(
            (entry.number, entry.written(self.style) or GONE)
            for entry in self.numbered.entries
        )

    def with_marks(self, marks: Mapping[CitationId, str]) -> str:
        """Return the text with each citation's mark in place of its id."""
        return CITATION_MARK.sub(
            lambda found: marks.get(CitationId(found[1]), UNKNOWN_MARK),
            self.review.text,
        )

    @property
    def plain_marks(self) -> Mapping[CitationId, str]:
        """Marks by citation as plain text."""
        return {id_: mark.plain for id_, mark in self.numbered.marks.items()}


def review_paper(store: Store, review: Review, *, visible: Visible) -> ReviewPaper:
    """Return a review as a paper; what the reader may not see stays unknown."""
    ids = cited_ids(review.text)
    citations = store.citations.citations(ids, visible=visible)
    documents = _documents(store, citations, visible)
    style = next((one for one in STYLES if one == review.style), DEFAULT_STYLE)
    return ReviewPaper(review, numbered(citations, documents), style)


def paper_markdown(paper: ReviewPaper, *, headings: Mapping[str, str]) -> str:
    """Return the whole paper as Markdown.

    ``headings`` has the words for ``subject``, ``members`` and ``references``.
    """
    review = paper.review
    parts = [
        f"# {review.title}",
        f"{headings['subject']}{review.subject.name}\n\n"
        f"{headings['members']}{'、'.join(review.members)}",
        paper.with_marks(paper.plain_marks).strip(),
    ]
    if paper.references:
        listed = "\n\n".join(f"[{number}] {text}" for number, text in paper.references)
        parts.append(f"## {headings['references']}\n\n{listed}")
    return "\n\n".join(part for part in parts if part) + "\n"


def _documents(
    store: Store, citations: Sequence[Citation], visible: Visible
) -> dict[DocumentId, Document]:
    found: dict[DocumentId, Document] = {}
    for document_id in dict.fromkeys(one.document_id for one in citations):
        with suppress(DocumentNotFound):
            found[document_id] = store.document(document_id, visible=visible)
    return found
