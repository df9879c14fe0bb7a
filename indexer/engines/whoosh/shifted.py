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

    def __init__(self, text: str, starts: bytes, ends: bytes) -> None:
        self.text = text
        self._blobs = starts, ends
        self._runs: tuple[_Runs, _Runs] | None = None

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the verbatim span of the folded characters [start, end)."""
        if self._runs is None:
            first, last = self._blobs
            self._runs = _Runs(first), _Runs(last)
        starts, ends = self._runs
        return starts.offset(start), ends.offset(end - 1)


class _Runs:
    """Offsets that grow by one within a run."""

    def __init__(self, blob: bytes) -> None:
        numbers = memoryview(blob).cast("i").tolist()
        half = len(numbers) // 2
        self._changes, self._shifts = numbers[:half], numbers[half:]

    def offset(self, place: int) -> int:
        return place + int(self._shifts[bisect_right(self._changes, place) - 1])
