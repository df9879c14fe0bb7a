"""In which stretch of like characters does each stand, and what is around it?"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from indexer.recognise.tagger.hashing import Codes
from indexer.recognise.tagger.lexicon import Matches

_OFTEN_FOREIGN = 5
_LONGEST_RUN = 6
_FARTHEST = 12
"""Names written by their sound are not longer; nor may features see farther."""
_LONGEST_ITEM = 6
_NAME_LENGTHS = (2, 3)
_FACTOR = 0x01000193
_NONE = np.uint32(0)


@dataclass(frozen=True, slots=True, eq=False)
class Stretches:
    """For each place, the last one before it and the first after that are other.

    -1 and the size where there is none.
    """

    before: NDArray[np.int64]
    after: NDArray[np.int64]


def stretches(other: NDArray[np.bool_]) -> Stretches:
    """Return the stretches of places that are not ``other``."""
    size = len(other)
    places = np.arange(size)
    ahead = np.where(other, places, size)[::-1]
    return Stretches(
        np.maximum.accumulate(np.where(other, places, -1)),
        np.minimum.accumulate(ahead)[::-1],
    )


def foreign_runs(foreign: Codes) -> tuple[Codes, Codes]:
    """Return how many characters common in foreign names stand in a row.

    Up to and with each, and from it on; at most six.
    """
    places = np.arange(len(foreign))
    runs = stretches(foreign < _OFTEN_FOREIGN)
    return (
        np.minimum(places - runs.before, _LONGEST_RUN).astype(np.uint32),
        np.minimum(runs.after - places, _LONGEST_RUN).astype(np.uint32),
    )


def around_foreign(
    codes: Codes, foreign: Codes, is_dot: NDArray[np.bool_], words: Matches
) -> tuple[Codes, Codes, Codes]:
    """Return the words before and after what looks like a foreign name, and it itself.

    As numbers; 0 outside, and in runs of one character or too many.
    """
    size = len(codes)
    other = (foreign < _OFTEN_FOREIGN) & ~is_dot
    runs = stretches(other)
    length = runs.after - runs.before - 1
    within = ~other & (length > 1) & (length < _FARTHEST)
    before = np.where(words.last > 0, words.last, codes)
    after = np.where(words.first > 0, words.first, codes)
    return (
        np.where(within, before.take(np.maximum(runs.before, 0)), _NONE),
        np.where(within, after.take(np.minimum(runs.after, size - 1)), _NONE),
        np.where(within, _run_numbers(codes, runs), _NONE),
    )


def _run_numbers(codes: Codes, runs: Stretches) -> Codes:
    """Return a number for the characters of each run, the same wherever it stands."""
    powers = _powers(_FACTOR, len(codes) + 1)
    back = _powers(pow(_FACTOR, -1, 1 << 32), len(codes) + 1)
    sums = np.zeros(len(codes) + 1, dtype=np.uint32)
    np.cumsum(codes * powers[:-1], dtype=np.uint32, out=sums[1:])
    first = runs.before + 1
    numbers: Codes = (sums.take(runs.after) - sums.take(first)) * back.take(first)
    return numbers


def _powers(factor: int, size: int) -> Codes:
    powers = np.full(size, factor, dtype=np.uint32)
    powers[:1] = 1
    return np.multiply.accumulate(powers, dtype=np.uint32)


def items(
    codes: Codes, is_han: NDArray[np.bool_], surnames: Codes
) -> tuple[Codes, Codes]:
    """Return the seat in a short stretch between marks, and what its neighbours are.

    The first has the marks, the length and the place in it; the second tells if the
    stretches before and after could be names. 0 in stretches of more than six.
    """
    size = len(codes)
    runs = stretches(~is_han)
    length = np.where(is_han, runs.after - runs.before - 1, 0)
    is_short = is_han & (length <= _LONGEST_ITEM)
    padded = np.append(codes, np.uint32(10))
    left = padded.take(np.where(runs.before < 0, size, runs.before))
    marks = left * np.uint32(65599) + padded.take(runs.after)
    seat = (np.arange(size) - runs.before) * 8 + length
    seats = marks * np.uint32(64) + seat.astype(np.uint32)
    shapes = _shapes(runs, length, surnames)
    return np.where(is_short, seats, _NONE), np.where(is_short, shapes, _NONE)


def _shapes(runs: Stretches, length: NDArray[np.int64], surnames: Codes) -> Codes:
    """Return one number for how the stretches before and after look."""
    size = len(length)
    lengths, heads = np.append(length, 0), np.append(surnames, _NONE)
    last_before = np.where(runs.before > 0, runs.before - 1, size)
    first_after = np.where(runs.after + 1 < size, runs.after + 1, size)
    first_before = last_before - np.maximum(lengths.take(last_before), 1) + 1
    one = _shape(lengths.take(last_before), heads.take(np.maximum(first_before, 0)))
    two = _shape(lengths.take(first_after), heads.take(first_after))
    return (1 + one * 4 + two).astype(np.uint32)


def _shape(length: NDArray[np.int64], head: Codes) -> NDArray[np.int64]:
    """Return 1 for what could be a name, 2 for another short one, 3 for a long one."""
    shortest, longest = _NAME_LENGTHS
    is_name = (length >= shortest) & (length <= longest) & (head > 0)
    others = np.where(length <= longest + 1, 2, 3)
    return np.where(length > 0, np.where(is_name, 1, others), 0)
