"""How are the graphic objects of an OFD page drawn (GB/T 33190 §8 to §13)?"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from lxml import etree

from archive.extract.ofd_package import (
    DEEPEST_NESTING,
    elements,
    matrix_of,
    numbers,
    tag_of,
)
from archive.extract.ofd_runs import Matrix, times
from archive.render.drawing import (
    BLACK,
    Colour,
    DrawnImage,
    DrawnPath,
    DrawnText,
    Mark,
    Step,
)

MOST_MARKS = 200_000
MOST_PIECES = 1_000_000
"""What all objects of a page may cost together: a piece each, and one for each
character and step; composite objects could else multiply a small file endlessly."""
PIECES_OF_IMAGE = 1_000
"""A picture costs more: each is decoded and written anew."""
LINE_WIDTH = 0.353
"""Millimetres; the standard's default, a point."""
_STEPS = {"S": 2, "M": 2, "L": 2, "Q": 4, "B": 6, "A": 7, "C": 0}
_NAMES = {"S": "M", "B": "C", "C": "Z"}
_TOKEN = re.compile(r"[A-Za-z]|[-+.\d][-+.\deE]*")


@dataclass(slots=True)
class Budget:
    """How many pieces a page may still draw, its seals included."""

    left: int = MOST_PIECES

    def spend(self, pieces: int = 1) -> bool:
        """Take so many off and tell whether they were there."""
        self.left -= pieces
        return self.left >= 0


@dataclass(slots=True)
class Resources:
    """What pages refer to by its id."""

    units: dict[str, etree._Element] = field(default_factory=dict)
    fonts: dict[str, etree._Element] = field(default_factory=dict)
    params: dict[str, etree._Element] = field(default_factory=dict)
    media: dict[str, bytes] = field(default_factory=dict)
    budget: Budget = field(default_factory=Budget)


Attributes = Mapping[str, str]


def drawn(
    element: etree._Element, outer: Matrix, resources: Resources, *, depth: int = 0
) -> Iterator[Mark]:
    """Yield what an element's objects draw, those of composite objects too.

    Ends early where the budget does.
    """
    if depth > DEEPEST_NESTING:
        return
    inherited = element.get("DrawParam", "")
    for child in element:
        if not resources.budget.spend():
            return
        name = tag_of(child)
        if child.get("Visible", "").lower() == "false":
            continue
        matrix = times(matrix_of(child), outer)
        match name:
            case "textobject":
                yield from _texts(child, matrix, resources, inherited)
            case "pathobject":
                yield from _paths(child, matrix, resources, inherited)
            case "imageobject":
                content = resources.media.get(child.get("ResourceID", ""))
                if content is not None and resources.budget.spend(PIECES_OF_IMAGE):
                    yield DrawnImage(_filled(child, matrix), content, _opacity(child))
            case "compositeobject":
                unit = resources.units.get(child.get("ResourceID", ""))
                if unit is not None:
                    yield from drawn(unit, matrix, resources, depth=depth + 1)
            case "content" | "layer" | "pageblock" | "appearance":
                yield from drawn(child, outer, resources, depth=depth + 1)
            case _:
                pass


def _paths(
    element: etree._Element, matrix: Matrix, resources: Resources, inherited: str
) -> Iterator[DrawnPath]:
    style = _style(element, resources, inherited)
    data = "".join(one.text or "" for one in elements(element, "abbreviateddata"))
    steps = tuple(_steps(data))
    is_filled = element.get("Fill", "false").lower() == "true"
    is_stroked = element.get("Stroke", "true").lower() != "false"
    width = (numbers(style.attributes.get("LineWidth", "")) or [LINE_WIDTH])[0]
    if steps and (is_filled or is_stroked) and resources.budget.spend(len(steps)):
        yield DrawnPath(
            matrix,
            steps,
            (style.fill or BLACK) if is_filled else None,
            (style.stroke or BLACK) if is_stroked else None,
            width,
            element.get("Rule", "").lower() == "even-odd",
            _opacity(element),
        )


def _steps(data: str) -> Iterator[Step]:
    """Yield the steps of abbreviated data; ends at the first that is none."""
    tokens = _TOKEN.findall(data)
    at = 0
    while at < len(tokens):
        name = tokens[at]
        count = _STEPS.get(name)
        if count is None:
            return
        values = numbers(" ".join(tokens[at + 1 : at + 1 + count]))
        if len(values) != count:
            return
        yield _NAMES.get(name, name), tuple(values)
        at += 1 + count


def _texts(
    element: etree._Element, matrix: Matrix, resources: Resources, inherited: str
) -> Iterator[DrawnText]:
    style = _style(element, resources, inherited)
    font = resources.fonts.get(element.get("Font", ""))
    facts = {} if font is None else _attributes(font)
    size = (numbers(element.get("Size", "")) or [3.0])[0]
    weight = (numbers(element.get("Weight", "")) or [400.0])[0]
    stretch = (numbers(element.get("HScale", "")) or [1.0])[0] or 1.0
    x = y = 0.0
    for code in elements(element, "textcode"):
        x = (numbers(code.get("X", "")) or [x])[0]
        y = (numbers(code.get("Y", "")) or [y])[0]
        text = (code.text or "").strip("\r\n\t")
        if not text or not resources.budget.spend(len(text)):
            continue
        across = steps_of(code.get("DeltaX", ""), len(text))
        down = steps_of(code.get("DeltaY", ""), len(text))
        yield DrawnText(
            matrix,
            text,
            tuple(_positions(text, (x, y), size * stretch, across, down)),
            size,
            style.fill or BLACK,
            facts.get("FontName") or facts.get("FamilyName") or "",
            weight >= 600 or facts.get("Bold", "").lower() == "true",
            "true" in (element.get("Italic", "").lower(), facts.get("Italic", "")),
            stretch,
        )


def _positions(
    text: str,
    start: tuple[float, float],
    size: float,
    across: list[float] | None,
    down: list[float] | None,
) -> Iterator[tuple[float, float]]:
    x, y = start
    for at, char in enumerate(text):
        yield x, y
        if across is None and down is None:
            x += size * (0.5 if char.isascii() else 1.0)
        else:
            x += across[at] if across and at < len(across) else 0.0
            y += down[at] if down and at < len(down) else 0.0


def steps_of(steps: str, most: int) -> list[float] | None:
    """Return the steps between characters, None without any; ``g n d``: n times d."""
    found: list[float] = []
    words = iter(steps.split())
    try:
        for word in words:
            if word == "g":
                count, step = int(next(words)), float(next(words))
                found += [step] * min(max(count, 0), most)
            else:
                found.append(float(word))
    except (ValueError, StopIteration):
        return None
    return found[:most] or None


@dataclass(frozen=True, slots=True)
class _Style:
    attributes: Attributes
    fill: Colour | None
    stroke: Colour | None


def _style(element: etree._Element, resources: Resources, inherited: str) -> _Style:
    """Return what an object says of its looks, else its drawing parameters do."""
    chain = [element]
    wanted = element.get("DrawParam", "") or inherited
    while wanted in resources.params and len(chain) <= DEEPEST_NESTING:
        chain.append(resources.params[wanted])
        wanted = chain[-1].get("Relative", "")
    attributes: dict[str, str] = {}
    for one in reversed(chain):
        attributes.update(_attributes(one))
    return _Style(
        attributes, _colour(chain, "fillcolor"), _colour(chain, "strokecolor")
    )


def _attributes(element: etree._Element) -> dict[str, str]:
    return {str(name): str(value) for name, value in element.attrib.items()}


def _colour(chain: list[etree._Element], name: str) -> Colour | None:
    for one in chain:
        for child in one:
            if tag_of(child) == name:
                return _rgb(child.get("Value", ""))
    return None


def _rgb(value: str) -> Colour | None:
    parts = [
        float(int(word[1:], 16)) if word.startswith("#") else 0.0
        for word in value.split()
        if re.fullmatch(r"#[0-9A-Fa-f]{1,2}", word)
    ] or numbers(value)
    shares = [max(0, min(255, round(part))) for part in parts]
    match shares:
        case [grey]:
            return grey, grey, grey
        case [red, green, blue]:
            return red, green, blue
        case [cyan, magenta, yellow, black]:
            rest = 255 - black
            red, green, blue = (
                rest * (255 - ink) // 255 for ink in (cyan, magenta, yellow)
            )
            return red, green, blue
        case _:
            return None


def _filled(element: etree._Element, matrix: Matrix) -> Matrix:
    """Return the matrix of a picture; one without its own fills its boundary."""
    box = numbers(element.get("Boundary", ""))
    if numbers(element.get("CTM", "")) or len(box) != 4:
        return matrix
    return times((box[2], 0, 0, box[3], 0, 0), matrix)


def _opacity(element: etree._Element) -> float:
    alpha = numbers(element.get("Alpha", ""))
    return max(0.0, min(1.0, alpha[0] / 255)) if alpha else 1.0
