"""How does a name sound, written in pinyin without tones?"""

import re
import unicodedata
from dataclasses import dataclass
from functools import cache

from indexer.fold import fold_query

_NOT_TYPED = re.compile(r"[\s'’]+")


@dataclass(frozen=True, slots=True)
class Spelling:
    """One way to read a name: whole syllables, and the first letter of each.

    ``syllables`` are capitalised, so that a reader of the joined text knows where
    each begins.
    """

    syllables: str
    initials: str

    @property
    def letters(self) -> str:
        """The syllables in small letters."""
        return self.syllables.lower()


def readings(character: str) -> tuple[str, ...]:
    """Return every toneless reading of a character, the usual one first.

    Empty for what is not Chinese.
    """
    return _readings(character)


def toneless(syllable: str) -> str:
    """Return a syllable's letters without tones; ``ü`` and ``v`` become ``u``."""
    plain = syllable.replace("ɡ", "g").replace("ɑ", "a")
    letters = unicodedata.normalize("NFD", plain).replace("v", "u")
    return letters.encode("ascii", "ignore").decode()


def typed_pinyin(text: str) -> str:
    """Return what was typed as pinyin is compared; empty if it cannot be pinyin."""
    letters = toneless(_NOT_TYPED.sub("", text).lower().replace("ü", "u"))
    is_whole = len(letters) == len(_NOT_TYPED.sub("", text))
    return letters if is_whole and letters.isalnum() else ""


def spellings(name: str, *, longest: int, most: int) -> tuple[Spelling, ...]:
    """Return the likeliest ways to read a name's first characters, at most ``most``.

    Letters and digits stand for themselves, other marks for nothing; empty for a
    name without a Chinese character.
    """
    paths = [(0, "", "")]
    is_chinese = False
    for character in name[:longest]:
        sounds = _readings(character)
        is_chinese = is_chinese or bool(sounds)
        if not sounds:
            sounds = (character,) if character.isascii() and character.isalnum() else ()
        if len(sounds) == 1:
            sound = sounds[0]
            paths = [(c, s + sound.capitalize(), i + sound[0]) for c, s, i in paths]
        elif sounds:
            paths = sorted(
                (cost + rank, syllables + sound.capitalize(), initials + sound[0])
                for cost, syllables, initials in paths
                for rank, sound in enumerate(sounds)
            )[:most]
    if not is_chinese:
        return ()
    return tuple(Spelling(syllables, initials) for _, syllables, initials in paths)


@cache
def _readings(character: str) -> tuple[str, ...]:
    # pypinyin takes a tenth of a second to load and few commands need it.
    from pypinyin.constants import PINYIN_DICT

    if character.isascii():
        return ()
    forms = dict.fromkeys((character, fold_query(character)))
    listed = (
        reading
        for form in forms
        if len(form) == 1
        for reading in PINYIN_DICT.get(ord(form), "").split(",")
    )
    return tuple(dict.fromkeys(filter(None, map(toneless, listed))))
