"""Which words of a text name something, by the learned weights?"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from indexer.fold import fold_characters
from indexer.recognise.tagger.features import features
from indexer.recognise.tagger.hashing import Codes, codes_of
from indexer.recognise.tagger.looks import look
from indexer.recognise.tagger.model import (
    KINDS,
    LANES,
    Model,
    Style,
    StyleWeights,
    TaggedKind,
    load,
)
from indexer.recognise.tagger.viterbi import NEVER, PARTS, Tags, Weights, decode

PIECE = re.compile("[^。;\n]{1,300}[。;\n]?|[。;\n]")
_CHUNK = 1 << 14
_MARGIN = 16
"""No feature sees farther."""
_ROWS = 512
_LANES_AT_ONCE = np.complex128
"""A number as wide as all lanes: taking these is fast."""
_BY_LOOK: tuple[Style, Style] = ("resume", "news")
SHIPPED = Path(__file__).parents[2] / "data" / "tagger.npz"

Emissions = NDArray[np.int16]
Pieces = NDArray[np.int64]


@dataclass(frozen=True, slots=True, order=True)
class TaggedSpan:
    """Characters [start, end) of the text that name a person, place and so on.

    ``score`` is from 0.5 to 1: by the weights, how probable these tags are against
    none, with the tags around them as they are.
    """

    start: int
    end: int
    kind: TaggedKind
    score: float


class Tagger:
    """Finds people, places, organisations and posts by one model."""

    def __init__(self, model: Model) -> None:
        self._model = model
        self._slots = model.slots()
        tables = [weights.table for weights in model.styles.values()]
        self._table = np.concatenate(tables).view(_LANES_AT_ONCE).ravel()

    def tag(self, text: str, style: Style | None = None) -> tuple[TaggedSpan, ...]:
        """Return what is named in the text, in order; spans do not overlap.

        Any text will do: it is folded character by character, so offsets are those
        of ``text``. ``style`` says how to label; without it each line is labelled by
        the style that it looks like. About a second for a megabyte.
        """
        folded = fold_characters(text)
        codes = codes_of(folded)
        found_pieces = [m.span() for m in PIECE.finditer(folded)]
        pieces = np.array(found_pieces, dtype=np.int64).reshape(-1, 2)
        styles = self._styles_of(codes, style)
        emissions = self._emissions(codes, styles)
        found: list[TaggedSpan] = []
        for number, each in enumerate(self._model.styles):
            own = pieces[styles[pieces[:, 0]] == number]
            found += self._spans(emissions, own, each)
        return tuple(sorted(found))

    def _styles_of(self, codes: Codes, style: Style | None) -> Codes:
        """Return the number of the style of each character."""
        known = list(self._model.styles)
        if style not in known and len(known) > 1:
            is_resume = look(codes, self._model.looks)
            return np.where(is_resume, *map(known.index, _BY_LOOK)).astype(np.uint32)
        number = known.index(style) if style in known else 0
        return np.full(len(codes), number, dtype=np.uint32)

    def _emissions(self, codes: Codes, styles: Codes) -> Emissions:
        """Return what each tag but O weighs at each character."""
        offsets = styles * np.uint32(len(self._model.keys) + 1)
        total = np.zeros((len(codes), LANES), dtype=np.int16)
        for begin in range(0, len(codes), _CHUNK):
            end = min(begin + _CHUNK, len(codes))
            first = max(begin - _MARGIN, 0)
            numbers = features(codes[first : end + _MARGIN], self._model.knowledge)
            for row in numbers[:, begin - first : end - first]:
                found = self._slots.find(row) + offsets[begin:end]
                lanes = self._table.take(found)
                total[begin:end] += lanes.view(np.int8).reshape(-1, LANES)
        return total

    def _spans(
        self, emissions: Emissions, pieces: Pieces, style: Style
    ) -> Iterator[TaggedSpan]:
        weights = self._model.styles[style]
        kinds = KINDS[style]
        lengths = pieces[:, 1] - pieces[:, 0]
        order = np.argsort(lengths, kind="stable")
        for first in range(0, len(order), _ROWS):
            part = order[first : first + _ROWS]
            grid = _grid(emissions, pieces[part], len(weights.transitions))
            tags = decode(grid, weights.transitions)
            for row, start, end, kind, score in _marked(tags, grid, weights):
                at = int(pieces[part[row], 0])
                yield TaggedSpan(at + start, at + end, kinds[kind], score)


def _grid(emissions: Emissions, pieces: Pieces, count: int) -> Weights:
    """Return the pieces' weights side by side, as (length, tags, pieces)."""
    lengths = pieces[:, 1] - pieces[:, 0]
    steps = np.arange(int(lengths[-1]) + 1)[:, None]
    places = np.minimum(pieces[:, 0] + steps, len(emissions) - 1)
    grid = np.zeros((len(steps), count, len(pieces)), dtype=np.float32)
    values = emissions[places, : count - 1].astype(np.float32)
    values[steps >= lengths] = NEVER
    grid[:, 1:] = values.transpose(0, 2, 1)
    return grid


def _marked(
    tags: Tags, grid: Weights, weights: StyleWeights
) -> Sequence[tuple[int, int, int, int, float]]:
    """Return row, start, end, kind and score of what the tags mark."""
    moves = weights.transitions
    steps = tags.T.astype(np.int64)
    here = np.take_along_axis(grid, tags[:, None].astype(np.int64), axis=1)[:, 0].T
    gains = here.copy()
    gains[:, 1:] += moves[steps[:, :-1], steps[:, 1:]] - moves[0, 0]
    sums = np.cumsum(gains, axis=1, dtype=np.float64)
    parts = (steps - 1) % PARTS
    named = steps > 0
    rows, starts = np.nonzero(named & ((parts == 0) | (parts == 3)))
    _, ends = np.nonzero(named & (parts >= 2))
    before = np.where(starts > 0, sums[rows, starts - 1], 0)
    leaving = moves[steps[rows, ends], steps[rows, ends + 1]] - moves[0, 0]
    gain = (sums[rows, ends] - before + leaving) / weights.unit
    scores = 1 / (1 + np.exp(-np.clip(gain, 0, 30)))
    kinds = (steps[rows, starts] - 1) // PARTS
    return list(
        zip(
            *(rows.tolist(), starts.tolist(), (ends + 1).tolist(), kinds.tolist()),
            scores.round(4).tolist(),
            strict=True,
        )
    )


@cache
def open_tagger() -> Tagger:
    """Return the tagger with the shipped model, read once a process."""
    return Tagger(load(SHIPPED))
