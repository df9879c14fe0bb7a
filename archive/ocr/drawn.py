"""How is a drawing painted for OCR: its paths and pictures?

Text that can be read as text is left out; who asks wants what is drawn only.
"""

from collections.abc import Iterator
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from archive.extract.ofd_runs import Matrix
from archive.pictures import decoded
from archive.render.drawing import (
    Colour,
    Drawing,
    DrawnImage,
    DrawnPath,
    Step,
    applied,
)

CURVE_STEPS = 8
Point = tuple[float, float]
Pixels = NDArray[np.uint8]


def painted(drawing: Drawing, *, dots_per_inch: float, longest: int) -> Pixels:
    """Return the paths and pictures as pixels of the shape (height, width, 3)."""
    scale = min(dots_per_inch / 25.4, longest / max(drawing.width, drawing.height))
    size = max(1, round(drawing.width * scale)), max(1, round(drawing.height * scale))
    page = Image.new("RGB", size, "white")
    for mark in drawing.marks:
        if isinstance(mark, DrawnPath):
            _paint_path(page, mark, scale)
        elif isinstance(mark, DrawnImage):
            _paint_image(page, mark, scale)
    return np.asarray(page)


def _paint_path(page: Image.Image, path: DrawnPath, scale: float) -> None:
    outlines = [
        [(x * scale, y * scale) for x, y in _moved(path.matrix, outline)]
        for outline in _outlines(path.steps)
    ]
    if path.fill:
        _fill(page, outlines, path.fill, is_even_odd=path.is_even_odd)
    if path.stroke:
        draw = ImageDraw.Draw(page)
        width = max(1, round(path.width * scale))
        for outline in outlines:
            if len(outline) > 1:
                draw.line(outline, path.stroke, width)


def _fill(
    page: Image.Image,
    outlines: list[list[Point]],
    colour: Colour,
    *,
    is_even_odd: bool,
) -> None:
    """Paint what the outlines wind around, by the rule of the path."""
    solid = [outline for outline in outlines if len(outline) > 2]
    if not solid:
        return
    across = [x for outline in solid for x, _ in outline]
    down = [y for outline in solid for _, y in outline]
    left, top = max(int(min(across)), 0), max(int(min(down)), 0)
    right = min(int(max(across)) + 1, page.width)
    bottom = min(int(max(down)) + 1, page.height)
    if right <= left or bottom <= top:
        return
    winding = np.zeros((bottom - top, right - left), np.int32)
    for outline in solid:
        mask = Image.new("1", (right - left, bottom - top))
        shifted = [(x - left, y - top) for x, y in outline]
        ImageDraw.Draw(mask).polygon(shifted, fill=1)
        sign = 1 if is_even_odd or _area(outline) > 0 else -1
        winding += sign * np.asarray(mask, np.int32)
    inside = winding % 2 == 1 if is_even_odd else winding != 0
    mask = Image.fromarray(inside.astype(np.uint8) * 255)
    page.paste(colour, (left, top), mask)


def _paint_image(page: Image.Image, image: DrawnImage, scale: float) -> None:
    corners = [applied(image.matrix, x, y) for x, y in ((0, 0), (1, 0), (0, 1), (1, 1))]
    left, top = (int(scale * min(one[axis] for one in corners)) for axis in (0, 1))
    right, bottom = (
        int(scale * max(one[axis] for one in corners)) + 1 for axis in (0, 1)
    )
    picture = decoded(image.content)
    if picture is None or not (0 < right - left <= 8000 and 0 < bottom - top <= 8000):
        return
    picture = picture.resize((right - left, bottom - top))
    mask = picture if picture.mode == "RGBA" else None
    page.paste(picture.convert("RGB"), (left, top), mask)


def _outlines(steps: tuple[Step, ...]) -> Iterator[list[Point]]:
    """Yield each outline as points, curves as short lines."""
    outline: list[Point] = []
    for name, numbers in steps:
        if name == "Z":
            if outline:
                outline.append(outline[0])
            continue
        # An arc is taken for the straight line to its end.
        values = numbers[5:] if name == "A" else numbers
        points = list(zip(values[::2], values[1::2], strict=True))
        if name == "M" or not outline:
            if outline:
                yield outline
            outline = [points[-1]]
        else:
            outline.extend(_curve([outline[-1], *points]))
    if outline:
        yield outline


def _curve(controls: list[Point]) -> Iterator[Point]:
    """Yield points of a Bézier curve after its first, by de Casteljau."""
    if len(controls) == 2:
        yield controls[1]
        return
    for step in range(1, CURVE_STEPS + 1):
        share = step / CURVE_STEPS
        points = controls
        while len(points) > 1:
            points = [
                (x + (u - x) * share, y + (v - y) * share)
                for (x, y), (u, v) in pairwise(points)
            ]
        yield points[0]


def _moved(matrix: Matrix, outline: list[Point]) -> list[Point]:
    return [applied(matrix, x, y) for x, y in outline]


def _area(outline: list[Point]) -> float:
    following = [*outline[1:], outline[0]]
    return sum(x * v - u * y for (x, y), (u, v) in zip(outline, following, strict=True))
