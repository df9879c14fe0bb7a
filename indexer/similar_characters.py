"""Which characters does a typist or a scanner take for one another?

Look-alikes come from a list of groups beside this module; characters of one sound
from the readings, among those of GB/T 2312, which holds what is in common use.
"""

from collections import defaultdict
from functools import cache
from itertools import product
from pathlib import Path

from indexer.pinyin import readings

_GROUPS = Path(__file__).with_name("data") / "look_alikes.txt"
_ROWS = (range(0xB0, 0xF8), range(0xA1, 0xFF))
"""The two bytes of the Chinese characters of GB/T 2312."""


def similar(character: str) -> tuple[str, ...]:
    """Return look-alikes, then characters of the same sound; without itself."""
    others = dict.fromkeys((*look_alikes(character), *same_sound(character)))
    others.pop(character, None)
    return tuple(others)


def look_alikes(character: str) -> tuple[str, ...]:
    """Return the characters that are easily misread for this one."""
    return tuple(_look_alikes().get(character, ()))


def same_sound(character: str) -> tuple[str, ...]:
    """Return the common characters that share a usual reading, tones aside."""
    heard = readings(character)
    return _by_sound().get(heard[0], ()) if heard else ()


@cache
def _look_alikes() -> dict[str, dict[str, None]]:
    found: dict[str, dict[str, None]] = defaultdict(dict)
    for group in _GROUPS.read_text("utf-8").split():
        for one, other in product(group, group):
            if one != other:
                found[one][other] = None
    return dict(found)


@cache
def _by_sound() -> dict[str, tuple[str, ...]]:
    sounding: dict[str, list[str]] = defaultdict(list)
    for codes in product(*_ROWS):
        character = bytes(codes).decode("gb2312", "ignore")
        if character and (heard := readings(character)):
            sounding[heard[0]].append(character)
    return {sound: tuple(characters) for sound, characters in sounding.items()}
