"""Which of many names begin with, or hold, what someone has typed so far?

Their keys (the folded writings; pinyin, whole and by initials) lie sorted end to end
in one run of bytes, found by bisection; a second run, in the order of the names,
finds what stands inside them. One index serves every reader: each brings a sight of
it, which says what there is to see.
"""

from array import array
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import accumulate, islice
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from indexer.fold import fold_query
from indexer.pinyin import Spelling, spellings, typed_pinyin

SHORT_NAME = 10
"""Characters of a name; of a longer one only so many are spelt at its beginning."""
INNER_CHARACTERS = 40
SPELLINGS_OF_SHORT = 8
SPELLINGS_OF_LONG = 2
SPELLINGS_INSIDE = 2
MOST_PLACES = 20_000
"""Places looked at for what stands inside names; more are as good as none."""

_ABOVE = b"\xff"
_BETWEEN = b"\n"


Places = npt.NDArray[np.intc]
"""Names by their places in the list; one may be there twice."""
Counts = npt.NDArray[np.int64]
Pace = Callable[[Sequence[Sequence[str]]], Iterable[Sequence[str]]]
"""Gives names one after the other, with rests if others are to get on meanwhile."""


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

    def __init__(self, names: Sequence[Sequence[str]], *, pace: Pace = iter) -> None:
        """Take for each name all its writings, at the pace that ``pace`` gives them."""
        (written,) = _keys(pace(names), lambda folded: ((folded,),))
        self._written, self._writings = _SortedKeys(written), _Lines(written)
        # One after the other: of all keys at once, few could be held.
        (sounded,) = _keys(pace(names), _beginnings)
        self._sounded = _SortedKeys(sounded)
        initials, syllables = _keys(pace(names), _inside)
        self._initials = _Lines(initials)
        self._syllables = _Lines(syllables, marks_beginnings=True)

    def find(self, typed: str, sight: Sight, *, limit: int) -> list[int]:
        """Return the best names: the same, beginning so, sounding so, holding it."""
        return _best(self.matches(typed), sight, limit)

    def matches(self, typed: str) -> Iterator[Places]:
        """Yield the names of each way to match, the closest way first.

        How many ways there are depends on what was typed alone.
        """
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


class LayeredNames:
    """Names of two indexes as one: those of the second count on from the first's."""

    def __init__(self, first: NameIndex, length: int, second: NameIndex) -> None:
        self._first, self._second = first, second
        self._length = np.intc(length)

    def find(self, typed: str, sight: Sight, *, limit: int) -> list[int]:
        """Return the best names; see ``NameIndex.find``."""
        layers = zip(
            self._first.matches(typed), self._second.matches(typed), strict=True
        )
        joined = (np.concatenate((a, b + self._length)) for a, b in layers)
        return _best(joined, sight, limit)


def _best(matches: Iterable[Places], sight: Sight, limit: int) -> list[int]:
    found: dict[int, None] = {}
    for places in matches:
        found.update(dict.fromkeys(sight.best(places, limit + len(found))))
        if len(found) >= limit:
            break
    return list(found)[:limit]


class _Keys(NamedTuple):
    """Keys as they come, with the names that they belong to."""

    texts: list[bytes]
    owners: "array[int]"


def _keys(
    names: Iterable[Sequence[str]],
    keys_of: Callable[[str], Sequence[Iterable[str]]],
) -> list[_Keys]:
    """Return the keys of each sort that ``keys_of`` gives for a folded name."""
    made = [_Keys([], array("i")) for _ in keys_of("")]
    for place, writings in enumerate(names):
        for folded in dict.fromkeys(map(fold_query, writings)):
            for keys, texts in zip(made, keys_of(folded), strict=True):
                for text in texts:
                    keys.texts.append(_bytes(text))
                    keys.owners.append(place)
    return made


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
        self._starts = np.array(
            _starts(len(line) + 1 for line in lines.texts), dtype=np.int64
        )
        self._owners: Places = np.array(lines.owners, dtype=np.intc)
        marked = _BETWEEN.join([*lines.texts, b""])
        self._text = marked.lower() if marks_beginnings else marked
        self._marked = marked if marks_beginnings else None

    def holding(self, part: bytes) -> Places:
        """Return the names of the lines that hold a part."""
        places = np.fromiter(islice(self._places(part), MOST_PLACES), dtype=np.int64)
        if self._marked is not None:
            marked, text = (
                np.frombuffer(run, dtype=np.uint8) for run in (self._marked, self._text)
            )
            places = places[marked[places] != text[places]]
        lines = np.searchsorted(self._starts, places, side="right") - 1
        return self._owners[lines]

    def _places(self, part: bytes) -> Iterator[int]:
        at = self._text.find(part)
        while at >= 0:
            yield at
            at = self._text.find(part, at + 1)


def _beginnings(name: str) -> tuple[set[str]]:
    most = SPELLINGS_OF_SHORT if len(name) <= SHORT_NAME else SPELLINGS_OF_LONG
    spelt = spellings(name, longest=SHORT_NAME, most=most)
    return ({key for one in spelt for key in (one.letters, one.initials)},)


def _inside(name: str) -> tuple[set[str], set[str]]:
    """Return a name's initials and its syllables."""
    spelt = _whole(name)
    return {one.initials for one in spelt}, {one.syllables for one in spelt}


def _whole(name: str) -> Sequence[Spelling]:
    return spellings(name, longest=INNER_CHARACTERS, most=SPELLINGS_INSIDE)


def _starts(lengths: Iterable[int]) -> "array[int]":
    return array("I", accumulate(lengths, initial=0))


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")
