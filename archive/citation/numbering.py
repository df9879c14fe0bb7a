"""Which number does each citation of a text get (顺序编码制)?

GB/T 7714-2025 and 2015: numbers by first appearance, one for each document. A document
cited on several pages has one entry without a page, and the page stands behind the
number in the text.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from archive.citation.reference import Reference
from archive.citations import Citation, CitationId
from archive.cite import STYLES, CitationStyle, citation_reference
from archive.model import Document, DocumentId

_SUPERSCRIPT = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


@dataclass(frozen=True, slots=True)
class Mark:
    """What stands in the text for a citation; ``page`` only where it must."""

    number: int
    page: int | None = None

    @property
    def plain(self) -> str:
        """The mark as plain text, a page in superscript figures."""
        page = str(self.page).translate(_SUPERSCRIPT) if self.page else ""
        return f"[{self.number}]{page}"


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of the reference list; None for a document that was taken out."""

    number: int
    reference: Reference | None
    citations: tuple[Citation, ...]

    def written(self, style: CitationStyle) -> str | None:
        """Return the entry in a style."""
        return STYLES[style](self.reference) if self.reference else None


@dataclass(frozen=True, slots=True)
class Numbered:
    """Marks by citation, and the entries in the order of their numbers."""

    marks: Mapping[CitationId, Mark]
    entries: tuple[Entry, ...]


def numbered(
    citations: Sequence[Citation], documents: Mapping[DocumentId, Document]
) -> Numbered:
    """Return the numbers of citations that come in the order of the text."""
    groups: dict[tuple[DocumentId, int], list[Citation]] = {}
    for one in citations:
        groups.setdefault((one.document_id, one.version), []).append(one)
    marks: dict[CitationId, Mark] = {}
    entries = []
    for number, group in enumerate(groups.values(), start=1):
        is_one_place = len({one.page for one in group}) == 1
        for one in group:
            marks[one.id] = Mark(number, None if is_one_place else one.page)
        document = documents.get(group[0].document_id)
        entries.append(
            Entry(
                number,
                citation_reference(group[0], document, with_page=is_one_place)
                if document
                else None,
                tuple(group),
            )
        )
    return Numbered(marks, tuple(entries))
