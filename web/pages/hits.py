"""What does one result show?"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from indexer.engine import Hit, MarkedPassage
from web.pages.marking import Segment, marked, one_line
from web.pages.script import is_traditional
from web.pages.tags import PageTag, document_url, passage_tag, words_url
from web.present import date_zh, year_zh

_ENDS = "。！？；\n"
CountMarks = Callable[[str], int]
"""Returns how many found words a document has in all."""


@dataclass(frozen=True, slots=True)
class PassageRow:
    """A passage with its marks and the tag that leads to them."""

    tag: PageTag
    segments: tuple[Segment, ...]
    is_traditional: bool
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class HitRow:
    """A result: quiet label, title, fields, passages, and how many more there are."""

    document_id: str
    url: str
    label: str
    title: tuple[Segment, ...]
    fields: tuple[str, ...]
    named_by: int
    copy_of: str | None
    issued_on: str | None
    date: str
    passages: tuple[PassageRow, ...]
    more: int


def hit_row(hit: Hit, query: str, marks_in: CountMarks) -> HitRow:
    """Return the row of a result for the words searched."""
    title = hit.title or hit.name
    shown = sum(len(passage.marks) for passage in hit.passages)
    total = marks_in(hit.document_id) if shown else 0
    return HitRow(
        document_id=hit.document_id,
        url=document_url(hit.document_id, query),
        label="，".join(part for part in (hit.type, year_zh(hit.issued_on)) if part),
        title=marked(title, 0, _in_title(title, hit.passages)),
        fields=tuple(part for part in (hit.number, "、".join(hit.issuers)) if part),
        named_by=hit.named_by or 0,
        copy_of=hit.copy_of,
        issued_on=hit.issued_on,
        date=date_zh(hit.issued_on),
        passages=tuple(_passage(hit, title, p, query) for p in hit.passages),
        more=max(0, total - shown),
    )


def _passage(hit: Hit, title: str, passage: MarkedPassage, query: str) -> PassageRow:
    start, end = passage.marks[0] if passage.marks else (passage.start, passage.end)
    url = words_url(hit.document_id, start, end, query if passage.marks else "")
    lead = len(passage.text) - len(passage.text.lstrip())
    text = passage.text.strip()
    kept = sentences(passage)
    return PassageRow(
        tag=passage_tag(title, passage.page, url),
        segments=one_line(marked(text, passage.start + lead, passage.marks)),
        is_traditional=is_traditional(text),
        start=passage.start + kept[0],
        end=passage.start + kept[1],
    )


def sentences(passage: MarkedPassage) -> tuple[int, int]:
    """Return the stretch of a passage's text that holds whole sentences with its marks.

    A snippet may begin and end within a sentence; what is quoted from it should not.
    """
    text = passage.text
    if not passage.marks:
        return 0, len(text)
    first = passage.marks[0][0] - passage.start
    last = passage.marks[-1][1] - passage.start
    start = max(text.rfind(end, 0, first) for end in _ENDS) + 1
    ends = [at for at in (text.find(end, last) for end in _ENDS) if at >= 0]
    return start, min(ends) + 1 if ends else len(text)


def _in_title(title: str, passages: Sequence[MarkedPassage]) -> list[tuple[int, int]]:
    """Return the places in a title of the writings that were found in the text."""
    writings = {
        passage.text[start - passage.start : end - passage.start]
        for passage in passages
        for start, end in passage.marks
    }
    return [
        (at, at + len(writing))
        for writing in writings
        if writing.strip()
        for at in _places(title, writing)
    ]


def _places(title: str, writing: str) -> list[int]:
    found = []
    at = title.find(writing)
    while at >= 0:
        found.append(at)
        at = title.find(writing, at + len(writing))
    return found
