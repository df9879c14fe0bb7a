"""Which pictures does an image file hold, and how do they look upright?"""

import io
from pathlib import Path

from PIL import Image, ImageOps, UnidentifiedImageError

from archive.errors import DamagedFile

Image.MAX_IMAGE_PIXELS = None
"""Memory is limited by the process that reads."""
_BAD_PICTURE = (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError)
_TRANSPARENT = frozenset({"RGBA", "LA", "PA"})
_QUALITY = 80


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


def as_png(content: bytes) -> bytes | None:
    """Return a picture of any kind as PNG, None if it is none that can be read."""
    try:
        with Image.open(io.BytesIO(content)) as image:
            page = image.convert("RGBA" if _is_clear(image) else "RGB")
            written = io.BytesIO()
            page.save(written, "PNG", compress_level=3)
            return written.getvalue()
    except _BAD_PICTURE:
        return None


def _on_white(image: Image.Image) -> Image.Image:
    if not _is_clear(image):
        return image.convert("RGB")
    layered = image.convert("RGBA")
    white = Image.new("RGBA", layered.size, "white")
    return Image.alpha_composite(white, layered).convert("RGB")


def _is_clear(image: Image.Image) -> bool:
    return image.mode in _TRANSPARENT or "transparency" in image.info
