"""Which pictures does an image file hold, and how do they look upright?"""

import io
from pathlib import Path

from PIL import Image, ImageChops, ImageOps, UnidentifiedImageError

from archive.errors import DamagedFile

Image.MAX_IMAGE_PIXELS = None
"""Memory is limited by the process that reads."""
_BAD_PICTURE = (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError)
_TRANSPARENT = frozenset({"RGBA", "LA", "PA"})
_QUALITY = 80
LONGEST_INSIDE = 2400
"""Pixels of the longer side of a picture that is a part of a page."""


def picture(
    path: Path, media_type: str, number: int, *, longest: int
) -> tuple[Image.Image | None, int]:
    """Return a picture by its number from 1, in colour, and how many there are.

    None if there is no such picture. It is upright as its maker's camera says, and
    no side is longer than ``longest`` pixels. Raises DamagedFile.
    """
    try:
        with Image.open(path) as image:
            count = int(getattr(image, "n_frames", 1))
            if not 1 <= number <= count:
                return None, count
            image.seek(number - 1)
            image.draft("RGB", (longest, longest))
            page = _on_white(ImageOps.exif_transpose(image))
            page.thumbnail((longest, longest))
            return page, count
    except _BAD_PICTURE as error:
        raise DamagedFile(media_type=media_type) from error


def shown(page: Image.Image, width: int, turns: int) -> bytes:
    """Return a picture ``width`` pixels wide as WebP, turned to the left.

    ``turns`` are quarter turns, and come first. A picture is never enlarged.
    """
    if turns % 4:
        page = page.rotate(90 * (turns % 4), expand=True)
    if page.width > width:
        page = page.resize((width, max(1, round(page.height * width / page.width))))
    written = io.BytesIO()
    page.save(written, "WEBP", quality=_QUALITY, method=2)
    return written.getvalue()


def decoded(content: bytes) -> Image.Image | None:
    """Return a picture in colour, clear where it is, None if it cannot be read."""
    try:
        with Image.open(io.BytesIO(content)) as image:
            image.draft("RGB", (LONGEST_INSIDE, LONGEST_INSIDE))
            page = image.convert("RGBA" if _is_clear(image) else "RGB")
    except _BAD_PICTURE:
        return None
    page.thumbnail((LONGEST_INSIDE, LONGEST_INSIDE))
    return page


def rewritten(content: bytes) -> bytes | None:
    """Return a picture written anew as WebP, None if it cannot be read.

    Nothing but what is seen comes along.
    """
    page = decoded(content)
    if page is None:
        return None
    written = io.BytesIO()
    page.save(written, "WEBP", quality=_QUALITY, method=2)
    return written.getvalue()


def inked(content: bytes) -> bytes:
    """Return the picture of a stamp with its white made clear, as ink on paper is.

    One that is clear somewhere, or that cannot be read, comes back as it was.
    """
    page = decoded(content)
    if page is None or page.mode != "RGB":
        return content
    red, green, blue = page.split()
    darkest = ImageChops.darker(ImageChops.darker(red, green), blue)
    page.putalpha(ImageChops.invert(darkest))
    written = io.BytesIO()
    page.save(written, "PNG")
    return written.getvalue()


def _on_white(image: Image.Image) -> Image.Image:
    if not _is_clear(image):
        return image.convert("RGB")
    layered = image.convert("RGBA")
    white = Image.new("RGBA", layered.size, "white")
    return Image.alpha_composite(white, layered).convert("RGB")


def _is_clear(image: Image.Image) -> bool:
    return image.mode in _TRANSPARENT or "transparency" in image.info
