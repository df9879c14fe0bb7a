"""Which words of a text name something, by the learned weights?"""

import re
from functools import cache
from pathlib import Path

import numpy as np

from indexer.recognise.tagger.features import Codes, Rows, codes_of, features
from indexer.recognise.tagger.model import Model, load
from indexer.recognise.tagger.viterbi import TAGS, Weights, decode, spans
from indexer.word_files import read_lines

_PIECE = re.compile("[^。;\n]{1,300}[。;\n]?|[。;\n]")
_BATCH = 64
SHIPPED = Path(__file__).parents[2] / "data" / "tagger.npz"


class Tagger:
    """Finds people, places, organisations and posts by one model."""

    def __init__(self, model: Model) -> None:
        self._model = model

    def find(self, text: str) -> list[tuple[int, int, str]]:
        """Return start, end and kind of each mention, in order."""
        rows = features(codes_of(text), surnames())
        pieces = sorted(
            (m.span() for m in _PIECE.finditer(text)), key=lambda s: s[1] - s[0]
        )
        found = []
        for first in range(0, len(pieces), _BATCH):
            found += self._decoded(rows, pieces[first : first + _BATCH])
        return sorted(found)

    def _decoded(
        self, rows: Rows, pieces: list[tuple[int, int]]
    ) -> list[tuple[int, int, str]]:
        length = pieces[-1][1] - pieces[-1][0] + 1
        emissions = np.zeros((len(pieces), length, TAGS), dtype=np.float32)
        for row, (start, end) in enumerate(pieces):
            emissions[row, : end - start] = self._emissions(rows[start:end])
        tags = decode(emissions, self._model.transitions)
        return [
            (start + first, start + last, kind)
            for row, (start, end) in enumerate(pieces)
            for first, last, kind in spans(tags[row, : end - start])
        ]

    def _emissions(self, rows: Rows) -> Weights:
        total: Weights = self._model.table[rows].sum(axis=1, dtype=np.float32)
        return total


@cache
def surnames() -> Codes:
    """Return the code points of common surnames, in order."""
    return np.unique(codes_of("".join(read_lines("surnames.txt")[:2])))


@cache
def shipped() -> Tagger:
    """Return the tagger with the model that comes with the program."""
    return Tagger(load(SHIPPED))
