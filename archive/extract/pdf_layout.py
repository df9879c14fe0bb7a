"""In which order do the characters of a PDF page make lines and blocks?"""

import re
from collections.abc import Iterable, Iterator, Sequence
from heapq import heapify, heappop, heappush
from itertools import combinations
from typing import cast

from pdfminer.layout import (
    LAParams,
    LTComponent,
    LTContainer,
    LTFigure,
    LTLayoutContainer,
    LTPage,
    LTTextBox,
    LTTextBoxVertical,
    LTTextGroup,
    LTTextGroupLRTB,
    LTTextGroupTBRL,
    LTTextLine,
)
from pdfminer.utils import Plane, Rect

from archive.extract.pdf_rows import rows_in_reading_order

UNREADABLE = "\ufffd"
"""Stands for what maps to no character."""
_NOT_TEXT = re.compile("[\0\ud800-\udfff]")
_LINE_END = re.compile("\r\n?")

_Block = LTTextBox | LTTextGroup


class _Steady(LTLayoutContainer):
    """Groups blocks, the closest first, and among equally close ones in their order.

    The library breaks ties by memory address, so that one file gives several texts.
    """

    def group_textboxes(
        self, laparams: LAParams, boxes: Sequence[LTTextBox]
    ) -> list[LTTextGroup]:
        plane: Plane[_Block] = Plane(self.bbox)
        plane.extend(boxes)
        blocks: dict[int, _Block] = dict(enumerate(boxes))
        pairs = [
            (False, _space(one, other), i, j)
            for (i, one), (j, other) in combinations(blocks.items(), 2)
        ]
        heapify(pairs)
        next_number = len(blocks)
        while pairs:
            is_parted, space, i, j = heappop(pairs)
            if i not in blocks or j not in blocks:
                continue
            if not is_parted and _is_parted(plane, blocks[i], blocks[j]):
                heappush(pairs, (True, space, i, j))
                continue
            joined = blocks.pop(i), blocks.pop(j)
            for block in joined:
                plane.remove(block)
            group = _group(*joined)
            for number, block in blocks.items():
                heappush(pairs, (False, _space(group, block), next_number, number))
            plane.add(group)
            blocks[next_number] = group
            next_number += 1
        return cast(list[LTTextGroup], list(blocks.values()))


class SteadyPage(_Steady, LTPage):
    """A page whose blocks stand in one order, however memory is laid out."""


class SteadyFigure(_Steady, LTFigure):
    """A figure whose blocks stand in one order."""


def parameters() -> LAParams:
    """Return how close characters, lines and blocks belong together."""
    return LAParams(
        line_margin=1.0, char_margin=1.0, detect_vertical=True, all_texts=True
    )


def page_lines(page: LTContainer[LTComponent]) -> Iterator[str]:
    """Yield the lines in reading order, and an empty one between separate blocks."""
    above: LTTextBox | None = None
    for box in _boxes(page):
        if above is not None and not _continues(above, box):
            yield "\n"
        above = box
        if isinstance(box, LTTextBoxVertical):
            rows: Iterable[list[LTTextLine]] = ([line] for line in box)
        else:
            rows = rows_in_reading_order(list(box))
        for row in rows:
            yield " ".join(_verbatim(line.get_text()).rstrip() for line in row) + "\n"


def _around(one: _Block, other: _Block) -> Rect:
    return (
        min(one.x0, other.x0),
        min(one.y0, other.y0),
        max(one.x1, other.x1),
        max(one.y1, other.y1),
    )


def _space(one: _Block, other: _Block) -> float:
    """Return the area around two blocks that neither fills."""
    x0, y0, x1, y1 = _around(one, other)
    return (x1 - x0) * (y1 - y0) - one.width * one.height - other.width * other.height


def _is_parted(plane: Plane[_Block], one: _Block, other: _Block) -> bool:
    """Tell whether a third block stands between two."""
    return any(
        block is not one and block is not other
        for block in plane.find(_around(one, other))
    )


def _group(one: _Block, other: _Block) -> LTTextGroup:
    vertical = (LTTextBoxVertical, LTTextGroupTBRL)
    is_vertical = isinstance(one, vertical) or isinstance(other, vertical)
    return (LTTextGroupTBRL if is_vertical else LTTextGroupLRTB)([one, other])


def _boxes(container: Iterable[object]) -> Iterator[LTTextBox]:
    for item in container:
        if isinstance(item, LTTextBox):
            yield item
        elif isinstance(item, LTContainer):
            yield from _boxes(item)


def _continues(above: LTTextBox, below: LTTextBox) -> bool:
    """Tell whether a block follows another as one line of a paragraph the next."""
    if isinstance(above, LTTextBoxVertical) or isinstance(below, LTTextBoxVertical):
        return False
    last, first = list(above)[-1], next(iter(below))
    height = max(last.height, first.height)
    return (
        abs(last.height - first.height) < 0.15 * height
        and -0.5 * height < last.y0 - first.y1 < 1.3 * height
        and min(last.x1, first.x1) > max(last.x0, first.x0)
    )


def _verbatim(text: str) -> str:
    return _LINE_END.sub("\n", _NOT_TEXT.sub(UNREADABLE, text))
