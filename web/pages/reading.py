"""How is a verbatim text laid out for reading?

Every block shows one stretch of the text unchanged and says where it begins, so
that what a reader selects can be counted back to offsets of the stored text.
"""

import re
from bisect import bisect_left, bisect_right
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import Literal

from archive.model import Extraction, Metadata, Page, Passage, Span
from web.pages.marking import Segment, segments

BlockKind = Literal[
    "page",
    "title",
    "number",
    "heading",
    "subheading",
    "paragraph",
    "closing",
    "table",
]
_SENTENCE_ENDS = "。！？；：.!?;:…”』」）)"
_COLONS = "：:"
_SHORT = 42
_LONGEST_LABEL = 12
_SUBHEADING = re.compile(r"\s*[（(〔]|\s*\d|\s*#{3}")


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the text, unchanged, from ``start`` on."""

    start: int
    segments: tuple[Segment, ...]


@dataclass(frozen=True, slots=True)
class Block:
    """A page border, or a paragraph, heading or table with its words.

    ``rows`` holds a table's cells; every other block has one row of one piece.
    A flush block gets no indent: it has one of its own, or goes on from the page
    before.
    """

    kind: BlockKind
    rows: tuple[tuple[Piece, ...], ...] = ()
    anchor: str | None = None
    page_number: int | None = None
    is_flush: bool = False
    is_left_out: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """What stands out in a text: found words, the quotation landed on, mentions.

    ``unsure`` is what OCR may have read wrongly.
    """

    marks: tuple[tuple[int, int], ...] = ()
    quote: tuple[int, int] | None = None
    named: tuple[tuple[int, int, str], ...] = ()
    unsure: tuple[tuple[int, int], ...] = ()


def blocks(extraction: Extraction, metadata: Metadata, found: Found) -> list[Block]:
    """Return the blocks of a text in reading order; blank stretches are left out."""
    text = extraction.text
    borders = deque(extraction.pages)
    laid: list[Block] = []
    before = "。"
    for start, end, passage in _paragraphs(text, extraction.passages):
        crosses = bool(borders) and borders[0].start <= start
        laid.extend(_borders_until(start, borders))
        shown = text[start:end].rstrip("\n")
        if not shown.strip():
            continue
        if "\t" in shown.strip() or ("\t" in shown and _ends_in_table(laid)):
            laid.append(_table(text, start, start + len(shown), found))
            continue
        shown = shown.rstrip()
        end = start + len(shown)
        is_value = _is_bare_label(before) and len(shown) <= _SHORT
        kind = _kind(text, Span(start, end), passage, metadata, is_value=is_value)
        goes_on = crosses and before[-1] not in _SENTENCE_ENDS
        is_flush = goes_on or is_value or shown[0].isspace() or _is_label(shown)
        laid.append(
            Block(
                kind,
                ((Piece(start, _segments(text, start, end, found)),),),
                anchor=f"s{passage.ordinal}" if passage.is_heading else None,
                is_flush=is_flush,
            )
        )
        before = shown if kind == "paragraph" else "。"
    laid.extend(_borders_until(len(text), borders))
    return list(_tables_joined(laid))


def _borders_until(offset: int, borders: deque[Page]) -> Iterator[Block]:
    """Yield the borders of the pages that begin no later than an offset."""
    while borders and borders[0].start <= offset:
        number = borders.popleft().number
        yield Block("page", anchor=f"p{number}", page_number=number)


def _paragraphs(
    text: str, passages: Sequence[Passage]
) -> Iterator[tuple[int, int, Passage]]:
    """Yield paragraphs: passages, with the pieces of a cut one put together."""
    if not passages:
        passages = (Passage(0, 0, len(text)),)
    opened = passages[0]
    end = opened.end
    for passage in passages[1:]:
        if not (passage.is_heading or text.endswith("\n", opened.start, end)):
            end = passage.end
            continue
        yield opened.start, end, opened
        opened, end = passage, passage.end
    yield opened.start, end, opened


def _kind(
    text: str, block: Span, passage: Passage, metadata: Metadata, *, is_value: bool
) -> BlockKind:
    shown = text[block.start : block.end]
    words = Span(block.start + len(shown) - len(shown.lstrip()), block.end)
    if is_title(text, words, metadata):
        return "title"
    if passage.is_heading:
        return "subheading" if _SUBHEADING.match(shown) else "heading"
    evidence = metadata.evidence
    if is_value:
        return "paragraph"
    if evidence.get("number") == words:
        return "number"
    is_signature = words in (evidence.get("issued_on"), evidence.get("issuers"))
    return "closing" if is_signature and block.start > len(text) // 2 else "paragraph"


def is_title(text: str, words: Span, metadata: Metadata) -> bool:
    """Tell whether words are the title or a line of it; Markdown's # may precede."""
    title = metadata.evidence.get("title")
    if title is None or words.end > title.end:
        return False
    lead = text[words.start : max(words.start, title.start)]
    return title.start < words.end and not lead.strip("# ")


def _ends_in_table(laid: list[Block]) -> bool:
    return bool(laid) and laid[-1].kind == "table"


def _is_label(shown: str) -> bool:
    """Tell a short line that names something, or addresses someone.

    Such lines stand without indent (主送机关, GB/T 9704-2012 §7.3.2).
    """
    return len(shown) <= _SHORT and (shown[-1] in _COLONS or "：" in shown[1:8])


def _is_bare_label(before: str) -> bool:
    """Tell a line such as 发文字号： whose value stands on the next one."""
    return len(before) <= _LONGEST_LABEL and before[-1] in _COLONS


def _table(text: str, start: int, end: int, found: Found) -> Block:
    rows = []
    at = start
    for line in text[start:end].split("\n"):
        cells = []
        for cell in line.split("\t"):
            cells.append(Piece(at, _segments(text, at, at + len(cell), found)))
            at += len(cell) + 1
        rows.append(tuple(cells))
    return Block("table", tuple(rows))


def _tables_joined(laid: list[Block]) -> Iterator[Block]:
    """Put rows that follow one another into one table."""
    for kind, run in groupby(laid, key=lambda block: block.kind):
        if kind == "table":
            yield Block("table", tuple(row for block in run for row in block.rows))
        else:
            yield from run


def _segments(text: str, start: int, end: int, found: Found) -> tuple[Segment, ...]:
    first = bisect_right(found.marks, start, key=itemgetter(1))
    last = bisect_left(found.marks, end, key=itemgetter(0))
    marks = found.marks[first:last]
    first_name = bisect_right(found.named, start, key=itemgetter(1))
    last_name = bisect_left(found.named, end, key=itemgetter(0))
    first_unsure = bisect_right(found.unsure, start, key=itemgetter(1))
    last_unsure = bisect_left(found.unsure, end, key=itemgetter(0))
    return segments(
        text,
        start,
        end,
        marks,
        quote=found.quote,
        first_mark=first,
        named=found.named[first_name:last_name],
        unsure=found.unsure[first_unsure:last_unsure],
    )


def page_at(extraction: Extraction, offset: int) -> int | None:
    """Return the number of the page that an offset stands on, if there are pages."""
    index = bisect_right(extraction.pages, offset, key=lambda page: page.start) - 1
    return extraction.pages[index].number if index >= 0 else None
