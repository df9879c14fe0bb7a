"""Which segments are worth joining?

Every search looks at each segment, so there shall be few: each is at least RATIO
times as large as all smaller ones together, but for a few tiny ones, since a flush
of one document should not write many again.
"""

from collections.abc import Sequence

import numpy as np

from indexer.engines.whoosh.rank import LiveSegment

RATIO = 3
TINY = 16
"""Documents; smaller segments are left apart until there are MOST_TINY of them."""
MOST_TINY = 4


def to_merge(segments: Sequence[LiveSegment], *, most: int) -> list[int]:
    """Return the places of segments to join now; none if all is well.

    They hold no more than ``most`` documents together.

    A segment more than half deleted counts as the size of what is left and is joined
    alone if need be.
    """
    sizes = [int(np.count_nonzero(s.live)) for s in segments]
    for place, (segment, size) in enumerate(zip(segments, sizes, strict=True)):
        if size * 2 < segment.view.documents and size <= most:
            return [place]
    tiny = [place for place, size in enumerate(sizes) if size < TINY]
    rising = sorted(
        (place for place, size in enumerate(sizes) if size >= TINY),
        key=sizes.__getitem__,
    )
    chosen = tiny if len(tiny) > MOST_TINY else []
    smaller = sum(sizes[place] for place in chosen)
    for count, place in enumerate(rising):
        whole = smaller + sizes[place]
        if smaller and sizes[place] < RATIO * smaller and whole <= most:
            chosen = [*tiny, *rising[: count + 1]]
        smaller = whole
    return sorted(chosen) if len(chosen) > 1 else []
