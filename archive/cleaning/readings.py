"""How may a Chinese character be read, in pinyin without tones?"""

import unicodedata
from functools import cache


@cache
def character_readings(character: str) -> tuple[str, ...]:
    """Return every toneless reading of one character, the usual one first.

    Empty for what is not Chinese.
    """
    # pypinyin takes a tenth of a second to load and few texts need it.
    from pypinyin.constants import PINYIN_DICT

    listed = PINYIN_DICT.get(ord(character), "").split(",")
    return tuple(dict.fromkeys(filter(None, map(toneless, listed))))


def toneless(syllable: str) -> str:
    """Return a syllable's letters without tones; ``ü`` and ``v`` become ``u``."""
    plain = syllable.replace("ɡ", "g").replace("ɑ", "a")
    letters = unicodedata.normalize("NFD", plain).replace("v", "u")
    return letters.encode("ascii", "ignore").decode()
