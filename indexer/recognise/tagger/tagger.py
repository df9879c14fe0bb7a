"""Which words of a text name something, by the learned weights?"""

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from indexer.fold import fold_characters
from indexer.recognise.tagger.features import EVERY, GLANCE, Features
from indexer.recognise.tagger.hashing import Codes, codes_of
from indexer.recognise.tagger.looks import look
from indexer.recognise.tagger.model import (
    GLANCE_BITS,
    KINDS,
    LANES,
    Model,
    Style,
    load,
)
from indexer.recognise.tagger.repeated import shortened
from indexer.recognise.tagger.runs import Emissions, Runs, marked, runs_of
from indexer.recognise.tagger.spans import TaggedSpan
from indexer.recognise.tagger.viterbi import decode

SHIPPED = Path(__file__).parents[2] / "data" / "tagger.npz"
_CHUNK = 1 << 15
_AT_ONCE = 1 << 12
"""Characters whose features are weighed together: they fit a fast cache."""
_MARGIN = 32
"""No feature sees farther."""
_BESIDE = 2
"""Characters on both sides of where a name can be that are looked at too."""
_ROWS = 512
_LANES_AT_ONCE = np.complex128
"""A number as wide as all lanes: taking these is fast."""
_BY_LOOK: tuple[Style, Style] = ("resume", "news")


class Tagger:
    """Finds people, places, organisations and posts by one model."""

    def __init__(self, model: Model) -> None:
        self._model = model
        self._slots = model.slots()
        weights = list(model.styles.values())
        table = np.concatenate([style.table for style in weights])
        self._table = table.view(_LANES_AT_ONCE).ravel()
        self._glance = np.concatenate([style.glance for style in weights])
        self._least = np.array([style.least for style in weights])

    def tag(self, text: str, style: Style | None = None) -> tuple[TaggedSpan, ...]:
        """Return what is named in the text, in order; spans do not overlap.

        Any text will do: it is folded character by character, so offsets are those
        of ``text``. ``style`` says how to label; without it each line is labelled by
        the style that it looks like. About half a second for a megabyte.
        """
        codes = codes_of(fold_characters(text))
        styles = self._styles_of(codes, style)
        places, weights = [], []
        for begin in range(0, len(codes), _CHUNK):
            first, end = max(begin - _MARGIN, 0), min(begin + _CHUNK, len(codes))
            seen = Features(codes[first : end + _MARGIN], self._model.knowledge)
            near = self._near(
                seen, np.arange(begin - first, end - first), styles[first:]
            )
            for part in np.array_split(near, len(near) // _AT_ONCE + 1):
                places.append(part + first)
                weights.append(self._weigh(seen, part, styles[part + first]))
        if not sum(map(len, places)):
            return ()
        runs = runs_of(codes, np.concatenate(places), np.concatenate(weights))
        return tuple(shortened(text, sorted(self._spans(runs, styles))))

    def is_resume(self, text: str) -> bool:
        """Tell if the first line looks like one of a résumé."""
        codes = codes_of(fold_characters(text))
        return bool(look(codes, self._model.looks)[:1].any())

    def _styles_of(self, codes: Codes, style: Style | None) -> Codes:
        """Return the number of the style of each character."""
        known = list(self._model.styles)
        if style not in known and len(known) > 1:
            is_resume = look(codes, self._model.looks)
            return np.where(is_resume, *map(known.index, _BY_LOOK)).astype(np.uint32)
        number = known.index(style) if style in known else 0
        return np.full(len(codes), number, dtype=np.uint32)

    def _near(
        self, seen: Features, places: NDArray[np.int64], styles: Codes
    ) -> NDArray[np.int64]:
        """Return those of the places in a row where a name can be, or beside them."""
        near = np.zeros(len(places) + 2 * _BESIDE, dtype=np.bool_)
        for first in range(0, len(places), _AT_ONCE):
            part = places[first : first + _AT_ONCE]
            numbers = seen.at(GLANCE, part)
            numbers >>= np.uint32(32 - GLANCE_BITS)
            numbers += styles.take(part) << np.uint32(GLANCE_BITS)
            sums = self._glance.take(numbers).sum(axis=0, dtype=np.int16)
            begin = first + _BESIDE
            near[begin : begin + len(part)] = sums >= self._least.take(
                styles.take(part)
            )
        size = len(places)
        shifted = [near[i : i + size] for i in range(2 * _BESIDE + 1)]
        return places[np.logical_or.reduce(shifted)]

    def _weigh(
        self, seen: Features, places: NDArray[np.int64], styles: Codes
    ) -> Emissions:
        """Return what each tag but O weighs at each place."""
        rows = self._slots.find(seen.at(EVERY, places))
        rows += styles * np.uint32(len(self._model.keys) + 1)
        total = np.zeros((len(places), LANES), dtype=np.int16)
        for weights in self._table.take(rows):
            total += weights.view(np.int8).reshape(-1, LANES)
        return total

    def _spans(self, runs: Runs, styles: Codes) -> Iterator[TaggedSpan]:
        for number, (style, weights) in enumerate(self._model.styles.items()):
            own = runs.of(styles[runs.places[runs.bounds[:, 0]]] == number)
            for part in own.by_length(_ROWS):
                grid = part.grid(weights.transitions)
                tags = decode(grid, weights.transitions)
                for row, start, end, kind, score in marked(tags, grid, weights):
                    at = int(part.places[part.bounds[row, 0]])
                    name = KINDS[style][kind]
                    yield TaggedSpan(at + start, at + end, name, score)


@cache
def open_tagger() -> Tagger:
    """Return the tagger with the shipped model, read once a process."""
    return Tagger(load(SHIPPED))
