"""By which habit would a text be labelled: that of offices, or of news and résumés?

News takes 某省 from 某省人民政府 where an office means the government. What lies in an
archive is administrative; only a single line without context is told by its look, a
short one by two looks: 李明，男，汉族，.
"""

import math
import re
from functools import cache

import numpy as np
from numpy.typing import NDArray

from indexer.recognise.tagger import open_tagger
from indexer.word_files import read_bytes

BITS = 15
_SHORTEST = 4
"""Characters of a line that can be told by its look."""
_SHORT = 12
"""Characters of a line that one look can tell."""
_AT_LEAST = -42.0
"""Weight a line must have by the square root of its length, in the file's units."""

_LOCAL = re.compile(
    "[省市县区州旗乡镇](?:[^\\s,。;]{1,4}届)?"
    "(?:委|政府|人民政府|人大|政协|纪委|监委|监察委|党委|检察院|法院|人民检察院|人民法院)"
    "|[县区乡镇][^\\s,。;]{2,4}[局院]|副?[县区州旗乡镇]长|副[省市]长"
)
_LOCAL_AT_LEAST = 3
_LOCAL_DENSITY = 0.016
"""So many organs and heads of local levels, and so many a character, name news of
the whole country together only by chance."""
_DATELINE = re.compile("(?:\\S{2,8}社|本报)\\S{1,16}电")

Weights = NDArray[np.int8]


def is_administrative(text: str) -> bool:
    """Tell if the text is to be read as offices write; ``text`` is folded."""
    line = text.strip()
    if "\n" in line or len(line) < _SHORTEST:
        return True
    if _is_local(line):
        return True
    weight = int(_weights()[bigrams(line)].sum(dtype=np.int64))
    if weight >= _AT_LEAST * (math.sqrt(len(line) - 1) + 1):
        return True
    return len(line) < _SHORT and not open_tagger().is_resume(line)


def _is_local(line: str) -> bool:
    """Tell if a line tells of the organs of a place, and no agency of it."""
    count = len(_LOCAL.findall(line))
    is_dense = count >= max(_LOCAL_AT_LEAST, len(line) * _LOCAL_DENSITY)
    return is_dense and not _DATELINE.match(line)


def bigrams(text: str) -> NDArray[np.uint32]:
    """Return where the table holds the weight of each pair of characters."""
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    mixed = codes[:-1] * np.uint32(0x9E3779B1) + codes[1:] * np.uint32(0x85EBCA6B)
    return mixed >> np.uint32(32 - BITS)


@cache
def _weights() -> Weights:
    return np.frombuffer(read_bytes("habit.bin"), dtype=np.int8)
