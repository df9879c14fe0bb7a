"""Under which letter does a name stand, and after which other?

As in a telephone book: by the usual reading, save for characters that are read
otherwise as surnames or at the beginning of places.
"""

from collections.abc import Mapping
from functools import lru_cache

from archive.model import EntityKind
from indexer.pinyin import readings

_SURNAMES: Mapping[str, str] = {
    "曾": "zeng",
    "单": "shan",
    "解": "xie",
    "仇": "qiu",
    "查": "zha",
    "盖": "ge",
    "区": "ou",
    "朴": "piao",
    "乐": "yue",
    "翟": "zhai",
    "尉": "wei",
    "缪": "miao",
    "种": "chong",
    "折": "she",
    "华": "hua",
    "任": "ren",
    "覃": "qin",
    "冼": "xian",
    "洗": "xian",
    "长": "zhang",
}
_PLACES: Mapping[str, str] = {
    "重": "chong",
    "厦": "xia",
    "长": "chang",
    "乐": "le",
    "六": "lu",
    "莘": "shen",
    "单": "shan",
    "会": "hui",
    "蔚": "yu",
    "东": "dong",
    "大": "da",
    "都": "du",
    "曾": "zeng",
    "尉": "yu",
    "铅": "yan",
    "蚌": "beng",
    "泌": "bi",
}
_BEHIND_ALL = "~"


def first_letter(character: str, kind: EntityKind) -> str:
    """Return the letter A to Z that a name beginning so stands under, or nothing."""
    letter = _sound(character, kind)[:1].upper()
    return letter if letter.isascii() and letter.isalpha() else ""


def spelling(name: str, kind: EntityKind) -> tuple[tuple[str, ...], str]:
    """Return the key that puts names in order: syllable by syllable, then as written.

    What has no sound comes last.
    """
    first = _sound(name[:1], kind)
    return (first, *(_sound(character, None) for character in name[1:8])), name


@lru_cache(maxsize=8192)
def _sound(character: str, kind: EntityKind | None) -> str:
    if kind == "official" and character in _SURNAMES:
        return _SURNAMES[character]
    if kind in ("place", "organisation") and character in _PLACES:
        return _PLACES[character]
    if character.isascii() and character.isalpha():
        return character.lower()
    known = readings(character) if character else ()
    return known[0] if known else _BEHIND_ALL
