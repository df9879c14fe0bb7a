"""How is a folded text mapped back without an offset for each character?

The shift between the two texts changes at few places; only these are kept. A span is
looked up where it is asked for, which is far less often than there are characters.
"""

from bisect import bisect_right

import numpy as np
from numpy.typing import NDArray


def shifts(offsets: NDArray[np.int32]) -> bytes:
    """Return where the shift of ascending ``offsets`` changes, then what to."""
    shift = offsets - np.arange(len(offsets), dtype=np.int32)
    changes = np.flatnonzero(np.diff(shift, prepend=shift[:1] - 1))
    return np.stack((changes.astype(np.int32), shift[changes])).tobytes()


class ShiftedText:
    """Folded text with a map back, from the ``shifts`` of both its arrays."""

    __slots__ = ("_ends", "_starts", "text")

    def __init__(self, text: str, starts: bytes, ends: bytes) -> None:
        self.text = text
        self._starts = memoryview(starts).cast("i")
        self._ends = memoryview(ends).cast("i")

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the verbatim span of the folded characters [start, end)."""
        # The shift of a run stands half the array behind where the run begins.
        starts, ends, last = self._starts, self._ends, end - 1
        half = len(starts) // 2
        first_shift = starts[bisect_right(starts, start, 0, half) - 1 + half]
        half = len(ends) // 2
        last_shift = ends[bisect_right(ends, last, 0, half) - 1 + half]
        return start + first_shift, last + last_shift
