"""What is drawn on a page, in millimetres from its top left?

One list of marks in the order of painting; ``archive.render.svg`` writes it for
browsers, ``archive.ocr.drawn`` paints it for OCR.
"""

from dataclasses import dataclass

from archive.extract.ofd_runs import Matrix

Colour = tuple[int, int, int]
BLACK: Colour = (0, 0, 0)
Step = tuple[str, tuple[float, ...]]
"""``M``, ``L``, ``Q``, ``C`` or ``A`` with numbers as in SVG, or ``Z``."""


@dataclass(frozen=True, slots=True)
class DrawnPath:
    """Lines and curves in their own space; ``fill`` or ``stroke`` None: not so."""

    matrix: Matrix
    steps: tuple[Step, ...]
    fill: Colour | None
    stroke: Colour | None
    width: float
    is_even_odd: bool = False
    opacity: float = 1.0


@dataclass(frozen=True, slots=True)
class DrawnText:
    """Characters with where each stands on its base line, in their own space."""

    matrix: Matrix
    characters: str
    positions: tuple[tuple[float, float], ...]
    size: float
    colour: Colour
    font: str = ""
    is_bold: bool = False
    is_italic: bool = False
    stretch: float = 1.0


@dataclass(frozen=True, slots=True)
class DrawnImage:
    """A picture as its maker wrote it, on the unit square of its own space."""

    matrix: Matrix
    content: bytes
    opacity: float = 1.0


Mark = DrawnPath | DrawnText | DrawnImage


@dataclass(frozen=True, slots=True)
class Drawing:
    """A page of a width and height with its marks."""

    width: float
    height: float
    marks: tuple[Mark, ...]


def applied(matrix: Matrix, x: float, y: float) -> tuple[float, float]:
    """Return where a point of a mark's own space stands on the page."""
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f
