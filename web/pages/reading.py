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
from typing import Literal

from archive.model import Extraction, Metadata, Page, Passage, Span
from web.pages.marking import Marks, Segment, segments

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


@dataclass(frozen=True, slots=True)
class Found:
    """What stands out in a text: found words and the quotation landed on."""

    marks: tuple[tuple[int, int], ...] = ()
    quote: tuple[int, int] | None = None


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
    if _is_title(text, words, metadata):
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


def _is_title(text: str, words: Span, metadata: Metadata) -> bool:
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
    first = bisect_right(found.marks, start, key=_end)
    last = bisect_left(found.marks, end, key=_start)
    marks = found.marks[first:last]
    return segments(text, start, end, marks, quote=found.quote, first_mark=first)


def _start(mark: tuple[int, int]) -> int:
    return mark[0]


def _end(mark: tuple[int, int]) -> int:
    return mark[1]


@dataclass(frozen=True, slots=True)
class RailEntry:
    """A heading in the side list, with the number of marks under it."""

    label: str
    anchor: str
    level: int
    hits: int


def rail(extraction: Extraction, metadata: Metadata, marks: Marks) -> list[RailEntry]:
    """Return the headings of the two highest ranks under the title; none for one."""
    text = extraction.text
    headings = [
        passage
        for passage in extraction.passages
        if passage.is_heading
        and passage.heading_path
        and not _is_title(
            text, Span(passage.start, _shown_end(text, passage)), metadata
        )
    ]
    depths = sorted({len(p.heading_path) for p in headings})[:2]
    shown = [p for p in headings if len(p.heading_path) in depths]
    if len(shown) < 2:
        return []
    starts = [p.start for p in shown] + [len(text)]
    return [
        RailEntry(
            label=passage.heading_path[-1],
            anchor=f"s{passage.ordinal}",
            level=depths.index(len(passage.heading_path)),
            hits=bisect_left(marks, end, key=_start)
            - bisect_left(marks, passage.start, key=_start),
        )
        for passage, end in zip(shown, starts[1:], strict=True)
    ]


def _shown_end(text: str, passage: Passage) -> int:
    return passage.start + len(text[passage.start : passage.end].rstrip())


def page_at(extraction: Extraction, offset: int) -> int | None:
    """Return the number of the page that an offset stands on, if there are pages."""
    index = bisect_right(extraction.pages, offset, key=lambda page: page.start) - 1
    return extraction.pages[index].number if index >= 0 else None


_TRADITIONAL = frozenset(
    "會個們來時國對說學發點產業義務區區縣鄉鎮黨書記長門關這為與無從東車馬風龍華萬億劃設計議論證"
    "題實現進過還連運動勞農機構條總經濟級組織結給統維網練縮續職聯號處備辦資財貨責費質負賬貸"
    "開間閱閣陽陰陳隊階際險隨離難電靈顧領頭頁項順預頒顯體驗驟見規視覽親觀變讓識詞試話誠該詳誤請"
)


def is_traditional(text: str) -> bool:
    """Tell whether a text is in Traditional characters, by its first thousands."""
    sample = text[:4000]
    han = sum("\u3400" <= character <= "\u9fff" for character in sample)
    traditional = sum(character in _TRADITIONAL for character in sample)
    return han > 0 and traditional > han * 0.05
