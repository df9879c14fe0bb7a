"""Which of many names begin with, or hold, what someone has typed so far?

Their keys (the folded writings; pinyin, whole and by initials) lie sorted end to end
in one run of bytes, found by bisection; a second run, in the order of the names,
finds what stands inside them. One index serves every reader: each brings a sight of
it, which says what there is to see.
"""

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate

import numpy as np
import numpy.typing as npt

from indexer.fold import fold_query
from indexer.pinyin import Spelling, spellings, typed_pinyin

SHORT_NAME = 10
"""Characters of a name; of a longer one only so many are spelt at its beginning."""
INNER_CHARACTERS = 40
SPELLINGS_OF_SHORT = 12
SPELLINGS_OF_LONG = 4
SPELLINGS_INSIDE = 2
MOST_ATTEMPTS = 5_000
"""Places looked at for what stands inside a name."""

_ABOVE = b"\xff"
_BETWEEN = b"\n"


Places = npt.NDArray[np.intc]
"""Names by their places in the list; one may be there twice."""
Counts = npt.NDArray[np.int64]


class Sight:
    """Which names a reader sees: those with a count, best the highest."""

    def __init__(self, counts: Counts) -> None:
        self.counts = counts
        by_count = np.argsort(-counts, kind="stable")
        self._best_first = by_count[counts[by_count] > 0]

    def best(self, places: Places, most: int) -> list[int]:
        """Return the best of some names."""
        is_meant = np.zeros(len(self.counts), dtype=np.bool_)
        is_meant[places] = True
        seen = self._best_first[is_meant[self._best_first]]
        best: list[int] = seen[:most].tolist()
        return best


class NameIndex:
    """Finds names, by their places in the list it was made from."""

    def __init__(self, names: Iterable[Sequence[str]]) -> None:
        """Take for each name all its writings."""
        written, sounded, syllables, initials = (_Keys() for _ in range(4))
        for place, writings in enumerate(names):
            for folded in dict.fromkeys(map(fold_query, writings)):
                written.add(folded, place)
                beginnings = _beginnings(folded)
                whole = _whole(folded, beginnings)
                sounded.add_all({one.letters for one in beginnings}, place)
                sounded.add_all({one.initials for one in beginnings}, place)
                syllables.add_all({one.syllables for one in whole}, place)
                initials.add_all({one.initials for one in whole}, place)
        self._written = _SortedKeys(written)
        self._sounded = _SortedKeys(sounded)
        self._writings = _Lines(written)
        self._initials = _Lines(initials)
        self._syllables = _Lines(syllables, marks_beginnings=True)

    def find(self, typed: str, sight: Sight, *, limit: int) -> list[int]:
        """Return the best names: the same, beginning so, sounding so, holding it."""
        found: dict[int, None] = {}
        for places in self._matches(typed):
            found.update(dict.fromkeys(sight.best(places, limit + len(found))))
            if len(found) >= limit:
                break
        return list(found)[:limit]

    def _matches(self, typed: str) -> Iterator[Places]:
        written, sound = _bytes(fold_query(typed)), _bytes(typed_pinyin(typed))
        if written:
            yield self._written.same(written)
            yield self._written.beginning(written)
        if sound:
            yield self._sounded.same(sound)
            yield self._sounded.beginning(sound)
        if written:
            yield self._writings.holding(written)
        if len(sound) > 1:
            yield self._initials.holding(sound)
            yield self._syllables.holding(sound)


class _Keys:
    """Keys as they come, with the names that they belong to."""

    # Not pairs: half a million of those keep the collector of garbage busy.
    def __init__(self) -> None:
        self.texts: list[bytes] = []
        self.owners = array("i")

    def add(self, text: str, owner: int) -> None:
        self.texts.append(_bytes(text))
        self.owners.append(owner)

    def add_all(self, texts: Iterable[str], owner: int) -> None:
        for text in texts:
            self.add(text, owner)


class _SortedKeys:
    """Keys in order, each with the name that it belongs to."""

    def __init__(self, keys: _Keys) -> None:
        order = sorted(range(len(keys.texts)), key=keys.texts.__getitem__)
        ordered = [keys.texts[at] for at in order]
        self._text = b"".join(ordered)
        self._owners: Places = np.array(keys.owners, dtype=np.intc)[order]
        self._starts = _starts(map(len, ordered))

    def same(self, key: bytes) -> Places:
        """Return the names with this very key."""
        return self._owners[self._at(key) : self._at(key + b"\0")]

    def beginning(self, key: bytes) -> Places:
        """Return the names with a key that begins so."""
        return self._owners[self._at(key) : self._at(key + _ABOVE)]

    def _at(self, key: bytes) -> int:
        return bisect_left(range(len(self._owners)), key, key=self._key)

    def _key(self, ordinal: int) -> bytes:
        return self._text[self._starts[ordinal] : self._starts[ordinal + 1]]


class _Lines:
    """Texts end to end in the order of their names."""

    def __init__(self, lines: _Keys, *, marks_beginnings: bool = False) -> None:
        self._starts = _starts(len(line) + 1 for line in lines.texts)
        self._owners = lines.owners
        marked = _BETWEEN.join([*lines.texts, b""])
        self._text = marked.lower() if marks_beginnings else marked
        self._marked = marked if marks_beginnings else None

    def holding(self, part: bytes) -> Places:
        """Return the names of the lines that hold a part."""
        return np.fromiter(self._holding(part), dtype=np.intc)

    def _holding(self, part: bytes) -> Iterator[int]:
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


def _beginnings(name: str) -> Sequence[Spelling]:
    most = SPELLINGS_OF_SHORT if len(name) <= SHORT_NAME else SPELLINGS_OF_LONG
    return spellings(name, longest=SHORT_NAME, most=most)


def _whole(name: str, beginnings: Sequence[Spelling]) -> Sequence[Spelling]:
    if len(name) <= SHORT_NAME:
        return beginnings[:SPELLINGS_INSIDE]
    return spellings(name, longest=INNER_CHARACTERS, most=SPELLINGS_INSIDE)


def _starts(lengths: Iterable[int]) -> "array[int]":
    return array("I", accumulate(lengths, initial=0))


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")
