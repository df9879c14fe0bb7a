"""How does a page of an OFD look, and where on it do characters stand?"""

from archive.errors import DamagedFile
from archive.extract.base import OriginalFile
from archive.extract.ofd_package import opened_package
from archive.page_readings import Box
from archive.render.base import MOST_CHARACTERS, PageRequest, PageView
from archive.render.drawing import Drawing, DrawnText, applied
from archive.render.ofd_pages import page_drawing
from archive.render.svg import svg
from archive.sniff import OFD

_ASCENT, _DESCENT = 0.86, 0.14
_NARROW = 0.5


class OfdRenderer:
    """Draws pages from their own coordinates, as SVG that the browser paints.

    Fonts that travel in the file are not used: the browser's nearest are.
    """

    media_types = frozenset({OFD})

    def view(self, original: OriginalFile, request: PageRequest) -> PageView | None:
        """See ``Renderer``; an image has no width of its own."""
        try:
            with opened_package(original) as parts:
                drawing, pages = page_drawing(parts, request.number)
        except ValueError as error:
            raise DamagedFile(media_type=OFD) from error
        if drawing is None:
            return None
        image = svg(drawing) if request.width else b""
        characters, boxes = "", tuple[Box, ...]()
        if request.with_characters:
            characters, boxes = placed_characters(drawing)
        ratio = drawing.height / drawing.width
        return PageView(ratio, pages, image, "image/svg+xml", characters, boxes)


def placed_characters(drawing: Drawing) -> tuple[str, tuple[Box, ...]]:
    """Return the characters of a page that are no white space, each with its box."""
    found: list[str] = []
    boxes: list[Box] = []
    for mark in drawing.marks:
        if isinstance(mark, DrawnText) and len(found) < MOST_CHARACTERS:
            for char, (x, y) in zip(mark.characters, mark.positions, strict=True):
                if not char.isspace():
                    found.append(char)
                    boxes.append(_box(mark, char, x, y, drawing))
    return "".join(found), tuple(boxes)


def _box(mark: DrawnText, char: str, x: float, y: float, drawing: Drawing) -> Box:
    width = mark.size * mark.stretch * (_NARROW if char.isascii() else 1.0)
    corners = [
        applied(mark.matrix, across, down)
        for across in (x, x + width)
        for down in (y - _ASCENT * mark.size, y + _DESCENT * mark.size)
    ]
    across = [corner[0] / drawing.width for corner in corners]
    down = [corner[1] / drawing.height for corner in corners]
    return min(across), min(down), max(across), max(down)
