"""How are characters and what is known of them mixed into one number?"""

import numpy as np
from numpy.typing import NDArray

Codes = NDArray[np.uint32]

_FACTOR = np.uint32(0x85EBCA6B)
_LAST = np.uint32(0xC2B2AE35)
_HALF = np.uint32(15)


def codes_of(text: str) -> Codes:
    """Return the code points of the text."""
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)


def seed_of(salt: int) -> int:
    """Return the number to mix into, another for another salt."""
    return (salt + 1) * 0x9E3779B1 & 0xFFFFFFFF


def start(salt: int, size: int) -> Codes:
    """Return ``size`` equal numbers to mix into, others for another salt."""
    return np.full(size, seed_of(salt), dtype=np.uint32)


def mix(numbers: Codes, values: Codes) -> Codes:
    """Return the numbers with one value more in each."""
    mixed: Codes = numbers ^ values
    mixed *= _FACTOR
    mixed ^= mixed >> _HALF
    return mixed


def mix_into(numbers: Codes, values: Codes) -> None:
    """Mix one value more into each of the numbers, in place; spoils ``values``."""
    numbers ^= values
    numbers *= _FACTOR
    np.right_shift(numbers, _HALF, out=values)
    numbers ^= values


def finish(numbers: Codes) -> Codes:
    """Return the numbers with every bit spread over the upper ones."""
    spread: Codes = numbers * _LAST
    spread ^= spread >> _HALF
    return spread


class Slots:
    """Where numbers are kept: a place by the upper bits, checked by the lower ten."""

    def __init__(self, keys: Codes) -> None:
        """``keys`` are sorted; of two that share a place the later one is lost."""
        self._table = np.zeros(1 << 22, dtype=np.uint32)
        order = np.arange(1, len(keys) + 1, dtype=np.uint32)
        check = (keys & np.uint32(0x3FF)) << np.uint32(22)
        self._table[keys >> np.uint32(10)] = check | order
        self._table.flags.writeable = False

    def find(self, numbers: Codes) -> NDArray[np.uint32]:
        """Return one more than the index of each among the keys; 0 for none."""
        found = self._table.take(numbers >> np.uint32(10))
        found ^= numbers << np.uint32(22)
        found *= found < np.uint32(1 << 22)
        return found


class Words:
    """Where the numbers of words are kept, among which most that are asked are not."""

    def __init__(self, keys: Codes) -> None:
        """Of two ``keys`` that share a place the earlier one is lost."""
        self._keys = keys
        slots = keys >> np.uint32(10)
        self._marks = np.zeros(1 << 22, dtype=np.uint8)
        self._marks[slots] = _mark(keys)
        self._order = np.zeros(1 << 22, dtype=np.uint32)
        self._order[slots] = np.arange(len(keys), dtype=np.uint32)

    def find(self, numbers: Codes) -> tuple[NDArray[np.int64], Codes]:
        """Return which of the numbers are among the keys, and their indexes there."""
        slots = numbers >> np.uint32(10)
        places = np.flatnonzero(self._marks.take(slots) == _mark(numbers))
        indexes = self._order.take(slots.take(places))
        own = self._keys.take(indexes) == numbers.take(places)
        return places.compress(own), indexes.compress(own)


def _mark(numbers: Codes) -> NDArray[np.uint8]:
    return numbers.astype(np.uint8) | np.uint8(1)
