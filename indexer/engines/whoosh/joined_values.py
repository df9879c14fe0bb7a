"""How are the values of several kinds counted in one go?"""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

Counts = NDArray[np.int64]


class JoinedValues:
    """The documents of every value of several kinds of a segment, end to end.

    ``ordinals`` tells which of the counts are those of a kind.
    """

    def __init__(
        self, column: Callable[[str], NDArray[Any]], kinds: Sequence[str]
    ) -> None:
        documents, starts = [column(f"{kind}.documents") for kind in kinds], []
        self.ordinals: dict[str, slice] = {}
        base = values = 0
        for kind, of_kind in zip(kinds, documents, strict=True):
            starts.append(column(f"{kind}.offsets")[:-1].astype(np.intp) + base)
            self.ordinals[kind] = slice(values, values + len(starts[-1]))
            base, values = base + len(of_kind), values + len(starts[-1])
        self._documents = np.concatenate(documents)
        self._starts = np.concatenate(starts)

    def counted(self, mask: NDArray[np.bool_]) -> Counts:
        """Return how many documents of a mask have each value."""
        if not len(self._starts):
            return np.empty(0, np.int64)
        # Every value has a document, so that no range is empty.
        is_found = mask.view(np.uint8).take(self._documents)
        counts: Counts = np.add.reduceat(is_found, self._starts, dtype=np.int64)
        return counts
