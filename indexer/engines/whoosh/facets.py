"""How often does each value occur in an answer?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from indexer.engine import FacetCount, FacetKind, Value
from indexer.engines.whoosh.joined_values import ORDINAL_BITS, ranked
from indexer.engines.whoosh.view import Mask, SegmentView
from indexer.engines.whoosh.vocabulary import ValueNumbers

Counts = NDArray[np.int64]
Facets = dict[FacetKind, tuple[FacetCount, ...]]

_ONE_BY_ONE = 40
"""So few documents are counted faster without arrays."""
_FEW = 10
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
    view = chosen.view
    if len(chosen.documents) <= _ONE_BY_ONE:
        return {kind: _one_by_one(chosen, kind, limit) for kind in kinds}
    if len(chosen.documents) * _FEW < len(chosen.mask):
        return {
            kind: _most(view, kind, _gathered(chosen, kind), limit) for kind in kinds
        }
    joined = view.joined_values(tuple(kinds))
    ranks = joined.ranked(chosen.mask)
    return {
        kind: _first(view, kind, ranks[joined.places[kind]], limit) for kind in kinds
    }


def _one_by_one(
    chosen: Selection, kind: FacetKind, limit: int
) -> tuple[FacetCount, ...]:
    view, counts = chosen.view, dict[int, int]()
    rows, ordinals = view.bounds(f"{kind}.rows"), view.bounds(f"{kind}.ordinals")
    for document in chosen.documents.tolist():
        for place in range(rows[document], rows[document + 1]):
            ordinal = ordinals[place]
            counts[ordinal] = counts.get(ordinal, 0) + 1
    # Keys are sorted, so ordinals settle ties.
    order = sorted(counts.items(), key=_by_count)[:limit]
    return tuple(
        FacetCount(view.keyed_value(kind, ordinal)[1], count)
        for ordinal, count in order
    )


def _by_count(counted: tuple[int, int]) -> tuple[int, int]:
    return -counted[1], counted[0]


def _most(
    view: SegmentView, kind: FacetKind, counts: Counts, limit: int
) -> tuple[FacetCount, ...]:
    """Return the most frequent values of one segment."""
    return _first(view, kind, ranked(counts), limit)


def _first(
    view: SegmentView, kind: FacetKind, ranks: Counts, limit: int
) -> tuple[FacetCount, ...]:
    last = len(ranks) - 1
    if 0 < limit <= last:
        ranks.partition(last + 1 - limit)
        ranks = ranks[-limit:]
    ranks.sort()
    first = int(ranks.searchsorted(1 << ORDINAL_BITS))
    # The greatest comes first.
    ranks = ranks[first:][::-1]
    ordinals = (last - (ranks & ((1 << ORDINAL_BITS) - 1))).tolist()
    values = [view.keyed_value(kind, ordinal)[1] for ordinal in ordinals]
    return tuple(map(FacetCount, values, (ranks >> ORDINAL_BITS).tolist()))


def _of_few(
    found: Sequence[Selection], kind: FacetKind, limit: int
) -> tuple[FacetCount, ...]:
    counts: dict[bytes, list[Value]] = {}
    for chosen in found:
        view = chosen.view
        rows, ordinals = view.bounds(f"{kind}.rows"), view.bounds(f"{kind}.ordinals")
        for document in chosen.documents.tolist():
            for place in range(rows[document], rows[document + 1]):
                key, value = view.keyed_value(kind, ordinals[place])
                counts.setdefault(key, []).append(value)
    order = sorted(counts, key=lambda key: (-len(counts[key]), key))[:limit]
    return tuple(
        FacetCount(min(counts[key], key=_name), len(counts[key])) for key in order
    )


def _name(value: Value) -> str:
    return value.name


def _counts(chosen: Selection, kind: FacetKind) -> Counts:
    view = chosen.view
    if len(chosen.documents) * _FEW < len(chosen.mask):
        return _gathered(chosen, kind)
    return view.joined_values((kind,)).counted(chosen.mask).astype(np.int64)


def _gathered(chosen: Selection, kind: FacetKind) -> Counts:
    view = chosen.view
    values = len(view.strings(f"{kind}.key"))
    rows = view.array(f"{kind}.rows")
    starts, ends = rows[chosen.documents], rows[chosen.documents + 1]
    places = _ranges(starts, (ends - starts).astype(np.int64))
    return np.bincount(view.array(f"{kind}.ordinals")[places], minlength=values)


def _ranges(starts: NDArray[np.uint64], lengths: Counts) -> Counts:
    """Return the indices of several ranges, one after the other."""
    before = np.cumsum(lengths) - lengths
    shifts = np.repeat(starts.astype(np.int64) - before, lengths)
    return shifts + np.arange(len(shifts))


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
        return _most(counted[0][0], kind, counted[0][1], limit)
    own = [numbers.of(view) for view, _ in counted]
    totals = np.zeros(len(numbers), np.int64)
    for of_segment, (_, counts) in zip(own, counted, strict=True):
        totals[of_segment] += counts
    held = totals[totals > 0]
    least = _least(held, limit) if 0 < limit < len(held) else 1
    ties = max(0, limit - int(np.count_nonzero(totals > least)))
    values: dict[bytes, FacetCount] = {}
    for of_segment, (view, counts) in zip(own, counted, strict=True):
        sums = totals[of_segment]
        sums[counts == 0] = 0
        # Ordinals ascend like keys: of those that tie no more than the first count.
        above, equal = np.flatnonzero(sums > least), np.flatnonzero(sums == least)
        chosen = np.concatenate((above, equal[:ties]))
        for ordinal, total in zip(chosen.tolist(), sums[chosen].tolist(), strict=True):
            key, value = view.keyed_value(kind, ordinal)
            if key not in values or value.name < values[key].value.name:
                values[key] = FacetCount(value, total)
    order = sorted(values, key=lambda key: (-values[key].count, key))[:limit]
    return tuple(values[key] for key in order)
