"""How does a page of a PDF look, and where on it do words stand?"""

import ctypes
from collections.abc import Sequence

import numpy as np
import pypdfium2
from numpy.typing import NDArray
from pypdfium2 import raw as pdfium

from archive.errors import DamagedFile, EncryptedFile
from archive.extract.base import OriginalFile
from archive.render.base import (
    MOST_PIXELS,
    MOST_WANTED,
    WIDEST_PIXELS,
    Box,
    PageRequest,
    PageView,
    Wanted,
)
from archive.render.png import png
from archive.sniff import PDF

_MOST_CHARACTERS = 200_000
_DEVICE = 10_000
"""Boxes are asked for on a page of so many units either way."""


class PdfRenderer:
    """Shows pages by PDFium."""

    media_types = frozenset({PDF})

    def view(self, original: OriginalFile, request: PageRequest) -> PageView | None:
        """See ``Renderer``."""
        try:
            document = pypdfium2.PdfDocument(original.path)
        except pypdfium2.PdfiumError as error:
            if "password" in str(error).lower():
                raise EncryptedFile(media_type=PDF) from error
            raise DamagedFile(media_type=PDF) from error
        try:
            if not 1 <= request.number <= len(document):
                return None
            page = document[request.number - 1]
            try:
                return _view(page, request)
            finally:
                page.close()
        except pypdfium2.PdfiumError as error:
            raise DamagedFile(media_type=PDF) from error
        finally:
            document.close()


def _view(page: pypdfium2.PdfPage, request: PageRequest) -> PageView:
    width, height = page.get_size()
    if width <= 0 or height <= 0:
        raise DamagedFile(media_type=PDF)
    image = png(_pixels(page, request.width)) if request.width else b""
    wanted = request.wanted[:MOST_WANTED]
    boxes = _boxes(page, wanted) if wanted else ()
    return PageView(height / width, image, boxes)


def _pixels(page: pypdfium2.PdfPage, width_pixels: int) -> NDArray[np.uint8]:
    width, height = page.get_size()
    scale = min(width_pixels, WIDEST_PIXELS) / width
    most = (MOST_PIXELS / (width * height)) ** 0.5
    bitmap = page.render(scale=min(scale, most), rev_byteorder=True)
    pixels: NDArray[np.uint8] = bitmap.to_numpy()[..., :3]
    return pixels


def _boxes(
    page: pypdfium2.PdfPage, wanted: Sequence[Wanted]
) -> tuple[tuple[Box, ...], ...]:
    text_page = page.get_textpage()
    try:
        text, boxes = _characters(page.raw, text_page.raw)
    finally:
        text_page.close()
    return tuple(_lines(boxes, _place(text, one)) for one in wanted)


def _characters(page: object, text_page: object) -> tuple[str, list[Box]]:
    """Return the characters that are no white space, each with its box."""
    found: list[str] = []
    boxes: list[Box] = []
    rect = pdfium.FS_RECTF()
    count = min(pdfium.FPDFText_CountChars(text_page), _MOST_CHARACTERS)
    for index in range(count):
        code = pdfium.FPDFText_GetUnicode(text_page, index)
        char = chr(code) if 32 < code < 0xD800 or 0xDFFF < code < 0x110000 else ""
        if not char.strip():
            continue
        if pdfium.FPDFText_GetLooseCharBox(text_page, index, ctypes.byref(rect)):
            found.append(char)
            boxes.append(_on_page(page, rect))
    return "".join(found), boxes


def _on_page(page: object, rect: object) -> Box:
    """Return a box of the page's own space as shares of the page as it is shown."""
    x, y = ctypes.c_int(), ctypes.c_int()
    corners = []
    for left, top in (
        (rect.left, rect.top),  # type: ignore[attr-defined]
        (rect.right, rect.bottom),  # type: ignore[attr-defined]
    ):
        pdfium.FPDF_PageToDevice(
            page, 0, 0, _DEVICE, _DEVICE, 0, left, top, ctypes.byref(x), ctypes.byref(y)
        )
        corners.append((x.value / _DEVICE, y.value / _DEVICE))
    (x0, y0), (x1, y1) = corners
    return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)


def _place(text: str, wanted: Wanted) -> range:
    """Return where the wanted words stand; their last place if there are fewer."""
    words = "".join(wanted.words.split())
    at = -1
    if not words:
        return range(0)
    for _ in range(wanted.occurrence + 1):
        following = text.find(words, at + 1)
        if following < 0:
            break
        at = following
    return range(at, at + len(words)) if at >= 0 else range(0)


def _lines(boxes: Sequence[Box], place: range) -> tuple[Box, ...]:
    """Return one box for each run of characters that share a line or column."""
    lines: list[Box] = []
    for index in place:
        box = boxes[index]
        if lines and _is_beside(lines[-1], box):
            last = lines[-1]
            lines[-1] = (
                min(last[0], box[0]),
                min(last[1], box[1]),
                max(last[2], box[2]),
                max(last[3], box[3]),
            )
        else:
            lines.append(box)
    return tuple(lines)


def _is_beside(line: Box, box: Box) -> bool:
    shared_height = min(line[3], box[3]) - max(line[1], box[1])
    shared_width = min(line[2], box[2]) - max(line[0], box[0])
    height, width = box[3] - box[1], box[2] - box[0]
    in_line = shared_height > height / 2 and box[0] - line[2] < 3 * width
    in_column = shared_width > width / 2 and 0 <= box[1] - line[3] < height / 2
    is_column = line[3] - line[1] > 1.5 * height
    return in_line or (in_column and is_column)
