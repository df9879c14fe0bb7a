"""How are the lines of a page's image recognised?

By the PP-OCR models that travel in the package ``rapidocr``, on one thread. The
classifier of turned lines is off: it loses lines that stand upright.
"""

import os
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray
from rapidocr import RapidOCR

from archive.ocr.lines import Line

MODEL = "PP-OCRv6 small"
SIDE_PIXELS = 960
"""The longer side of the picture in which lines are looked for; recognition sees the
full picture. Larger finds no more on office pages and takes up to four times as long.
"""
SURE = 0.6
"""A page whose lines are less sure on average may lie on its side."""

Pixels = NDArray[np.uint8]


class Recogniser:
    """Reads images of pages; loads its models in about two seconds."""

    def __init__(self) -> None:
        self._engine: Any = RapidOCR(
            params={
                "Global.use_cls": False,
                "Global.log_level": "error",
                "Det.limit_side_len": SIDE_PIXELS,
                "Det.limit_type": "max",
                "EngineConfig.onnxruntime.intra_op_num_threads": 1,
                "EngineConfig.onnxruntime.inter_op_num_threads": 1,
            }
        )

    def lines(self, pixels: Pixels) -> tuple[Line, ...]:
        """Return the lines of a page of the shape (height, width, 3).

        A page on its side is turned; boxes are then those of the turned page.
        """
        upright = self._lines(pixels)
        if upright and confidence(upright) >= SURE:
            return upright
        turned = [self._lines(np.rot90(pixels, turns).copy()) for turns in (1, 2, 3)]
        return max([upright, *turned], key=_weight)

    def _lines(self, pixels: Pixels) -> tuple[Line, ...]:
        found = self._engine(pixels, use_cls=False)
        if found.boxes is None or found.txts is None:
            return ()
        return tuple(
            Line(
                text,
                float(box[:, 0].min()),
                float(box[:, 1].min()),
                float(box[:, 0].max()),
                float(box[:, 1].max()),
                float(score),
            )
            for box, text, score in zip(
                found.boxes, found.txts, found.scores, strict=True
            )
            if text.strip()
        )


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
