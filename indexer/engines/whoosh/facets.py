"""How often does each value occur in an answer?"""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from indexer.engine import FacetCount, FacetKind, Value
from indexer.engines.whoosh.joined_values import JoinedValues
from indexer.engines.whoosh.view import Mask, SegmentView
from indexer.engines.whoosh.vocabulary import ValueNumbers

Counts = NDArray[np.int64]
Facets = dict[FacetKind, tuple[FacetCount, ...]]

_BITS = 32
_ORDINALS = (1 << _BITS) - 1
_ONE_BY_ONE = 40
"""So few documents are counted faster without arrays."""
_FEW = 4
"""Documents are looked at one by one if this many times fewer than the segment's."""


@dataclass(frozen=True, slots=True)
class Selection:
    """The documents of one segment that answer, as a mask and by number."""

    view: SegmentView
    mask: Mask
    documents: NDArray[np.int64]


def count_facets(
    found: Sequence[Selection],
    kinds: Sequence[FacetKind],
    numbers: Mapping[FacetKind, ValueNumbers],
    *,
    limit: int,
) -> Facets:
    """Return the most frequent values of an answer, by count, then by key."""
    if not kinds:
        return {}
    if len(found) == 1:
        return _of_one(found[0], kinds, limit)
    if sum(len(chosen.documents) for chosen in found) <= _ONE_BY_ONE:
        return {kind: _of_few(found, kind, limit) for kind in kinds}
    return {kind: _of_several(found, kind, numbers[kind], limit) for kind in kinds}


def _of_one(chosen: Selection, kinds: Sequence[FacetKind], limit: int) -> Facets:
    view, documents = chosen.view, chosen.documents
    joined = view.joined_values(tuple(kinds))
    if len(documents) <= _ONE_BY_ONE:
        return _most_of_few(view, joined, kinds, documents.tolist(), limit)
    if len(documents) * _FEW < len(chosen.mask):
        counts = joined.of_some(documents)
    else:
        counts = joined.of_many(chosen.mask)
    return {
        kind: view.counted_values(kind, pairs)
        for kind, pairs in zip(kinds, joined.most(counts, limit), strict=True)
    }


def _most_of_few(
    view: SegmentView,
    joined: JoinedValues,
    kinds: Sequence[FacetKind],
    documents: Sequence[int],
    limit: int,
) -> Facets:
    found: list[list[tuple[int, int]]] = [[] for _ in kinds]
    ends, firsts = joined.ends, [0, *joined.ends]
    counts = joined.of_few(documents)
    # Keys are sorted, so ordinals settle ties.
    order = [ordinal - (count << _BITS) for ordinal, count in counts.items()]
    order.sort()
    for rank in order:
        ordinal = rank & _ORDINALS
        at = bisect_right(ends, ordinal)
        if len(found[at]) < limit:
            found[at].append((ordinal - firsts[at], counts[ordinal]))
    return {
        kind: view.counted_values(kind, pairs)
        for kind, pairs in zip(kinds, found, strict=True)
    }


def _of_few(
    found: Sequence[Selection], kind: FacetKind, limit: int
) -> tuple[FacetCount, ...]:
    counts: dict[str, list[Value]] = {}
    for chosen in found:
        view = chosen.view
        rows, ordinals = view.bounds(f"{kind}.rows"), view.bounds(f"{kind}.ordinals")
        for document in chosen.documents.tolist():
            for place in range(rows[document], rows[document + 1]):
                value = view.value(kind, ordinals[place])
                counts.setdefault(value.key, []).append(value)
    order = sorted(counts, key=lambda key: (-len(counts[key]), key))[:limit]
    return tuple(
        FacetCount(min(counts[key], key=_name), len(counts[key])) for key in order
    )


def _name(value: Value) -> str:
    return value.name


def _counts(chosen: Selection, kind: FacetKind) -> Counts:
    joined = chosen.view.joined_values((kind,))
    if len(chosen.documents) * _FEW < len(chosen.mask):
        return joined.of_some(chosen.documents)
    return joined.of_many(chosen.mask)


def _least(counts: Counts, limit: int) -> int:
    """Return the count of the last of the ``limit`` most frequent values."""
    place = len(counts) - limit
    return int(np.partition(counts, place)[place])


def _of_several(
    found: Sequence[Selection], kind: FacetKind, numbers: ValueNumbers, limit: int
) -> tuple[FacetCount, ...]:
    counted = [
        (chosen.view, counts)
        for chosen in found
        if len(counts := _counts(chosen, kind)) and counts.any()
    ]
    if len(counted) == 1:
        view, counts = counted[0]
        (pairs,) = view.joined_values((kind,)).most(counts, limit)
        return view.counted_values(kind, pairs)
    own = [numbers.of(view) for view, _ in counted]
    totals = np.zeros(len(numbers), np.int64)
    for of_segment, (_, counts) in zip(own, counted, strict=True):
        totals[of_segment] += counts
    held = totals[totals > 0]
    least = _least(held, limit) if 0 < limit < len(held) else 1
    ties = max(0, limit - int(np.count_nonzero(totals > least)))
    values: dict[str, FacetCount] = {}
    for of_segment, (view, counts) in zip(own, counted, strict=True):
        sums = totals[of_segment]
        sums[counts == 0] = 0
        # Ordinals ascend like keys: of those that tie no more than the first count.
        above, equal = np.flatnonzero(sums > least), np.flatnonzero(sums == least)
        chosen = np.concatenate((above, equal[:ties]))
        for ordinal, total in zip(chosen.tolist(), sums[chosen].tolist(), strict=True):
            value = view.value(kind, ordinal)
            known = values.get(value.key)
            if known is None or value.name < known.value.name:
                values[value.key] = FacetCount(value, total)
    order = sorted(values, key=lambda key: (-values[key].count, key))[:limit]
    return tuple(values[key] for key in order)
