"""How is a drawing written for a browser?

Only numbers, colours of ours and escaped text are written, and pictures written anew:
nothing of the file can run or load anything.
"""

from base64 import b64encode
from collections.abc import Iterator
from itertools import groupby
from xml.sax.saxutils import escape

from archive.extract.ofd_runs import Matrix
from archive.pictures import rewritten
from archive.render.drawing import (
    Colour,
    Drawing,
    DrawnImage,
    DrawnPath,
    DrawnText,
    Mark,
)

PIXELS_A_MILLIMETRE = 4.0
_SERIF = "'Noto Serif CJK SC','Source Han Serif SC','Songti SC',serif"
_FACES: tuple[tuple[tuple[str, ...], str], ...] = (
    (("仿宋", "fang"), f"FangSong,FangSong_GB2312,STFangsong,{_SERIF}"),
    (("楷", "kai"), f"KaiTi,KaiTi_GB2312,STKaiti,'Kaiti SC',{_SERIF}"),
    (
        ("黑", "hei", "sans", "arial", "helvetica"),
        "SimHei,'Heiti SC','Microsoft YaHei','Noto Sans CJK SC',sans-serif",
    ),
    (("courier", "mono"), "'Courier New',monospace"),
)
_OTHER_FACES = f"SimSun,STSong,{_SERIF}"
_MISSING = "#d8d8d8"


def svg(drawing: Drawing) -> bytes:
    """Return the drawing as an SVG that scales to any width."""
    width, height = drawing.width, drawing.height
    shown = width * PIXELS_A_MILLIMETRE, height * PIXELS_A_MILLIMETRE
    head = (
        '<svg xmlns="http://www.w3.org/2000/svg" '
        f'viewBox="0 0 {_n(width)} {_n(height)}" '
        f'width="{_n(shown[0])}" height="{_n(shown[1])}">'
        f'<rect width="{_n(width)}" height="{_n(height)}" fill="#fff"/>'
    )
    pieces = [piece for mark in drawing.marks for piece in _mark(mark)]
    return "".join([head, *pieces, "</svg>"]).encode("utf-8", "replace")


def _mark(mark: Mark) -> Iterator[str]:
    match mark:
        case DrawnPath():
            yield _path(mark)
        case DrawnText():
            yield from _text(mark)
        case DrawnImage():
            yield _image(mark)


def _path(path: DrawnPath) -> str:
    data = "".join(name + " ".join(map(_n, values)) for name, values in path.steps)
    fill = _colour(path.fill) if path.fill else "none"
    looks = f'fill="{fill}"'
    if path.is_even_odd:
        looks += ' fill-rule="evenodd"'
    if path.stroke:
        # A line of no width is drawn as thin as can be seen.
        width = path.width if path.width > 0 else 0.1
        looks += f' stroke="{_colour(path.stroke)}" stroke-width="{_n(width)}"'
    if path.opacity < 1:
        looks += f' opacity="{_n(path.opacity)}"'
    return f'<path transform="{_matrix(path.matrix)}" d="{data}" {looks}/>'


def _text(text: DrawnText) -> Iterator[str]:
    looks = (
        f'font-family="{_family(text.font)}" font-size="{_n(text.size)}" '
        f'fill="{_colour(text.colour)}"'
    )
    if text.is_bold:
        looks += ' font-weight="bold"'
    if text.is_italic:
        looks += ' font-style="italic"'
    placed = zip(text.characters, text.positions, strict=True)
    # Characters of one line are one element: pages of single ones are slow to draw.
    for y, run in groupby(placed, key=lambda one: one[1][1]):
        listed = [(char, x) for char, (x, _) in run if _is_drawn(char)]
        if not listed:
            continue
        across = " ".join(_n(x / text.stretch) for _, x in listed)
        words = escape("".join(char for char, _ in listed))
        matrix = text.matrix
        if text.stretch != 1:
            a, b, *rest = matrix
            c, d, e, f = rest
            matrix = (a * text.stretch, b * text.stretch, c, d, e, f)
        at = f'transform="{_matrix(matrix)}" x="{across}" y="{_n(y)}"'
        yield f"<text {at} {looks}>{words}</text>"


def _image(image: DrawnImage) -> str:
    content = rewritten(image.content)
    at = f'transform="{_matrix(image.matrix)}" width="1" height="1"'
    if content is None:
        return f'<rect {at} fill="{_MISSING}"/>'
    if image.opacity < 1:
        at += f' opacity="{_n(image.opacity)}"'
    data = b64encode(content).decode("ascii")
    return (
        f'<image {at} preserveAspectRatio="none" href="data:image/webp;base64,{data}"/>'
    )


def _family(name: str) -> str:
    lowered = name.lower()
    for signs, faces in _FACES:
        if any(sign in lowered for sign in signs):
            return faces
    return _OTHER_FACES


def _is_drawn(char: str) -> bool:
    return not char.isspace() and (char >= " ") and not "\ud800" <= char <= "\udfff"


def _colour(colour: Colour) -> str:
    return "#{:02x}{:02x}{:02x}".format(*colour)


def _matrix(matrix: Matrix) -> str:
    return f"matrix({' '.join(map(_n, matrix))})"


def _n(value: float) -> str:
    # What is no finite number would make the whole drawing unreadable.
    if not abs(value) < 1e7:
        return "0"
    return f"{value:.4f}".rstrip("0").rstrip(".") or "0"
