"""How often does each value occur in an answer?"""

from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from indexer.engine import FacetCount, FacetKind, Value
from indexer.engines.whoosh.draft import decode
from indexer.engines.whoosh.view import Mask, SegmentView

Counts = NDArray[np.int64]


def count_facet(
    found: Sequence[tuple[SegmentView, Mask]], kind: FacetKind, *, limit: int
) -> tuple[FacetCount, ...]:
    """Return the most frequent values of an answer, by count, then by key."""
    counted = [
        (view, counts)
        for view, mask in found
        if len(counts := _counts(view, mask, kind)) and counts.any()
    ]
    if len(counted) == 1:
        return _of_one(*counted[0], kind, limit)
    return _of_several(counted, kind, limit)


def _counts(view: SegmentView, mask: Mask, kind: FacetKind) -> Counts:
    ordinals = view.array(f"{kind}.ordinals")
    values = len(view.strings(f"{kind}.key"))
    found = int(np.count_nonzero(mask))
    if found == len(mask):
        chosen = ordinals
    elif found * 8 < len(mask):
        rows = view.array(f"{kind}.rows")
        (documents,) = np.nonzero(mask)
        starts, ends = rows[documents], rows[documents + 1]
        chosen = ordinals[_ranges(starts, (ends - starts).astype(np.int64))]
    else:
        chosen = ordinals[mask[view.owners(kind)]]
    return np.bincount(chosen, minlength=values)


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
        least = np.partition(counts[held], len(held) - limit)[len(held) - limit]
        held = held[counts[held] >= least]
    # Keys are sorted, so a stable sort by count leaves ties in order of key.
    order = held[np.argsort(-counts[held], kind="stable")][:limit]
    return tuple(
        FacetCount(view.value(kind, ordinal), count)
        for ordinal, count in zip(order.tolist(), counts[order].tolist(), strict=True)
    )


def _of_several(
    counted: Sequence[tuple[SegmentView, Counts]], kind: FacetKind, limit: int
) -> tuple[FacetCount, ...]:
    totals: Counter[bytes] = Counter()
    names: dict[bytes, str] = {}
    for view, counts in counted:
        keys, labels = view.strings(f"{kind}.key"), view.strings(f"{kind}.name")
        for i in np.flatnonzero(counts).tolist():
            key, name = keys[i], decode(labels[i])
            totals[key] += int(counts[i])
            names[key] = min(name, names.get(key, name))
    order = sorted(totals, key=lambda key: (-totals[key], key))[:limit]
    return tuple(
        FacetCount(Value(decode(key), names[key]), totals[key]) for key in order
    )
