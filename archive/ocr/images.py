"""Which images of pages does an original hold?"""

from contextlib import closing
from pathlib import Path

import numpy as np
import pypdfium2
from numpy.typing import NDArray

from archive.errors import DamagedFile, EncryptedFile
from archive.extract.base import OriginalFile
from archive.extract.ofd_package import opened_package
from archive.ocr.drawn import painted
from archive.pictures import picture
from archive.render.ofd_pages import page_drawing
from archive.sniff import OFD, PDF

DOTS_PER_INCH = 300
LONGEST_PIXELS = 5000

Pixels = NDArray[np.uint8]


def page_image(path: Path, media_type: str, number: int) -> tuple[Pixels | None, int]:
    """Return a page by its number from 1 as pixels, and how many pages there are.

    Pixels have the shape (height, width, 3); None if there is no such page. Raises
    DamagedFile or EncryptedFile.
    """
    if media_type == PDF:
        return _of_pdf(path, number)
    if media_type == OFD:
        return _of_ofd(path, number)
    page, count = picture(path, media_type, number, longest=LONGEST_PIXELS)
    return None if page is None else np.asarray(page), count


def _of_pdf(path: Path, number: int) -> tuple[Pixels | None, int]:
    try:
        document = pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower():
            raise EncryptedFile(media_type=PDF) from error
        raise DamagedFile(media_type=PDF) from error
    with closing(document):
        count = len(document)
        if not 1 <= number <= count:
            return None, count
        try:
            page = document[number - 1]
        except pypdfium2.PdfiumError as error:
            raise DamagedFile(media_type=PDF) from error
        with closing(page):
            scale = DOTS_PER_INCH / 72
            longest = max(*page.get_size(), 1.0)
            bitmap = page.render(
                scale=min(scale, LONGEST_PIXELS / longest), rev_byteorder=True
            )
            return bitmap.to_numpy()[..., :3].copy(), count


def _of_ofd(path: Path, number: int) -> tuple[Pixels | None, int]:
    try:
        with opened_package(OriginalFile(path, path.name)) as parts:
            drawing, count = page_drawing(parts, number)
    except ValueError as error:
        raise DamagedFile(media_type=OFD) from error
    if drawing is None:
        return None, count
    dots = float(DOTS_PER_INCH)
    return painted(drawing, dots_per_inch=dots, longest=LONGEST_PIXELS), count
