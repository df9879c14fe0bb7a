"""Which values of several segments are the same?

Each segment numbers its values for itself. A reader gives every value that it ever
met one number, so that counts of several segments are added as arrays.
"""

import threading

import numpy as np
from numpy.typing import NDArray

from indexer.engines.whoosh.view import SegmentView

Numbers = NDArray[np.int32]


class ValueNumbers:
    """The numbers of one kind's values, and each segment's translation to them."""

    def __init__(self, kind: str) -> None:
        self._kind = kind
        self._numbers: dict[bytes, int] = {}
        self._lock = threading.Lock()

    def __len__(self) -> int:
        return len(self._numbers)

    def of(self, view: SegmentView) -> Numbers:
        """Return the number of each value of a segment, in order of its ordinals.

        Costs a look at every value the first time.
        """
        known = view.value_numbers.get(self._kind)
        if known is not None:
            return known
        with self._lock:
            numbers = self._numbers
            made = np.array(
                [
                    numbers.setdefault(key, len(numbers))
                    for key in view.strings(f"{self._kind}.key").all()
                ],
                np.int32,
            )
        return view.value_numbers.setdefault(self._kind, made)
