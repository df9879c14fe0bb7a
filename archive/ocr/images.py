"""Which images of pages does an original hold?"""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pypdfium2
from numpy.typing import NDArray
from PIL import Image, UnidentifiedImageError

from archive.errors import DamagedFile, EncryptedFile
from archive.sniff import PDF

DOTS_PER_INCH = 300
LONGEST_PIXELS = 5000
Image.MAX_IMAGE_PIXELS = None
"""Memory is limited by the process that reads."""

Pixels = NDArray[np.uint8]


def page_images(path: Path, media_type: str) -> Iterator[Pixels]:
    """Yield the pages as pixels of the shape (height, width, 3), one at a time.

    Raises DamagedFile or EncryptedFile.
    """
    if media_type == PDF:
        yield from _of_pdf(path)
    else:
        yield from _of_image(path, media_type)


def _of_pdf(path: Path) -> Iterator[Pixels]:
    try:
        document = pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower():
            raise EncryptedFile(media_type=PDF) from error
        raise DamagedFile(media_type=PDF) from error
    try:
        for index in range(len(document)):
            page = document[index]
            scale = DOTS_PER_INCH / 72
            longest = max(*page.get_size(), 1.0)
            bitmap = page.render(
                scale=min(scale, LONGEST_PIXELS / longest), rev_byteorder=True
            )
            yield bitmap.to_numpy()[..., :3].copy()
            page.close()
    finally:
        document.close()


def _of_image(path: Path, media_type: str) -> Iterator[Pixels]:
    try:
        with Image.open(path) as image:
            for index in range(getattr(image, "n_frames", 1)):
                image.seek(index)
                page = image.convert("RGB")
                page.thumbnail((LONGEST_PIXELS, LONGEST_PIXELS))
                yield np.asarray(page)
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as error:
        raise DamagedFile(media_type=media_type) from error
