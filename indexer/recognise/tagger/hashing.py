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


def start(salt: int, size: int) -> Codes:
    """Return ``size`` equal numbers to mix into, others for another salt."""
    return np.full(size, (salt + 1) * 0x9E3779B1 & 0xFFFFFFFF, dtype=np.uint32)


def mix(numbers: Codes, values: Codes) -> Codes:
    """Return the numbers with one value more in each."""
    mixed: Codes = (numbers ^ values) * _FACTOR
    mixed ^= mixed >> _HALF
    return mixed


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
        found[found >= np.uint32(1 << 22)] = 0
        return found
