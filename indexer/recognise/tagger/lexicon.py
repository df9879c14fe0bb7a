"""Which words of a list begin, end and lie over each character?"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from indexer.recognise.tagger.hashing import Codes, Slots, codes_of, finish, mix, start

LONGEST = 8
"""Characters of the longest word kept."""
_SALT = 76


@dataclass(frozen=True, slots=True, eq=False)
class Matches:
    """For each character, the longest words around it; 0 where there is none.

    ``begins``, ``ends``: class and length of the word that begins, that ends there;
    ``covers``: of the one that lies over it, with the part it covers;
    ``first``, ``last``: the words themselves, as numbers.
    """

    begins: Codes
    ends: Codes
    covers: Codes
    first: Codes
    last: Codes


class Lexicon:
    """Words of two to eight characters, each of a class from 1 to 63.

    Words are kept as 32-bit numbers: one of ten thousand strings that are not in
    the list counts as if it were.
    """

    def __init__(self, keys: Codes, classes: NDArray[np.uint8]) -> None:
        """``keys`` are sorted numbers of words (``keys_of``)."""
        self.keys = keys
        self.classes = classes
        self._slots = Slots(keys)
        self._class_of = np.concatenate((np.zeros(1, dtype=np.uint32), classes))

    def match(self, codes: Codes) -> Matches:
        """Return the longest words that begin, end and cover, for each character."""
        size = len(codes)
        padded = np.concatenate((codes, np.full(LONGEST, 10, dtype=np.uint32)))
        matches = Matches(*(np.zeros(size, dtype=np.uint32) for _ in range(5)))
        numbers = mix(start(_SALT, size), codes)
        for length in range(2, LONGEST + 1):
            numbers = mix(numbers, padded[length - 1 : length - 1 + size])
            keys = finish(numbers)
            found = self._slots.find(keys)
            (places,) = np.nonzero(found)
            own = self.keys[found[places] - 1] == keys[places]
            places = places[own & (places <= size - length)]
            values = self._class_of[found[places]] * np.uint32(16) + np.uint32(length)
            _note(matches, places, values, keys[places], length)
        return matches


def _note(
    matches: Matches,
    places: NDArray[np.int64],
    values: Codes,
    keys: Codes,
    length: int,
) -> None:
    """Write down the words of one length, over any shorter ones."""
    matches.begins[places] = values
    matches.first[places] = keys
    matches.ends[places + length - 1] = values
    matches.last[places + length - 1] = keys
    for offset in range(length):
        part = 1 if offset == 0 else 3 if offset == length - 1 else 2
        matches.covers[places + offset] = values * np.uint32(4) + np.uint32(part)


def keys_of(words: list[str]) -> Codes:
    """Return the number of each word."""
    keys = np.zeros(len(words), dtype=np.uint32)
    lengths = np.array([len(word) for word in words])
    for length in sorted(set(lengths.tolist())):
        (places,) = np.nonzero(lengths == length)
        letters = codes_of("".join(words[i] for i in places)).reshape(-1, length)
        numbers = start(_SALT, len(places))
        for offset in range(length):
            numbers = mix(numbers, letters[:, offset])
        keys[places] = finish(numbers)
    return keys
