"""Which characters does a typist or a scanner take for one another?

Look-alikes and characters of one sound come from lists beside this module: groups
parted by white space, of which each character may stand for another.
"""

from collections import defaultdict
from functools import cache
from itertools import product
from pathlib import Path

_DATA = Path(__file__).with_name("data")


def similar(character: str) -> tuple[str, ...]:
    """Return look-alikes, then characters of the same sound; without itself."""
    others = dict.fromkeys((*look_alikes(character), *same_sound(character)))
    others.pop(character, None)
    return tuple(others)


def look_alikes(character: str) -> tuple[str, ...]:
    """Return the characters that are easily misread for this one."""
    return tuple(_look_alikes().get(character, ()))


def same_sound(character: str) -> tuple[str, ...]:
    """Return the common characters of the same usual reading, tones aside."""
    return tuple(_by_sound().get(character, ""))


@cache
def _look_alikes() -> dict[str, dict[str, None]]:
    found: dict[str, dict[str, None]] = defaultdict(dict)
    for group in _groups("look_alikes.txt"):
        for one, other in product(group, group):
            if one != other:
                found[one][other] = None
    return dict(found)


@cache
def _by_sound() -> dict[str, str]:
    groups = _groups("same_sound.txt")
    return {character: group for group in groups for character in group}


def _groups(name: str) -> list[str]:
    return (_DATA / name).read_text("utf-8").split()
