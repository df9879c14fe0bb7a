"""How does a name sound, written in pinyin without tones?"""

import re
from collections.abc import Iterator
from functools import cache
from itertools import combinations, islice
from typing import NamedTuple

from archive.cleaning.readings import character_readings, toneless
from indexer.fold import fold_query

MOST_UNUSUAL = 3
"""Unusual readings in one name at once."""
_NOT_TYPED = re.compile(r"[\s'’]+")


class Spelling(NamedTuple):
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


class _Sound(NamedTuple):
    syllable: str
    initial: str
    is_chinese: bool


@cache
def readings(character: str) -> tuple[str, ...]:
    """Return every toneless reading of a character, the usual one first.

    Empty for what is not Chinese.
    """
    if character.isascii():
        return ()
    forms = dict.fromkeys((character, fold_query(character)))
    listed = (
        one for form in forms if len(form) == 1 for one in character_readings(form)
    )
    return tuple(dict.fromkeys(listed))


def typed_pinyin(text: str) -> str:
    """Return what was typed as pinyin is compared; empty if it cannot be pinyin."""
    letters = toneless(_NOT_TYPED.sub("", text).lower().replace("ü", "u"))
    is_whole = len(letters) == len(_NOT_TYPED.sub("", text))
    return letters if is_whole and letters.isalnum() else ""


def spellings(name: str, *, longest: int, most: int) -> tuple[Spelling, ...]:
    """Return ways to read a name's first characters, the usual one first.

    At most ``most``; those with few unusual readings come before others. Letters and
    digits stand for themselves, other marks for nothing; empty for a name without a
    Chinese character.
    """
    heard = [sounds for character in name[:longest] if (sounds := _sounds(character))]
    if not any(sounds[0].is_chinese for sounds in heard):
        return ()
    return tuple(
        Spelling(
            "".join([sound.syllable for sound in way]),
            "".join([sound.initial for sound in way]),
        )
        for way in islice(_ways(heard), most)
    )


def _ways(heard: list[tuple[_Sound, ...]]) -> Iterator[list[_Sound]]:
    """Yield choices of a sound for each place, by the number of unusual ones."""
    usual = [sounds[0] for sounds in heard]
    yield usual
    unusual = [
        (place, sound) for place, sounds in enumerate(heard) for sound in sounds[1:]
    ]
    for count in range(1, MOST_UNUSUAL + 1):
        for chosen in combinations(unusual, count):
            way = usual.copy()
            for place, sound in chosen:
                way[place] = sound
            yield way


@cache
def _sounds(character: str) -> tuple[_Sound, ...]:
    if character.isascii():
        is_typed = character.isalnum()
        return (_Sound(character, character, is_chinese=False),) if is_typed else ()
    return tuple(
        _Sound(reading.capitalize(), reading[0], is_chinese=True)
        for reading in readings(character)
    )
