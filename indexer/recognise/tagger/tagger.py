"""Which words of a text name something, by the learned weights?"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from indexer.fold import fold_characters
from indexer.recognise.tagger.features import GLANCE, WIDTH, Features
from indexer.recognise.tagger.hashing import Codes, codes_of
from indexer.recognise.tagger.looks import look
from indexer.recognise.tagger.model import (
    GLANCE_LANE,
    KINDS,
    LANES,
    Model,
    Style,
    TaggedKind,
    load,
)
from indexer.recognise.tagger.runs import Emissions, Runs, marked, runs_of
from indexer.recognise.tagger.viterbi import decode

SHIPPED = Path(__file__).parents[2] / "data" / "tagger.npz"
_CHUNK = 1 << 14
_MARGIN = 16
"""No feature sees farther."""
_BESIDE = 2
"""Characters on both sides of where a name can be that are looked at too."""
_ROWS = 512
_LANES_AT_ONCE = np.complex128
"""A number as wide as all lanes: taking these is fast."""
_BY_LOOK: tuple[Style, Style] = ("resume", "news")


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
        table = np.concatenate([weights.table for weights in model.styles.values()])
        self._table = table.view(_LANES_AT_ONCE).ravel()
        self._glance = table[:, GLANCE_LANE].copy()

    def tag(self, text: str, style: Style | None = None) -> tuple[TaggedSpan, ...]:
        """Return what is named in the text, in order; spans do not overlap.

        Any text will do: it is folded character by character, so offsets are those
        of ``text``. ``style`` says how to label; without it each line is labelled by
        the style that it looks like. About half a second for a megabyte.
        """
        codes = codes_of(fold_characters(text))
        styles = self._styles_of(codes, style)
        offsets = styles * np.uint32(len(self._model.keys) + 1)
        least = np.array([w.least for w in self._model.styles.values()])[styles]
        places, weights = [], []
        for begin in range(0, len(codes), _CHUNK):
            end = min(begin + _CHUNK, len(codes))
            first = max(begin - _MARGIN, 0)
            seen = Features(codes[first : end + _MARGIN], self._model.knowledge)
            inside = slice(begin - first, end - first)
            near = self._near(seen, offsets[begin:end], least[begin:end], inside)
            places.append(near + begin)
            weights.append(
                self._weigh(seen, near + inside.start, offsets[near + begin])
            )
        if not sum(map(len, places)):
            return ()
        runs = runs_of(codes, np.concatenate(places), np.concatenate(weights))
        return tuple(sorted(self._spans(runs, styles)))

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
        self, seen: Features, offsets: Codes, least: NDArray[np.int64], inside: slice
    ) -> NDArray[np.int64]:
        """Return the places where a name can be, or beside them."""
        total = np.zeros(len(offsets), dtype=np.int32)
        for template in GLANCE:
            rows = self._slots.find(seen.everywhere(template)[inside])
            total += self._glance.take(rows + offsets)
        near = np.pad(total >= least, _BESIDE)
        size = len(total)
        shifted = [near[i : i + size] for i in range(2 * _BESIDE + 1)]
        return np.flatnonzero(np.logical_or.reduce(shifted))

    def _weigh(
        self, seen: Features, places: NDArray[np.int64], offsets: Codes
    ) -> Emissions:
        """Return what each tag but O weighs at each place."""
        total = np.zeros((len(places), LANES), dtype=np.int16)
        for template in range(WIDTH):
            rows = self._slots.find(seen.at(template, places)) + offsets
            total += self._table.take(rows).view(np.int8).reshape(-1, LANES)
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
