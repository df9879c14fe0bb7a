"""Which characters did a scraper break while it took bytes of GBK for characters?

A gloss put between the two bytes of a character takes the first byte away, and where
a byte is lost the bytes behind it pair wrongly: ``?`` and then characters that
nobody wrote. What is left of the bytes tells what stood there.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from archive.cleaning.edits import UNKNOWN, Edit
from archive.cleaning.glosses import SYLLABLE
from archive.cleaning.readings import character_readings, toneless
from archive.encoding import rarity

VERSION: Final = "1"
_SPLIT = re.compile(rf"(?<=([\u3400-\u9fff]))\?({SYLLABLE})\)(?=([^\s\x00-\x3e]))")
_NEXT = re.compile(rf"\?({SYLLABLE})\)")
_LOST = re.compile("(?<=[\u3400-\u9fff”’」』）》)])\\?(?=[^\\s\"'”’」』])")
_LONGEST = 40
_RAREST_COMMON = 11.5
_RARE = 13.0
_FEWEST_KNOWN = 3
_FEWEST_WITHOUT_RARE = 5
_LEAST_GAIN = 4.0
_LEADS: Final = range(0x81, 0xFF)
# Punctuation has been made narrow after its bytes were paired.
_WIDE = dict(zip(",!?:;()", "，！？：；（）", strict=True))
_STOPS = frozenset("。，、；：？！”’》")


@dataclass(frozen=True, slots=True)
class _Respelled:
    """What bytes spell, paired anew, and where they pair rightly again."""

    characters: str
    end: int


def split_character_edits(text: str) -> list[Edit]:
    """Return the edits that join characters which a gloss parted.

    Certain where exactly one lost byte makes, with the byte before it, a character
    that is read as the gloss says and, with the bytes behind it, common characters.
    """
    found = []
    for match in _SPLIT.finditer(text):
        before = _bytes(match[1])
        if len(before) != 2:
            continue
        respelled = _joined(text, match.end(), before[1], toneless(match[2]))
        if respelled is None:
            continue
        is_whole = _is_common(respelled.characters, all_known=True)
        found.append(
            Edit(
                match.start(),
                respelled.end,
                respelled.characters,
                "split_character",
                VERSION,
                is_certain=is_whole,
            )
        )
    return found


def _joined(text: str, start: int, before: int, syllable: str) -> _Respelled | None:
    """Return what stands behind a gloss, if one lost byte alone explains it.

    The byte makes with the one before it a character that is read so.
    """
    further = _NEXT.match(text, start)
    spelled = [
        respelled
        for lead in _LEADS
        if (heard := _character(before, lead))
        and rarity(heard) < _RARE
        and syllable in character_readings(heard)
        for respelled in (
            _read_so(lead, further) if further else _pairings(text, start, lead)
        )
    ]
    common = [one for one in spelled if _is_common(one.characters)]
    told = common or spelled
    return told[0] if len({one.characters for one in told}) == 1 else None


def _read_so(lead: int, gloss: re.Match[str]) -> Iterator[_Respelled]:
    """Yield the characters with this lead byte that a further gloss is read of."""
    for trail in range(0x40, 0xFF):
        character = _character(lead, trail)
        if character and toneless(gloss[1]) in character_readings(character):
            yield _Respelled(character, gloss.end())


def shifted_edits(text: str) -> list[Edit]:
    """Return proposals for stretches whose bytes pair wrongly behind a lost one."""
    found: list[Edit] = []
    at = 0
    for match in _LOST.finditer(text):
        if match.start() < at:
            continue
        respelled = _shifted(text, match.end())
        if respelled is None:
            continue
        at = respelled.end
        found.append(
            Edit(
                match.start(),
                at,
                respelled.characters,
                "shifted_bytes",
                VERSION,
                is_certain=False,
            )
        )
    return found


def _shifted(text: str, start: int) -> _Respelled | None:
    """Return the longest stretch from ``start`` on that reads better paired anew."""
    best = None
    for respelled in _pairings(text, start, None):
        known = respelled.characters.replace(UNKNOWN, "")
        if len(known) < _FEWEST_KNOWN or not _is_common(known):
            continue
        if _is_odd(text[start : respelled.end], known):
            best = respelled
    return best


def _is_odd(found: str, known: str) -> bool:
    """Tell whether what stands there is less likely than what would stand instead."""
    if any(rarity(character) > _RAREST_COMMON for character in found):
        return True
    gained = sum(map(rarity, found)) - sum(map(rarity, known))
    return len(known) >= _FEWEST_WITHOUT_RARE and gained > _LEAST_GAIN


def _pairings(text: str, start: int, lead: int | None) -> Iterator[_Respelled]:
    """Yield what the bytes from ``start`` on spell behind a lost lead byte.

    Each ends where the pairs fall together with characters again: at a second byte
    that is a letter, or at a ``?`` that took the place of another lost byte.
    """
    spelled = ""
    for at in range(start, min(start + _LONGEST, len(text))):
        if text[at] == "?" and at > start:
            yield _Respelled(spelled + UNKNOWN, at + 1)
        pair = _bytes(text[at])
        joined = _first(lead, pair[0], is_opening=not spelled) if pair else None
        if joined is None:
            return
        spelled += joined
        if len(pair) == 1:
            yield _Respelled(spelled, at + 1)
            return
        lead = pair[1]


def _first(lead: int | None, trail: int, *, is_opening: bool) -> str | None:
    if lead is not None:
        return _character(lead, trail)
    # Only the lead byte is lost: a stop is the one thing that can be told of it.
    stop = _character(0xA1, trail)
    return stop if is_opening and stop in _STOPS else UNKNOWN


def _bytes(character: str) -> bytes:
    """Return the bytes that a character was made of; none if it cannot tell."""
    if character == "€":
        return b"\x80"
    spelled = _WIDE.get(character, character).encode("gbk", "ignore")
    return spelled if len(spelled) == 2 or character >= "@" else b""


def _character(lead: int, trail: int) -> str | None:
    spelled = bytes((lead, trail)).decode("gbk", "ignore")
    return spelled if len(spelled) == 1 and spelled > "\x7f" else None


def _is_common(characters: str, *, all_known: bool = False) -> bool:
    if all_known and UNKNOWN in characters:
        return False
    known = characters.replace(UNKNOWN, "")
    return bool(known) and all(rarity(one) <= _RAREST_COMMON for one in known)
