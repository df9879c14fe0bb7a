"""How are the lines of a page's image recognised?

By the PP-OCR models that travel in the package ``rapidocr``, on one thread. The
classifier of turned lines is off: it loses lines that stand upright.
"""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray
from rapidocr import RapidOCR

from archive.ocr.edges import edges, matched
from archive.ocr.lines import Line
from archive.page_readings import UNSURE

SIDE_PIXELS = 960
"""The longer side of the picture in which lines are looked for; recognition sees the
full picture. Larger finds no more on office pages and takes up to four times as long.
"""
ASTRAY = 0.6
"""A page whose lines are less sure on average than this may lie in any direction; one
less sure than ``UNSURE`` in those that the shape of its lines allows.
"""
_VERTICAL = 1.5
"""A box of several characters so many times as high as wide holds a column."""

Pixels = NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class RecognisedPage:
    """The lines of a page after ``turns`` quarter turns to the left."""

    turns: int
    lines: tuple[Line, ...]


class Recogniser:
    """Reads images of pages; loads its models in about two seconds."""

    def __init__(self) -> None:
        self._engine: Any = RapidOCR(
            params={
                "Global.use_cls": False,
                "Global.log_level": "error",
                "Global.return_word_box": True,
                "Global.return_single_char_box": True,
                "Det.limit_side_len": SIDE_PIXELS,
                "Det.limit_type": "max",
                "EngineConfig.onnxruntime.intra_op_num_threads": 1,
                "EngineConfig.onnxruntime.inter_op_num_threads": 1,
            }
        )

    def page(self, pixels: Pixels) -> RecognisedPage:
        """Return the lines of a page of the shape (height, width, 3).

        A page on its side or head is turned; boxes are then those of the turned page.
        """
        upright = RecognisedPage(0, self._lines(pixels))
        turned = [
            RecognisedPage(turns, self._lines(np.rot90(pixels, turns).copy()))
            for turns in _other_turns(upright.lines)
        ]
        return max([upright, *turned], key=lambda page: _weight(page.lines))

    def _lines(self, pixels: Pixels) -> tuple[Line, ...]:
        found = self._engine(pixels, use_cls=False)
        if found.boxes is None or found.txts is None:
            return ()
        words = found.word_results
        if words is None or len(words) != len(found.txts):
            words = [()] * len(found.txts)
        return tuple(
            _line(box, text, float(score), characters or ())
            for box, text, score, characters in zip(
                found.boxes, found.txts, found.scores, words, strict=True
            )
            if text.strip()
        )


def _line(
    box: NDArray[np.float32], text: str, score: float, characters: Sequence[Any]
) -> Line:
    """Return a line; ``characters`` are triples of sign, confidence and corners."""
    left, top = float(box[:, 0].min()), float(box[:, 1].min())
    right, bottom = float(box[:, 0].max()), float(box[:, 1].max())
    is_vertical = len(text) > 1 and bottom - top >= _VERTICAL * (right - left)
    axis, start, end = (1, top, bottom) if is_vertical else (0, left, right)
    at = matched(text, [sign for sign, _, _ in characters])
    length = max(end - start, 1.0)
    extents = [
        None if index is None else _extent(characters[index][2], axis, start, length)
        for index in at
    ]
    percents = [
        round(100 * (score if index is None else float(characters[index][1])))
        for index in at
    ]
    return Line(
        text,
        left,
        top,
        right,
        bottom,
        score,
        edges(extents) if any(extents) else (),
        is_vertical,
        tuple(percents) if characters else (),
    )


def _extent(
    corners: Sequence[Sequence[float]], axis: int, start: float, length: float
) -> tuple[float, float]:
    along = [(float(corner[axis]) - start) / length for corner in corners]
    return min(along), max(along)


def _other_turns(lines: Sequence[Line]) -> tuple[int, ...]:
    """Return the quarter turns after which a page may be read better."""
    sure = confidence(lines)
    if sure >= UNSURE:
        return ()
    if sure < ASTRAY:
        return 1, 2, 3
    vertical = sum(len(line.text) for line in lines if line.is_vertical)
    is_on_side = 2 * vertical > sum(len(line.text) for line in lines)
    return (1, 3) if is_on_side else (2,)


def confidence(lines: Sequence[Line]) -> float:
    """Return how sure the characters are on average, 0 to 1; 0 without lines."""
    characters = sum(len(line.text) for line in lines)
    if not characters:
        return 0.0
    return sum(line.confidence * len(line.text) for line in lines) / characters


def _weight(lines: Sequence[Line]) -> float:
    return sum(len(line.text) * max(line.confidence - 0.5, 0) for line in lines)


@lru_cache(maxsize=1)
def open_recogniser() -> Recogniser:
    """Return the recogniser of this process, its models loaded once.

    From then on the process lets others go first.
    """
    os.nice(10)
    return Recogniser()
