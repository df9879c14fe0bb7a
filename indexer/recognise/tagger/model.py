"""What has been learned, and how is it kept in a file?"""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from indexer.recognise.tagger.features import ROWS
from indexer.recognise.tagger.viterbi import TAGS, Weights, legal


@dataclass(frozen=True, slots=True)
class Model:
    """Weights of each feature and of each pair of tags, in small whole numbers."""

    table: NDArray[np.int8]
    transitions: Weights

    def save(self, path: Path) -> None:
        """Write the rows that are not all zero."""
        used = np.flatnonzero(self.table.any(axis=1)).astype(np.int32)
        with path.open("wb") as file:
            np.savez_compressed(
                file,
                gaps=np.diff(used, prepend=np.int32(0)),
                weights=self.table[used].T.copy(),
                transitions=self.transitions,
            )


def load(path: Path) -> Model:
    """Return the model in the file."""
    with np.load(path) as kept:
        table = np.zeros((ROWS, TAGS), dtype=np.int8)
        table[np.cumsum(kept["gaps"])] = kept["weights"].T
        return Model(table, kept["transitions"])


def quantised(table: Weights, transitions: Weights, smallest: float) -> Model:
    """Return the model in whole numbers; rows below ``smallest`` are left out."""
    largest = np.abs(table).max(axis=1)
    scale = 127 / max(float(np.quantile(largest[largest > 0], 0.9999)), 1e-6)
    kept = np.where((largest >= smallest)[:, None], table, 0)
    small = np.clip(np.rint(kept * scale), -127, 127).astype(np.int8)
    return Model(small, transitions * np.float32(scale) + legal())
