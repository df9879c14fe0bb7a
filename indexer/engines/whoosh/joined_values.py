"""How are the values of several kinds counted in one go?"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from functools import cached_property
from itertools import accumulate, pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

Counts = NDArray[np.int64]
Column = Callable[[str], NDArray[Any]]

_COUNT_BITS, _ORDINAL_BITS = 24, 32
_ORDINALS = (1 << _ORDINAL_BITS) - 1
_COUNTS = (1 << _COUNT_BITS) - 1


class JoinedValues:
    """The values of several kinds of a segment under one numbering.

    ``ends`` tells where each kind ends in it.
    """

    def __init__(self, column: Column, kinds: Sequence[str]) -> None:
        self._column = column
        self._kinds = kinds
        self._offsets = [column(f"{kind}.offsets")[:-1] for kind in kinds]
        self.ends: list[int] = np.cumsum([len(of) for of in self._offsets]).tolist()

    def of_few(self, documents: Iterable[int]) -> Counter[int]:
        """Return how many of some documents have each value that any has."""
        rows, ordinals = self._by_document
        held = [
            ordinal
            for document in documents
            for ordinal in ordinals[rows[document] : rows[document + 1]].tolist()
        ]
        return Counter(held)

    def of_some(self, documents: NDArray[np.int64]) -> Counts:
        """Return how many of some documents have each value; looks at these alone."""
        rows, ordinals = self._by_document
        starts = rows.take(documents)
        places = _ranges(starts, rows.take(documents + 1) - starts)
        return np.bincount(ordinals.take(places), minlength=self.ends[-1])

    def of_many(self, mask: NDArray[np.bool_]) -> Counts:
        """Return how many of a mask's documents have each value; looks at all."""
        by_value, starts = self._by_value
        if not len(starts):
            return np.empty(0, np.int64)
        # Every value has a document, so that no range is empty.
        is_found = mask.view(np.uint8).take(by_value)
        return np.add.reduceat(is_found, starts, dtype=np.uint32).astype(np.int64)

    def most(self, counts: Counts, limit: int) -> list[list[tuple[int, int]]]:
        """Return the most frequent values of each kind, numbered within it.

        In pairs of number and count; of equal counts the first comes first.
        """
        held = np.flatnonzero(counts)
        # One number for each: its kind, its count, then how far it is from the last.
        ranks = (counts.take(held) << _ORDINAL_BITS) + self._tails.take(held)
        ranks.sort()
        ends = ranks.searchsorted(self._tops).tolist()
        begins = [0, *ends[:-1]]
        slices = [
            ranks[max(begin, end - limit) : end][::-1]
            for begin, end in zip(begins, ends, strict=True)
        ]
        chosen = np.concatenate(slices)
        ordinals = (_ORDINALS - (chosen & _ORDINALS)).tolist()
        times = ((chosen >> _ORDINAL_BITS) & _COUNTS).tolist()
        pairs = list(zip(ordinals, times, strict=True))
        marks = [0, *accumulate(map(len, slices))]
        return [pairs[a:b] for a, b in pairwise(marks)]

    @cached_property
    def _tails(self) -> Counts:
        return np.concatenate(
            [
                (kind << _COUNT_BITS + _ORDINAL_BITS) + _ORDINALS - np.arange(len(of))
                for kind, of in enumerate(self._offsets)
            ]
        )

    @cached_property
    def _tops(self) -> Counts:
        return np.arange(1, len(self._kinds) + 1) << _COUNT_BITS + _ORDINAL_BITS

    @cached_property
    def _by_value(self) -> tuple[NDArray[Any], NDArray[np.intp]]:
        """The documents of every value, end to end, and where those of each begin."""
        documents = [self._column(f"{kind}.documents") for kind in self._kinds]
        bases = np.cumsum([0, *map(len, documents)])[:-1]
        starts = [
            of.astype(np.intp) + base
            for of, base in zip(self._offsets, bases, strict=True)
        ]
        return np.concatenate(documents), np.concatenate(starts)

    @cached_property
    def _by_document(self) -> tuple[Counts, NDArray[np.uint32]]:
        """Where the values of each document begin, and the values."""
        rows = [self._column(f"{kind}.rows").astype(np.int64) for kind in self._kinds]
        whole: Counts = np.sum(rows, axis=0)
        values = np.empty(int(whole[-1]), np.uint32)
        begins = whole[:-1].copy()
        firsts = [0, *self.ends[:-1]]
        for kind, of_kind, first in zip(self._kinds, rows, firsts, strict=True):
            lengths = np.diff(of_kind)
            values[_ranges(begins, lengths)] = self._column(f"{kind}.ordinals") + first
            begins += lengths
        return whole, values


def _ranges(starts: Counts, lengths: Counts) -> Counts:
    """Return the indices of several ranges, one after the other."""
    before = np.cumsum(lengths) - lengths
    shifts = np.repeat(starts - before, lengths)
    return shifts + np.arange(len(shifts))
