"""Which words of a text name something, by the learned weights?"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

import numpy as np

from indexer.fold import fold_characters
from indexer.recognise.tagger.features import Codes, Rows, codes_of, features
from indexer.recognise.tagger.model import Model, load
from indexer.recognise.tagger.viterbi import TAGS, Weights, decode, spans
from indexer.word_files import read_lines

TaggedKind = Literal["person", "place", "organisation", "post"]
Style = Literal["news", "resume"]
"""A habit of labelling: news parts 某县 from 某县财政局, a résumé does not."""

_PIECE = re.compile("[^。;\n]{1,300}[。;\n]?|[。;\n]")
_BATCH = 64
_SHIPPED = Path(__file__).parents[2] / "data" / "tagger.npz"
_KINDS: dict[str, TaggedKind] = {
    "person": "person",
    "place": "place",
    "organisation": "organisation",
    "post": "post",
}


@dataclass(frozen=True, slots=True, order=True)
class TaggedSpan:
    """Characters [start, end) of the text that name a person, place and so on.

    ``score`` is from 0 to 1, higher where the weights are surer.
    """

    start: int
    end: int
    kind: TaggedKind
    score: float


class Tagger:
    """Finds people, places, organisations and posts by one model."""

    def __init__(self, model: Model) -> None:
        self._model = model

    def tag(self, text: str, style: Style | None = None) -> tuple[TaggedSpan, ...]:
        """Return what is named in the text, in order; spans do not overlap.

        Any text will do: it is folded character by character, so offsets are those
        of ``text``. ``style`` says how to label; without it each line is labelled by
        the style that it looks like.
        """
        codes = codes_of(fold_characters(text))
        rows = features(codes, surnames())
        pieces = sorted(
            (m.span() for m in _PIECE.finditer(text)), key=lambda s: s[1] - s[0]
        )
        found: list[TaggedSpan] = []
        for first in range(0, len(pieces), _BATCH):
            found += self._decoded(rows, pieces[first : first + _BATCH])
        return tuple(sorted(found))

    def _decoded(
        self, rows: Rows, pieces: Sequence[tuple[int, int]]
    ) -> Iterator[TaggedSpan]:
        length = pieces[-1][1] - pieces[-1][0] + 1
        emissions = np.zeros((len(pieces), length, TAGS), dtype=np.float32)
        for row, (start, end) in enumerate(pieces):
            emissions[row, : end - start] = self._emissions(rows[start:end])
        tags = decode(emissions, self._model.transitions)
        for row, (start, end) in enumerate(pieces):
            for first, last, kind in spans(tags[row, : end - start]):
                yield TaggedSpan(start + first, start + last, _KINDS[kind], 1.0)

    def _emissions(self, rows: Rows) -> Weights:
        total: Weights = self._model.table[rows].sum(axis=1, dtype=np.float32)
        return total


@cache
def surnames() -> Codes:
    """Return the code points of common surnames, in order."""
    return np.unique(codes_of("".join(read_lines("surnames.txt")[:2])))


@cache
def open_tagger() -> Tagger:
    """Return the tagger with the shipped model, read once a process."""
    return Tagger(load(_SHIPPED))
