"""Where on a page do the characters of its stored text stand?

The text is in reading order, the characters of the page in the order of the file. They
are matched line by line without white space; a line that is not there as a whole is
halved until its parts are found.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from archive.model import Page
from archive.page_readings import Box, PageReading

Places = Sequence[Box | None]
"""For each code point of a page's text its box; None for white space and the like."""
_SHORTEST = 2
"""A part of a line shorter than this is found by chance only."""


@dataclass(frozen=True, slots=True)
class PlacedRun:
    """Characters of a page's text side by side: from where to where, and the box."""

    start: int
    end: int
    box: Box


def places_in(reading: PageReading) -> list[Box | None]:
    """Return where the characters of a page read by OCR stand."""
    places: list[Box | None] = [None] * len(reading.text)
    for line in reading.lines:
        places[line.start : line.end] = line.character_boxes()
    return places


def matched_places(
    text: str, characters: str, boxes: Sequence[Box]
) -> list[Box | None]:
    """Return where the characters of a text stand, as far as they are on the page."""
    places: list[Box | None] = [None] * len(text)
    free = _Free(characters)
    for offsets in _lines(text):
        words = "".join(text[at] for at in offsets)
        for part, at in free.take(words):
            for step in range(len(part)):
                places[offsets[part.start + step]] = boxes[at + step]
    return places


def _lines(text: str) -> Iterator[list[int]]:
    """Yield the offsets of the characters of each line or cell."""
    line: list[int] = []
    for at, char in enumerate(text):
        if char in "\n\t\f" and line:
            yield line
            line = []
        elif not char.isspace():
            line.append(at)
    if line:
        yield line


class _Free:
    """The characters of a page that no words were found at yet."""

    def __init__(self, characters: str) -> None:
        self._text = characters
        self._cursor = 0

    def take(self, words: str) -> Iterator[tuple[range, int]]:
        """Yield each part of the words that is there, and where; they are then gone."""
        pending = [range(len(words))]
        while pending:
            part = pending.pop()
            at = self._find(words[part.start : part.stop])
            if at >= 0:
                self._cut(at, len(part))
                yield part, at
            elif len(part) >= 2 * _SHORTEST:
                middle = (part.start + part.stop) // 2
                pending += [range(middle, part.stop), range(part.start, middle)]

    def _find(self, words: str) -> int:
        at = self._text.find(words, self._cursor)
        return at if at >= 0 else self._text.find(words)

    def _cut(self, at: int, length: int) -> None:
        self._cursor = at + length
        # No text holds the character that takes the place of what was found.
        self._text = self._text[:at] + "\0" * length + self._text[at + length :]


def runs(places: Places, start: int, end: int) -> tuple[PlacedRun, ...]:
    """Return characters from ``start`` to ``end``, parted where a line or column ends.

    White space between characters of one line belongs to its run.
    """
    found: list[PlacedRun] = []
    for at in range(max(start, 0), min(end, len(places))):
        box = places[at]
        if box is None:
            continue
        last = found[-1] if found else None
        if last and _is_beside(last.box, box):
            found[-1] = PlacedRun(last.start, at + 1, _around(last.box, box))
        else:
            found.append(PlacedRun(at, at + 1, box))
    return tuple(found)


def _around(one: Box, other: Box) -> Box:
    return (
        min(one[0], other[0]),
        min(one[1], other[1]),
        max(one[2], other[2]),
        max(one[3], other[3]),
    )


def _is_beside(line: Box, box: Box) -> bool:
    shared_height = min(line[3], box[3]) - max(line[1], box[1])
    shared_width = min(line[2], box[2]) - max(line[0], box[0])
    height, width = box[3] - box[1], box[2] - box[0]
    gap = box[0] - line[2]
    in_line = shared_height > height / 2 and -width < gap < 3 * width
    in_column = shared_width > width / 2 and -height / 4 < box[1] - line[3] < height / 2
    is_column = line[3] - line[1] > 1.5 * height or line[3] - line[1] < 1.2 * height
    return in_line or (in_column and is_column and not _is_wide(line, box))


def _is_wide(line: Box, box: Box) -> bool:
    """Tell whether a line is too wide for a column of such characters."""
    return line[2] - line[0] > 1.5 * (box[2] - box[0])


def page_stretches(text: str, characters: Sequence[str]) -> tuple[Page, ...]:
    """Return which stretch of a text stands on each page, by the pages' characters.

    The stretches tile the text: each border is where the fewest characters would
    stand on the wrong side of it.
    """
    pages = np.concatenate(
        [np.full(len(one), number) for number, one in enumerate(characters, 1)]
        or [np.zeros(0, int)]
    )
    where: list[int | None] = [None] * len(text)
    free = _Free("".join(characters))
    for offsets in _lines(text):
        for part, at in free.take("".join(text[one] for one in offsets)):
            for step in range(len(part)):
                where[offsets[part.start + step]] = int(pages[at + step])
    found = np.array([one or 0 for one in where], int)
    borders = [0]
    for number in range(1, len(characters)):
        late = np.concatenate([[0], np.cumsum(found > number)])
        early = np.concatenate([[0], np.cumsum((found > 0) & (found <= number))])
        wrong = late + (early[-1] - early)
        borders.append(max(borders[-1], int(np.argmin(wrong))))
    borders.append(len(text))
    return tuple(
        Page(number, start, end)
        for number, (start, end) in enumerate(pairwise(borders), 1)
    )
