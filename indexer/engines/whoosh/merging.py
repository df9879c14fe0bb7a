"""Which segments are worth joining?"""

from collections.abc import Sequence

import numpy as np

from indexer.engines.whoosh.rank import LiveSegment

FAN_IN = 6
"""So many segments of one size become one of the next."""


def to_merge(segments: Sequence[LiveSegment]) -> list[int]:
    """Return the places of segments to join now; none if all is well.

    Sizes are powers of FAN_IN. A segment more than half deleted counts as the size
    of what is left and is joined alone if need be.
    """
    sizes = [int(np.count_nonzero(s.live)) for s in segments]
    for place, (segment, size) in enumerate(zip(segments, sizes, strict=True)):
        if size * 2 < segment.view.documents:
            return [place]
    tiers: dict[int, list[int]] = {}
    for place, size in enumerate(sizes):
        tiers.setdefault(_tier(size), []).append(place)
    for tier in sorted(tiers):
        if len(tiers[tier]) >= FAN_IN:
            smaller = [p for t in tiers if t < tier for p in tiers[t]]
            return sorted(tiers[tier] + smaller)
    return []


def _tier(size: int) -> int:
    tier = 0
    while size >= FAN_IN:
        size //= FAN_IN
        tier += 1
    return tier
