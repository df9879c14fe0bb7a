"""Which writings count as the same, and where did each character come from?

The literal fold: one fixed table per code point (single-character Traditional to
Simplified, NFKC, lower case, 〇○零 to 零, every bracket around to one form); then
white space is removed next to a Chinese character or full-width mark, and a run of
it becomes one space elsewhere. Context-free, so the fold of a substring occurs in
the fold of the text, and folding folded text changes nothing.
"""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

Codes = npt.NDArray[np.uint32]
Offsets = npt.NDArray[np.int32]
Flags = npt.NDArray[np.bool_]

FOLD_VERSION = 1
"""Raised when the table or the rules change: folded texts kept before are stale."""

_TABLE = Path(__file__).with_name("data") / "fold.txt"
_CODES = 0x110000
_UTF_32 = "utf-32-le"
_HAN = ((0x3400, 0xA000), (0xF900, 0xFB00), (0x20000, 0x323B0), (0x3007, 0x3008))
_MARKS = (
    *((0x3001, 0x3040), (0xFF00, 0xFFF0), (0x2014, 0x2015), (0x2018, 0x201A)),
    *((0x201C, 0x201E), (0x2026, 0x2027), (0xB7, 0xB8)),
)
_SPACES = (
    *((0x09, 0x0E), (0x1C, 0x21), (0x85, 0x86), (0xA0, 0xA1), (0x1680, 0x1681)),
    *((0x2000, 0x200B), (0x2028, 0x202A), (0x202F, 0x2030), (0x205F, 0x2060)),
    (0x3000, 0x3001),
)


@dataclass(frozen=True, slots=True, eq=False)
class Folded:
    """Folded text with a map back.

    ``starts[i]`` and ``ends[i]`` bound the code points of the verbatim text that
    folded character ``i`` came from; both arrays are as long as ``text``.
    """

    text: str
    starts: Offsets
    ends: Offsets

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the verbatim span of the folded characters [start, end)."""
        return int(self.starts[start]), int(self.ends[end - 1])


def fold(text: str) -> Folded:
    """Return the literal fold of a stored text with its map back."""
    table = _table()
    codes = _codes(text)
    starts = np.arange(len(codes), dtype=np.int32)
    ends = starts + np.int32(1)
    spaces = table.is_space[codes]
    if spaces.any():
        kept, ends = _without_spaces(codes, spaces, table)
        codes, starts = np.where(spaces, 0x20, codes)[kept], starts[kept]
    codes, starts, ends = table.replace(codes, starts, ends)
    return Folded(_text(codes), starts, ends)


def fold_query(text: str) -> str:
    """Return the literal fold of something asked for, without outer white space.

    Cheap for a name or a word.
    """
    words = text.split()
    if len(words) == 1:
        return words[0].translate(_forms())
    return fold(text.strip()).text


def fold_characters(text: str) -> str:
    """Return the text with each character folded that folds to one; length stays.

    White space stays as it is, so offsets and lines are those of ``text``.
    """
    table = _table()
    codes = _codes(text)
    folded = table.single[codes]
    return _text(np.where((folded == 0) | table.is_space[codes], codes, folded))


@dataclass(frozen=True, slots=True, eq=False)
class _Table:
    """The fold of every code point; ``single`` is 0 where ``longer`` has it."""

    single: Codes
    longer: dict[int, Codes]
    is_space: Flags
    closes_gap_after: Flags
    closes_gap_before: Flags

    def replace(
        self, codes: Codes, starts: Offsets, ends: Offsets
    ) -> tuple[Codes, Offsets, Offsets]:
        """Return the codes by the table, the map repeated where one became many."""
        folded = self.single[codes]
        (places,) = np.nonzero((folded == 0) & (codes != 0))
        if not len(places):
            return folded, starts, ends
        forms = [self.longer[code] for code in codes[places].tolist()]
        lengths = np.ones(len(codes), dtype=np.int64)
        lengths[places] = [len(form) for form in forms]
        folded = np.repeat(folded, lengths)
        first = np.cumsum(lengths) - lengths
        for place, form in zip(first[places].tolist(), forms, strict=True):
            folded[place : place + len(form)] = form
        return folded, np.repeat(starts, lengths), np.repeat(ends, lengths)


def _without_spaces(
    codes: Codes, spaces: Flags, table: _Table
) -> tuple[Offsets, Offsets]:
    """Return which characters stay, a run of spaces as its first, and where they end.

    The neighbours of a run are judged as they were written.
    """
    edges = np.diff(spaces.astype(np.int8), prepend=0, append=0)
    first, last = np.flatnonzero(edges == 1), np.flatnonzero(edges == -1)
    padded = np.concatenate((codes, np.zeros(1, dtype=np.uint32)))
    closed = table.closes_gap_after[padded[first - 1]]
    closed |= table.closes_gap_before[padded[last]]
    ends = np.arange(1, len(codes) + 1, dtype=np.int32)
    ends[first] = last
    stays = ~spaces
    stays[first[~closed]] = True
    kept = np.flatnonzero(stays).astype(np.int32)
    return kept, ends[kept]


class _Forms(dict[int, int | str]):
    """The table for ``str.translate``, which is slow on characters without entry."""

    def __missing__(self, code: int) -> int:
        self[code] = code
        return code


@cache
def _forms() -> _Forms:
    lines = _lines()
    forms = _Forms(zip(map(ord, lines[0]), lines[1], strict=True))
    forms.update((ord(line[0]), line[1:]) for line in lines[2:])
    return forms


@cache
def _table() -> _Table:
    lines = _lines()
    single = np.arange(_CODES, dtype=np.uint32)
    single[_codes(lines[0])] = _codes(lines[1])
    longer = {ord(line[0]): _codes(line[1:]) for line in lines[2:]}
    wide, han = _flags(_HAN + _MARKS), _flags(_HAN)
    after, before = wide | han[single], wide | han[single]
    for code, form in longer.items():
        single[code] = 0
        after[code] |= han[form[-1]]
        before[code] |= han[form[0]]
    return _Table(single, longer, _flags(_SPACES), after, before)


def _lines() -> list[str]:
    return _TABLE.read_bytes().decode().removesuffix("\n").split("\n")


def _flags(ranges: tuple[tuple[int, int], ...]) -> Flags:
    flags = np.zeros(_CODES, dtype=np.bool_)
    for start, end in ranges:
        flags[start:end] = True
    return flags


def _codes(text: str) -> Codes:
    return np.frombuffer(text.encode(_UTF_32, "surrogatepass"), dtype="<u4")


def _text(codes: Codes) -> str:
    return codes.astype("<u4", copy=False).tobytes().decode(_UTF_32, "surrogatepass")
