"""How often does each value occur in an answer?"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from indexer.engine import FacetCount, FacetKind, Value
from indexer.engines.whoosh.view import Mask, SegmentView
from indexer.engines.whoosh.vocabulary import ValueNumbers

Counts = NDArray[np.int64]

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


def count_facet(
    found: Sequence[Selection], kind: FacetKind, numbers: ValueNumbers, *, limit: int
) -> tuple[FacetCount, ...]:
    """Return the most frequent values of an answer, by count, then by key."""
    if sum(len(chosen.documents) for chosen in found) <= _ONE_BY_ONE:
        return _of_few(found, kind, limit)
    counted = [
        (chosen.view, counts)
        for chosen in found
        if len(counts := _counts(chosen, kind)) and counts.any()
    ]
    if len(counted) == 1:
        return _of_one(*counted[0], kind, limit)
    return _of_several(counted, kind, numbers, limit) if counted else ()


def _of_few(
    found: Sequence[Selection], kind: FacetKind, limit: int
) -> tuple[FacetCount, ...]:
    counts: dict[bytes, list[Value]] = {}
    for chosen in found:
        view = chosen.view
        rows, ordinals = view.bounds(f"{kind}.rows"), view.array(f"{kind}.ordinals")
        for document in chosen.documents.tolist():
            for ordinal in ordinals[rows[document] : rows[document + 1]].tolist():
                key, value = view.keyed_value(kind, ordinal)
                counts.setdefault(key, []).append(value)
    order = sorted(counts, key=lambda key: (-len(counts[key]), key))[:limit]
    return tuple(
        FacetCount(min(counts[key], key=_name), len(counts[key])) for key in order
    )


def _name(value: Value) -> str:
    return value.name


def _counts(chosen: Selection, kind: FacetKind) -> Counts:
    view = chosen.view
    values = len(view.strings(f"{kind}.key"))
    if not values:
        return np.empty(0, np.int64)
    if len(chosen.documents) * _FEW < len(chosen.mask):
        rows = view.array(f"{kind}.rows")
        starts, ends = rows[chosen.documents], rows[chosen.documents + 1]
        places = _ranges(starts, (ends - starts).astype(np.int64))
        return np.bincount(view.array(f"{kind}.ordinals")[places], minlength=values)
    # Every value has a document, so that no range of postings is empty.
    is_found = chosen.mask.view(np.uint8).take(view.array(f"{kind}.documents"))
    starts = view.array(f"{kind}.offsets")[:-1].astype(np.int64)
    counts: Counts = np.add.reduceat(is_found, starts, dtype=np.int64)
    return counts


def _ranges(starts: NDArray[np.uint64], lengths: Counts) -> Counts:
    """Return the indices of several ranges, one after the other."""
    before = np.cumsum(lengths) - lengths
    shifts = np.repeat(starts.astype(np.int64) - before, lengths)
    return shifts + np.arange(len(shifts))


def _of_one(
    view: SegmentView, counts: Counts, kind: FacetKind, limit: int
) -> tuple[FacetCount, ...]:
    (held,) = np.nonzero(counts)
    if 0 < limit < len(held):
        held = held[counts[held] >= _least(counts[held], limit)]
    # Keys are sorted, so a stable sort by count leaves ties in order of key.
    order = held[np.argsort(-counts[held], kind="stable")][:limit]
    return tuple(
        FacetCount(view.keyed_value(kind, ordinal)[1], count)
        for ordinal, count in zip(order.tolist(), counts[order].tolist(), strict=True)
    )


def _least(counts: Counts, limit: int) -> int:
    """Return the count of the last of the ``limit`` most frequent values."""
    place = len(counts) - limit
    return int(np.partition(counts, place)[place])


def _of_several(
    counted: Sequence[tuple[SegmentView, Counts]],
    kind: FacetKind,
    numbers: ValueNumbers,
    limit: int,
) -> tuple[FacetCount, ...]:
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
