"""What is known of a single character: its script, and what names it is used in?"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from indexer.recognise.tagger.hashing import Codes, codes_of

FIRST, LAST = 0x4E00, 0xA000
"""Code points [FIRST, LAST) have a place in the tables."""

_NUMERALS = codes_of("零一二三四五六七八九十百千万亿")
_DOTS = codes_of("·.")
_ENUMERATION = ord("、")
_DIGIT, _LETTER = 48, 97
_OFTEN_FOREIGN = 5
_LONGEST_RUN = 6


@dataclass(frozen=True, slots=True, eq=False)
class CharacterTables:
    """For each code point from ``FIRST``: 0, or higher where the use is commoner.

    ``surnames`` 1 surname, 2 surname that is an ordinary word too; ``first``,
    ``second``, ``third``: place in a three-character name; ``foreign``: in names
    written by their sound.
    """

    surnames: NDArray[np.uint8]
    first: NDArray[np.uint8]
    second: NDArray[np.uint8]
    third: NDArray[np.uint8]
    foreign: NDArray[np.uint8]


def looked_up(table: NDArray[np.uint8], codes: Codes) -> Codes:
    """Return the table's value for each code point."""
    inside = (codes >= FIRST) & (codes < LAST)
    places = np.where(inside, codes - np.uint32(FIRST), np.uint32(0))
    return np.where(inside, table.take(places), np.uint8(0)).astype(np.uint32)


def scripts(codes: Codes) -> Codes:
    """Return a small number for the kind of each character."""
    kinds = np.ones(len(codes), dtype=np.uint32)
    kinds[codes < 128] = 2
    kinds[(codes >= 48) & (codes < 58)] = 3
    kinds[codes >= 0x3400] = 4
    kinds[codes >= 0xFF00] = 1
    kinds[codes == 10] = 5
    kinds[np.isin(codes, _NUMERALS)] = 6
    kinds[codes == _ENUMERATION] = 7
    kinds[np.isin(codes, _DOTS)] = 8
    return kinds


def alike(codes: Codes) -> Codes:
    """Return the codes with all digits as one and all Latin letters as one."""
    same = codes.copy()
    same[(codes >= 48) & (codes < 58)] = _DIGIT
    same[(codes >= 97) & (codes < 123)] = _LETTER
    return same


def foreign_runs(foreign: Codes) -> tuple[Codes, Codes]:
    """Return how many characters common in foreign names stand in a row.

    Up to and with each, and from it on; at most six.
    """
    size = len(foreign)
    places = np.arange(size)
    other = foreign < _OFTEN_FOREIGN
    before = np.maximum.accumulate(np.where(other, places, -1))
    after = np.minimum.accumulate(np.where(other, places, size)[::-1])[::-1]
    return (
        np.minimum(places - before, _LONGEST_RUN).astype(np.uint32),
        np.minimum(after - places, _LONGEST_RUN).astype(np.uint32),
    )
