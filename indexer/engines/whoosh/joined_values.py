"""How are the values of several kinds counted in one go?"""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

Counts = NDArray[np.int64]


ORDINAL_BITS = 32


def ranked(counts: Counts) -> Counts:
    """Return numbers that order values by count, then by key backwards.

    The count stands above ``ORDINAL_BITS``, below how far the key is from the last.
    """
    return (counts << ORDINAL_BITS) + np.arange(len(counts) - 1, -1, -1)


class JoinedValues:
    """The documents of every value of several kinds of a segment, end to end.

    ``places`` tells which of the counts are those of a kind.
    """

    def __init__(
        self, column: Callable[[str], NDArray[Any]], kinds: Sequence[str]
    ) -> None:
        documents = [column(f"{kind}.documents") for kind in kinds]
        offsets = [column(f"{kind}.offsets")[:-1] for kind in kinds]
        bases = np.cumsum([0, *map(len, documents)])
        ends = np.cumsum([0, *map(len, offsets)]).tolist()
        self.places = dict(zip(kinds, map(slice, ends, ends[1:]), strict=True))
        self._documents = np.concatenate(documents)
        self._starts = np.concatenate(
            [
                of.astype(np.intp) + base
                for of, base in zip(offsets, bases, strict=False)
            ]
        )
        tails = [np.arange(len(of) - 1, -1, -1) for of in offsets]
        self._tails = np.concatenate(tails)

    def counted(self, mask: NDArray[np.bool_]) -> NDArray[np.uint32]:
        """Return how many documents of a mask have each value."""
        if not len(self._starts):
            return np.empty(0, np.uint32)
        # Every value has a document, so that no range is empty.
        is_found = mask.view(np.uint8).take(self._documents)
        return np.add.reduceat(is_found, self._starts, dtype=np.uint32)

    def ranked(self, mask: NDArray[np.bool_]) -> Counts:
        """Return the counts of a mask's documents, each kind ``ranked``."""
        ranks = self.counted(mask).astype(np.int64)
        ranks <<= ORDINAL_BITS
        ranks += self._tails
        return ranks
