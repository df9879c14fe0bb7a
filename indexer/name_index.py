"""Which of many names begin with, or hold, what someone has typed so far?

Names are given best first. Their keys (the folded writings; pinyin, whole and by
initials) lie sorted end to end in one run of bytes, found by bisection; a second
run, in the order of the names, finds what stands inside them.
"""

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

import numpy as np

from indexer.fold import fold_query
from indexer.pinyin import Spelling, spellings, typed_pinyin

SHORT_NAME = 10
"""Characters of a name; of a longer one only so many are spelt at its beginning."""
INNER_CHARACTERS = 40
SPELLINGS_OF_SHORT = 12
SPELLINGS_OF_LONG = 4
SPELLINGS_INSIDE = 2
MOST_ATTEMPTS = 5_000
"""Places looked at for letters that must begin a syllable inside a name."""

_ABOVE = b"\xff"
_BETWEEN = b"\n"


class NameIndex:
    """Finds names, by their places in the list it was made from."""

    def __init__(self, names: Iterable[Sequence[str]]) -> None:
        """Take for each name all its writings."""
        written: list[tuple[bytes, int]] = []
        sounded: list[tuple[bytes, int]] = []
        syllables: list[tuple[bytes, int]] = []
        initials: list[tuple[bytes, int]] = []
        count = 0
        for place, writings in enumerate(names):
            count += 1
            for folded in dict.fromkeys(map(fold_query, writings)):
                written.append((_bytes(folded), place))
                sounded += ((key, place) for key in _sounds(folded))
                for spelling in _inner(folded):
                    syllables.append((_bytes(spelling.syllables), place))
                    initials.append((_bytes(spelling.initials), place))
        self._written = _SortedKeys(written, count)
        self._sounded = _SortedKeys(sounded, count)
        self._writings = _Lines(written)
        self._initials = _Lines(initials)
        self._syllables = _Lines(syllables, marks_beginnings=True)

    def find(self, typed: str, *, limit: int) -> list[int]:
        """Return the best names: the same, beginning so, sounding so, holding it."""
        found: dict[int, None] = {}
        for place in self._matches(typed, 2 * limit):
            found.setdefault(place)
            if len(found) == limit:
                break
        return list(found)

    def _matches(self, typed: str, most: int) -> Iterator[int]:
        written, sound = _bytes(fold_query(typed)), _bytes(typed_pinyin(typed))
        if written:
            yield from self._written.same(written)
            yield from self._written.beginning(written, most)
        if sound:
            yield from self._sounded.same(sound)
            yield from self._sounded.beginning(sound, most)
        if written:
            yield from self._writings.holding(written)
        if len(sound) > 1:
            yield from self._initials.holding(sound)
            yield from self._syllables.holding(sound)


class _SortedKeys:
    """Keys in order, each with the name that it belongs to."""

    def __init__(self, keys: list[tuple[bytes, int]], names: int) -> None:
        ordered = sorted(set(keys))
        self._names = names
        self._text = b"".join(key for key, _ in ordered)
        self._owners = np.array([place for _, place in ordered], dtype=np.int32)
        self._starts = _starts(len(key) for key, _ in ordered)

    def same(self, key: bytes) -> list[int]:
        """Return the names with this very key, best first."""
        places: list[int] = self._owners[self._at(key) : self._at(key + b"\0")].tolist()
        return places

    def beginning(self, key: bytes, most: int) -> list[int]:
        """Return the best names with a key that begins so."""
        is_meant = np.zeros(self._names, dtype=np.bool_)
        is_meant[self._owners[self._at(key) : self._at(key + _ABOVE)]] = True
        places: list[int] = np.flatnonzero(is_meant)[:most].tolist()
        return places

    def _at(self, key: bytes) -> int:
        return bisect_left(range(len(self._owners)), key, key=self._key)

    def _key(self, ordinal: int) -> bytes:
        return self._text[self._starts[ordinal] : self._starts[ordinal + 1]]


class _Lines:
    """Texts end to end in the order of their names."""

    def __init__(
        self, lines: list[tuple[bytes, int]], *, marks_beginnings: bool = False
    ) -> None:
        self._starts = _starts(len(line) + 1 for line, _ in lines)
        self._owners = array("i", (place for _, place in lines))
        marked = b"".join(line + _BETWEEN for line, _ in lines)
        self._text = marked.lower() if marks_beginnings else marked
        self._marked = marked if marks_beginnings else None

    def holding(self, part: bytes) -> Iterator[int]:
        """Yield the names of the lines that hold a part, best first."""
        at = self._text.find(part)
        for _ in range(MOST_ATTEMPTS):
            if at < 0:
                return
            begin = at + 1
            if self._begins(at):
                line = bisect_right(self._starts, at) - 1
                yield self._owners[line]
                begin = self._starts[line + 1]
            at = self._text.find(part, begin)

    def _begins(self, at: int) -> bool:
        return self._marked is None or self._marked[at] != self._text[at]


def _sounds(name: str) -> set[bytes]:
    is_short = len(name) <= SHORT_NAME
    most = SPELLINGS_OF_SHORT if is_short else SPELLINGS_OF_LONG
    spelt = spellings(name, longest=SHORT_NAME, most=most)
    return {_bytes(key) for one in spelt for key in (one.letters, one.initials)}


def _inner(name: str) -> Iterator[Spelling]:
    spelt = spellings(name, longest=INNER_CHARACTERS, most=SPELLINGS_OF_LONG)
    yield from islice(spelt, SPELLINGS_INSIDE)


def _starts(lengths: Iterable[int]) -> "array[int]":
    starts, at = array("I", [0]), 0
    for length in lengths:
        at += length
        starts.append(at)
    return starts


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")
