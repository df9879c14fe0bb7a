"""What text does a PDF hold, page by page?"""

import logging
import re
import struct
import zlib
from collections.abc import Iterable, Iterator, Sequence
from heapq import heapify, heappop, heappush
from itertools import combinations
from typing import BinaryIO, cast

from pdfminer.converter import PDFPageAggregator
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
from pdfminer.pdfdocument import (
    PDFDocument,
    PDFEncryptionError,
    PDFPasswordIncorrect,
)
from pdfminer.pdfinterp import PDFPageInterpreter, PDFResourceManager
from pdfminer.pdfpage import PDFPage
from pdfminer.pdfparser import PDFParser
from pdfminer.psexceptions import PSException
from pdfminer.utils import Matrix, Plane, Rect, mult_matrix

from archive.errors import DamagedFile, EmptyFile, EncryptedFile
from archive.extract.base import OriginalFile
from archive.extract.pdf_rows import rows_in_reading_order
from archive.model import Extraction, Notice, Page

_UNREADABLE = "\ufffd"
_UNMAPPED_SHARE = 0.02
_NOT_TEXT = re.compile("[\0\ud800-\udfff]")
_LINE_END = re.compile("\r\n?")

# pdfminer takes the objects of a file for what they ought to be, so a broken file
# surfaces as whatever the first wrong assumption raises.
_BROKEN_FILE: tuple[type[Exception], ...] = (
    PSException,  # its own tree, PDFException included
    struct.error,  # cut numbers in fonts and cross-reference streams
    zlib.error,  # damaged compressed streams
    LookupError,  # missing dictionary entries, short arrays
    TypeError,  # an object of another kind than the standard demands
    ValueError,  # numbers and strings that are none
    AttributeError,  # None where a stream or a dictionary should be
    ArithmeticError,  # empty boxes, matrices without inverse
    AssertionError,  # what it asserts of a well-formed file
    RecursionError,  # objects that hold themselves
    EOFError,  # a truncated stream
    NotImplementedError,  # filters that it does not know
)


class PdfExtractor:
    """Reads the text layer of a PDF."""

    name = "pdf"
    version = "1"
    media_types = frozenset({"application/pdf"})

    def extract(self, original: OriginalFile) -> Extraction:
        """See ``Extractor``; a file that opens with the empty password is read.

        A page that cannot be read is left empty and named in a warning, unless
        none can.
        """
        with original.path.open("rb") as file:
            if not file.read(1):
                raise EmptyFile
            file.seek(0)
            try:
                pages, unreadable = _read(file)
            except (PDFPasswordIncorrect, PDFEncryptionError) as cause:
                raise EncryptedFile(media_type="application/pdf") from cause
            except _BROKEN_FILE as cause:
                raise DamagedFile(media_type="application/pdf") from cause
        if len(unreadable) == len(pages):
            raise DamagedFile(media_type="application/pdf")
        return self._extraction(pages, unreadable)

    def _extraction(self, texts: list[str], unreadable: list[int]) -> Extraction:
        if not any(text.strip() for text in texts):
            texts = [""] * len(texts)
        text = "".join(texts)
        return Extraction(
            extractor=self.name,
            extractor_version=self.version,
            media_type="application/pdf",
            text=text,
            pages=tuple(_spans(texts)),
            warnings=tuple(_warnings(text, unreadable)),
        )


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


class _Figure(_Steady, LTFigure):
    pass


class _PageReader(PDFPageAggregator):
    """Lays out the characters of a page; what maps to no character becomes U+FFFD."""

    def handle_undefined_char(self, font: object, cid: int) -> str:
        return _UNREADABLE

    def begin_page(self, page: PDFPage, ctm: Matrix) -> None:
        super().begin_page(page, ctm)
        self.cur_item = SteadyPage(self.pageno, self.cur_item.bbox)

    def begin_figure(self, name: str, bbox: Rect, matrix: Matrix) -> None:
        super().begin_figure(name, bbox, matrix)
        self.cur_item = _Figure(name, bbox, mult_matrix(matrix, self.ctm))


def _read(file: BinaryIO) -> tuple[list[str], list[int]]:
    """Return the text of each page, and the numbers of pages that cannot be read."""
    logging.getLogger("pdfminer").setLevel(logging.CRITICAL)
    document = PDFDocument(PDFParser(file), password="")
    resources = PDFResourceManager()
    layout = LAParams(
        line_margin=1.0, char_margin=1.0, detect_vertical=True, all_texts=True
    )
    reader = _PageReader(resources, laparams=layout)
    interpreter = PDFPageInterpreter(resources, reader)
    texts: list[str] = []
    unreadable: list[int] = []
    for number, page in enumerate(PDFPage.create_pages(document), 1):
        try:
            interpreter.process_page(page)
            texts.append("".join(_lines(reader.get_result())))
        except _BROKEN_FILE:
            unreadable.append(number)
            texts.append("")
    return texts, unreadable


def _lines(page: LTContainer[LTComponent]) -> Iterator[str]:
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
    return _LINE_END.sub("\n", _NOT_TEXT.sub(_UNREADABLE, text))


def _spans(texts: list[str]) -> Iterator[Page]:
    start = 0
    for number, text in enumerate(texts, 1):
        yield Page(number, start, start + len(text))
        start += len(text)


def _warnings(text: str, unreadable: list[int]) -> Iterator[Notice]:
    if not text:
        yield Notice("no_text_layer")
    if unreadable:
        yield Notice("unreadable_pages", {"pages": unreadable})
    unmapped = text.count(_UNREADABLE)
    if unmapped > _UNMAPPED_SHARE * len(text):
        yield Notice("unmapped_characters", {"share": round(unmapped / len(text), 3)})
