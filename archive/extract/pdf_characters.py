"""Which characters stand where on the pages of a PDF?

PDFium reads pages some ten times as fast as a parser in Python, and knows fonts that
name their characters in GBK; where it finds no character for a glyph it says so. Its
characters are given to the same layout as those of pdfminer.
"""

import ctypes
import math
from collections.abc import Iterator
from pathlib import Path

import pypdfium2
from pdfminer.layout import LTChar, LTComponent
from pdfminer.utils import Rect
from pypdfium2 import raw as pdfium

from archive.extract.pdf_layout import UNREADABLE, SteadyPage, parameters

BROKEN_FOR_PDFIUM = (pypdfium2.PdfiumError, ctypes.ArgumentError, ValueError)
_MOST_CHARACTERS = 500_000
_SOFT_HYPHEN = 0x02
_HIGH, _LOW, _ASTRAL = 0xD800, 0xDC00, 0xE000


class CharacterReader:
    """The pages of one file as PDFium sees them."""

    def __init__(self, path: Path) -> None:
        """Open a file; raises PdfiumError if PDFium cannot."""
        self._document = pypdfium2.PdfDocument(path)

    def close(self) -> None:
        """Let the file go."""
        self._document.close()

    def __len__(self) -> int:
        """Return how many pages there are."""
        return len(self._document)

    def page(self, index: int) -> SteadyPage:
        """Return a page, from 0, laid out; raises PdfiumError."""
        page = self._document[index]
        text_page = page.get_textpage()
        try:
            turn = _Turn(page)
            laid_out = SteadyPage(index + 1, (0, 0, *turn.size))
            for text, box, is_upright in _characters(text_page.raw):
                laid_out.add(_Character(text, turn.box(box), is_upright=is_upright))
        finally:
            text_page.close()
            page.close()
        laid_out.analyze(parameters())
        return laid_out


class _Character(LTChar):
    """A character for the layout, without the font it was drawn in."""

    def __init__(self, text: str, box: Rect, *, is_upright: bool) -> None:
        LTComponent.__init__(self, box)
        self._text = text
        self.size = self.height
        self.upright = is_upright
        self.fontname = ""
        self.matrix = (1, 0, 0, 1, box[0], box[1])


class _Turn:
    """How a page is turned and where its corner lies."""

    def __init__(self, page: pypdfium2.PdfPage) -> None:
        self._turns = page.get_rotation() // 90
        left, bottom, right, top = page.get_mediabox()
        self._left, self._bottom = left, bottom
        self._width, self._height = right - left, top - bottom
        size = (self._width, self._height)
        self.size = size if self._turns % 2 == 0 else size[::-1]

    def box(self, box: Rect) -> Rect:
        """Return a box of the page's own space as it stands on the turned page."""
        x0, y0 = box[0] - self._left, box[1] - self._bottom
        x1, y1 = box[2] - self._left, box[3] - self._bottom
        width, height = self._width, self._height
        match self._turns:
            case 1:
                return y0, width - x1, y1, width - x0
            case 2:
                return width - x1, height - y1, width - x0, height - y0
            case 3:
                return height - y1, x0, height - y0, x1
            case _:
                return x0, y0, x1, y1


def _characters(text_page: object) -> Iterator[tuple[str, Rect, bool]]:
    """Yield the drawn characters in the order of drawing, with their boxes."""
    box = pdfium.FS_RECTF()
    where = ctypes.byref(box)
    high = 0
    for index in range(min(pdfium.FPDFText_CountChars(text_page), _MOST_CHARACTERS)):
        code = pdfium.FPDFText_GetUnicode(text_page, index)
        if _HIGH <= code < _LOW:
            high = code
            continue
        if pdfium.FPDFText_IsGenerated(text_page, index) == 1:
            continue
        if not pdfium.FPDFText_GetLooseCharBox(text_page, index, where):
            continue
        if _LOW <= code < _ASTRAL and high:
            code = 0x10000 + ((high - _HIGH) << 10) + (code - _LOW)
        high = 0
        turned = math.sin(pdfium.FPDFText_GetCharAngle(text_page, index))
        has_error = pdfium.FPDFText_HasUnicodeMapError(text_page, index) == 1
        text = UNREADABLE if has_error else _text(code)
        yield text, (box.left, box.bottom, box.right, box.top), abs(turned) < 0.1


def _text(code: int) -> str:
    if code == _SOFT_HYPHEN:
        return "-"
    is_character = (
        code >= 0x20 and not _HIGH <= code < _ASTRAL and code & 0xFFFE != 0xFFFE
    )
    return chr(code) if is_character or code == 9 else UNREADABLE
