"""How does a page of a PDF look, and where on it do words stand?"""

import ctypes

import numpy as np
import pypdfium2
from numpy.typing import NDArray
from pypdfium2 import raw as pdfium

from archive.errors import DamagedFile, EncryptedFile
from archive.extract.base import OriginalFile
from archive.page_readings import Box
from archive.render.base import (
    MOST_CHARACTERS,
    MOST_PIXELS,
    WIDEST_PIXELS,
    PageRequest,
    PageView,
)
from archive.render.png import png
from archive.sniff import PDF

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
                return _view(page, request, len(document))
            finally:
                page.close()
        except pypdfium2.PdfiumError as error:
            raise DamagedFile(media_type=PDF) from error
        finally:
            document.close()


def _view(page: pypdfium2.PdfPage, request: PageRequest, pages: int) -> PageView:
    width, height = page.get_size()
    if width <= 0 or height <= 0:
        raise DamagedFile(media_type=PDF)
    ratio = width / height if request.turns % 2 else height / width
    image = png(_pixels(page, request)) if request.width else b""
    characters, boxes = _characters(page) if request.with_characters else ("", [])
    return PageView(ratio, pages, image, "image/png", characters, tuple(boxes))


def _pixels(page: pypdfium2.PdfPage, request: PageRequest) -> NDArray[np.uint8]:
    width, height = page.get_size()
    shown = height if request.turns % 2 else width
    scale = min(request.width, WIDEST_PIXELS) / shown
    most = (MOST_PIXELS / (width * height)) ** 0.5
    bitmap = page.render(scale=min(scale, most), rev_byteorder=True)
    pixels: NDArray[np.uint8] = bitmap.to_numpy()[..., :3]
    return np.rot90(pixels, request.turns)


def _characters(page: pypdfium2.PdfPage) -> tuple[str, list[Box]]:
    """Return the characters that are no white space, each with its box."""
    text_page = page.get_textpage()
    try:
        return _placed(page.raw, text_page.raw)
    finally:
        text_page.close()


def _placed(page: object, text_page: object) -> tuple[str, list[Box]]:
    found: list[str] = []
    boxes: list[Box] = []
    rect = pdfium.FS_RECTF()
    count = min(pdfium.FPDFText_CountChars(text_page), MOST_CHARACTERS)
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
