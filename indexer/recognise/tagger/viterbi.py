"""Which sequence of tags weighs most?"""

import numpy as np
from numpy.typing import NDArray

KINDS = ("person", "place", "organisation", "post")
TAGS = 1 + 4 * len(KINDS)
"""O, then begin, inside, end and single of each kind."""
NEVER = np.float32(-1e5)

Weights = NDArray[np.float32]
Tags = NDArray[np.int64]


def legal() -> Weights:
    """Return 0 for each pair of tags that may follow, ``NEVER`` for others."""
    pairs = np.full((TAGS, TAGS), NEVER, dtype=np.float32)
    for before in range(TAGS):
        part, kind = (before - 1) % 4, (before - 1) // 4
        for after in range(TAGS):
            is_open = before > 0 and part < 2
            goes_on = after > 0 and (after - 1) % 4 in (1, 2)
            same = after > 0 and (after - 1) // 4 == kind
            if is_open == goes_on and (not is_open or same):
                pairs[before, after] = 0
    return pairs


def decode(emissions: Weights, transitions: Weights) -> Tags:
    """Return the best tags of each row; (rows, length, tags) to (rows, length).

    The last place of each row must be padding, tagged O.
    """
    count, length, _ = emissions.shape
    score = emissions[:, 0].copy()
    score[:, [i for i in range(1, TAGS) if (i - 1) % 4 in (1, 2)]] = NEVER
    back = np.zeros((length, count, TAGS), dtype=np.int8)
    for place in range(1, length):
        paths = score[:, :, None] + transitions
        back[place] = paths.argmax(axis=1)
        score = paths.max(axis=1) + emissions[:, place]
    tags = np.zeros((count, length), dtype=np.int64)
    rows = np.arange(count)
    for place in range(length - 1, 0, -1):
        tags[:, place - 1] = back[place, rows, tags[:, place]]
    return tags


def spans(tags: Tags) -> list[tuple[int, int, str]]:
    """Return start, end and kind of what the tags mark."""
    found, start = [], 0
    for place in np.flatnonzero(tags):
        part, kind = divmod(int(tags[place]) - 1, 4)[::-1]
        if part in (0, 3):
            start = int(place)
        if part in (2, 3):
            found.append((start, int(place) + 1, KINDS[kind]))
    return found
