"""Does a text with wild characters stand in encoded text that is not decoded?"""

import re
from collections.abc import Callable
from mmap import mmap

from indexer.engines.whoosh.draft import decode
from indexer.patterns import NOT_ONE, ONE, fixed_pieces, occurs

_MOST_BYTES = 4
"""Of one character."""
_WORTH_COMPILING = 300
_LEAD, _CONTINUED = 0b1100_0000, 0b1000_0000
_ANY = rb"(?:[\x00-\x7f]|[\xc0-\xdf].|[\xe0-\xef]..|[\xf0-\xf7]...)"


StandsIn = Callable[[mmap, int, int], object]
"""Tells whether a pattern stands in the text that lies at [start, end)."""


def encoded_pattern(pattern: str, *, texts: int) -> StandsIn:
    """Return what finds a pattern with ``?`` but no ``*`` in so many texts.

    They are UTF-8 with lone surrogates.
    """
    if pattern[0] != ONE and texts > _WORTH_COMPILING:
        return _expression(pattern).search
    return _Surroundings(pattern).stand_in


class _Surroundings:
    """Decodes what surrounds the longest fixed piece of a pattern."""

    def __init__(self, pattern: str) -> None:
        self._pattern = pattern
        fixed = max(fixed_pieces(pattern), key=len, default="")
        self._key = _encoded(fixed)
        before = pattern.index(fixed)
        after = len(pattern) - before - len(fixed)
        self._before = before * _MOST_BYTES
        self._after = after * _MOST_BYTES + len(self._key)

    def stand_in(self, texts: mmap, start: int, end: int) -> bool:
        """Tell whether the pattern stands somewhere in [start, end)."""
        at = texts.find(self._key, start, end)
        while at >= 0:
            low, high = max(start, at - self._before), min(end, at + self._after)
            while texts[low] & _LEAD == _CONTINUED:
                low += 1
            while high < end and texts[high] & _LEAD == _CONTINUED:
                high -= 1
            if occurs(decode(texts[low:high]), self._pattern):
                return True
            at = texts.find(self._key, at + 1, end)
        return False


def _expression(pattern: str) -> re.Pattern[bytes]:
    excluded = b"|".join(re.escape(_encoded(sign)) for sign in sorted(NOT_ONE))
    one = b"(?!" + excluded + b")" + _ANY
    parts = [one if sign == ONE else re.escape(_encoded(sign)) for sign in pattern]
    return re.compile(b"".join(parts), re.DOTALL)


def _encoded(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")
