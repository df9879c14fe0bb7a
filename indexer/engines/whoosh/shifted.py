"""How is a folded text mapped back without an offset for each character?

The shift between the two texts changes at few places; only these are kept. Nearly
every folded character stands for one verbatim character; what else it stands for is
kept apart. A span is looked up where it is asked for, which is far less often than
there are characters.
"""

from bisect import bisect_left, bisect_right

import numpy as np
from numpy.typing import NDArray

_MOST_IN_TWO_BYTES = 1 << 15

Offsets = NDArray[np.int32]


def shifts(starts: Offsets) -> bytes:
    """Return where the shift of ascending offsets changes, then what to."""
    shift = starts - np.arange(len(starts)).astype(np.int32)
    changes = np.flatnonzero(np.diff(shift, prepend=shift[:1] - 1))
    return _packed(changes, shift[changes])


def lengths(starts: Offsets, ends: Offsets) -> bytes:
    """Return which characters stand for more or less than one, then for how many."""
    length = ends - starts
    others = np.flatnonzero(length != 1)
    return _packed(others, length[others]) if len(others) else b""


def _packed(places: NDArray[np.int64], values: Offsets) -> bytes:
    """Return two arrays of one length, in two bytes each number if they go in."""
    both = np.concatenate((places, values))
    is_short = not len(both) or int(np.abs(both).max()) < _MOST_IN_TWO_BYTES
    kind = np.dtype(np.int16 if is_short else np.int32)
    return kind.char.encode() + both.astype(kind).tobytes()


def _halves(kept: bytes) -> tuple["memoryview[int]", int]:
    """Return the numbers and where the second array begins."""
    numbers = memoryview(kept)[1:].cast("h" if kept[:1] == b"h" else "i")
    return numbers, len(numbers) // 2


class ShiftedText:
    """Folded text with a map back, from its ``shifts`` and ``lengths``."""

    __slots__ = ("_half", "_kept_lengths", "_shifts", "text")

    def __init__(self, text: str, kept_shifts: bytes, kept_lengths: bytes) -> None:
        self.text = text
        self._shifts, self._half = _halves(kept_shifts)
        self._kept_lengths = kept_lengths

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the verbatim span of the folded characters [start, end)."""
        # The shift of a run stands half the array behind where the run begins.
        shift, half, last = self._shifts, self._half, end - 1
        first_shift = shift[bisect_right(shift, start, 0, half) - 1 + half]
        last_shift = shift[bisect_right(shift, last, 0, half) - 1 + half]
        length = self._length(last) if self._kept_lengths else 1
        return start + first_shift, last + last_shift + length

    def _length(self, place: int) -> int:
        numbers, half = _halves(self._kept_lengths)
        index = bisect_left(numbers, place, 0, half)
        is_kept = index < half and numbers[index] == place
        return numbers[index + half] if is_kept else 1
