"""What is known of a single character: its script, and what names it is used in?"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from indexer.recognise.tagger.hashing import Codes, codes_of

FIRST, LAST = 0x4E00, 0xA000
"""Code points [FIRST, LAST) have a place in the tables."""
USES = ("surnames", "first", "second", "third", "foreign", "given")

_PLANE = 1 << 16
_BITS = np.uint32(4)
_LOW = np.uint32(15)
_NUMERALS = codes_of("零一二三四五六七八九十百千万亿")
_DOTS = codes_of("·.")
DOT = 8
"""The script of a dot within a name."""
HAN = (4, 6)
"""The scripts of Chinese characters."""
_ENUMERATION = ord("、")
_DIGIT, _LETTER = 48, 97


@dataclass(frozen=True, eq=False)
class CharacterTables:
    """For each code point from ``FIRST``: 0, or higher where the use is commoner.

    ``surnames`` 1 surname, 2 surname that is an ordinary word too; ``first``,
    ``second``, ``third``: place in a three-character name; ``foreign``: in names
    written by their sound; ``given``: in given names of the living.
    """

    surnames: NDArray[np.uint8]
    first: NDArray[np.uint8]
    second: NDArray[np.uint8]
    third: NDArray[np.uint8]
    foreign: NDArray[np.uint8]
    given: NDArray[np.uint8]

    def traits(self, codes: Codes) -> tuple[Codes, ...]:
        """Return the script of each character, then its uses, as ``USES``."""
        packed = self._packed.take(np.minimum(codes, np.uint32(_PLANE - 1)))
        return tuple(
            packed >> (_BITS * np.uint32(turn)) & _LOW for turn in range(len(USES) + 1)
        )

    @cached_property
    def _packed(self) -> Codes:
        """Four bits for the script and for each use."""
        packed = scripts(np.arange(_PLANE, dtype=np.uint32))
        for turn, use in enumerate(USES, 1):
            levels: NDArray[np.uint8] = getattr(self, use)
            packed[FIRST:LAST] |= levels.astype(np.uint32) << _BITS * np.uint32(turn)
        return packed


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
    kinds[np.isin(codes, _DOTS)] = DOT
    return kinds


def alike(codes: Codes) -> Codes:
    """Return the codes with all digits as one and all Latin letters as one."""
    same = codes.copy()
    same[(codes >= 48) & (codes < 58)] = _DIGIT
    same[(codes >= 97) & (codes < 123)] = _LETTER
    return same
