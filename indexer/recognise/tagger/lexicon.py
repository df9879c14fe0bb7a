"""Which words of a list begin, end and lie over each character?"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from indexer.recognise.tagger.hashing import Codes, Words, codes_of, finish, mix, start

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


@dataclass(frozen=True, slots=True, eq=False)
class Lexicon:
    """Words of two to eight characters, each of a class from 1 to 63.

    Words are kept as 32-bit numbers (``keys_of``), sorted: one of ten thousand
    strings that are not in the list counts as if it were.
    """

    keys: Codes
    classes: NDArray[np.uint8]


class Lexicons:
    """Two lists of words that are looked up together."""

    def __init__(self, words: Lexicon, names: Lexicon) -> None:
        """Where words share a place, one of ``names`` stays."""
        others = np.setdiff1d(words.keys, names.keys, assume_unique=True)
        keys = np.concatenate((others, names.keys))
        self._words = Words(keys)
        self._classes = (_classes(words, keys), _classes(names, keys))

    def match(self, codes: Codes) -> list[Matches]:
        """Return for each list the longest words that begin, end and cover."""
        size = len(codes)
        matches = [
            Matches(*np.zeros((5, size), dtype=np.uint32)) for _ in self._classes
        ]
        numbers = mix(start(_SALT, size), codes)
        for length in range(2, min(LONGEST, size) + 1):
            numbers = mix(numbers[:-1], codes[length - 1 :])
            keys = finish(numbers)
            places, indexes = self._words.find(keys)
            words = keys.take(places)
            for each, classes in zip(matches, self._classes, strict=True):
                kinds = classes.take(indexes)
                own = np.flatnonzero(kinds)
                if len(own):
                    values = kinds.take(own) * np.uint32(16) + np.uint32(length)
                    _note(each, places.take(own), values, words.take(own), length)
        return matches


def _classes(lexicon: Lexicon, keys: Codes) -> Codes:
    """Return the class that each key has in this list, 0 for none."""
    at = np.minimum(np.searchsorted(lexicon.keys, keys), len(lexicon.keys) - 1)
    own = lexicon.keys[at] == keys
    return np.where(own, lexicon.classes[at], 0).astype(np.uint32)


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
    matches.ends[places + (length - 1)] = values
    matches.last[places + (length - 1)] = keys
    covered = places + np.arange(length)[:, None]
    parts = np.full((length, 1), 2, dtype=np.uint32)
    parts[0], parts[-1] = 1, 3
    matches.covers[covered] = values * np.uint32(4) + parts


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
