"""Does a line look like one of a résumé, or like running text?"""

import numpy as np
from numpy.typing import NDArray

from indexer.recognise.tagger.characters import alike
from indexer.recognise.tagger.hashing import Codes, finish, mix, start

BITS = 15
UNIT = 16
"""Of the table's whole numbers, so many make a factor of e in the odds."""
_SALT = 75
_AT_LEAST = 3 * UNIT
"""Running text is much the commoner: a line must look clearly like a résumé."""
_A_CHARACTER = 4
"""And by so much a character: news of a life tells more than a résumé lists."""


def pairs(codes: Codes) -> NDArray[np.uint32]:
    """Return the row of each character with the one after it."""
    same = alike(codes)
    after = np.append(same[1:], np.uint32(10))
    numbers = finish(mix(mix(start(_SALT, len(codes)), same), after))
    rows: NDArray[np.uint32] = numbers >> np.uint32(32 - BITS)
    return rows


def look(codes: Codes, table: NDArray[np.int8]) -> NDArray[np.bool_]:
    """Tell for each character if its line looks like a résumé's."""
    if not len(codes):
        return np.zeros(0, dtype=np.bool_)
    ends = np.flatnonzero(codes[:-1] == 10) + 1
    begins = np.concatenate((np.zeros(1, dtype=np.int64), ends))
    sums = np.add.reduceat(table[pairs(codes)].astype(np.int64), begins)
    lengths = np.diff(begins, append=len(codes))
    is_resume = (sums > _AT_LEAST) & (sums > _A_CHARACTER * lengths)
    return np.repeat(is_resume, lengths)
