"""Which sequence of tags weighs most?"""

from functools import cache

import numpy as np
from numpy.typing import NDArray

PARTS = 4
"""Begin, inside, end and single."""
NEVER = np.float32(-1e4)

Weights = NDArray[np.float32]
Tags = NDArray[np.int8]


def tag_count(kinds: int) -> int:
    """Return how many tags there are: O, then the four parts of each kind."""
    return 1 + PARTS * kinds


@cache
def legal(count: int) -> Weights:
    """Return 0 for each pair of tags that may follow, ``NEVER`` for others."""
    pairs = np.full((count, count), NEVER, dtype=np.float32)
    for before in range(count):
        kind, part = divmod(before - 1, PARTS)
        for after in range(count):
            next_kind, next_part = divmod(after - 1, PARTS)
            is_open = before > 0 and part < 2
            goes_on = after > 0 and next_part in (1, 2)
            if is_open == goes_on and (not is_open or kind == next_kind):
                pairs[before, after] = 0
    pairs.flags.writeable = False
    return pairs


def inner(count: int) -> list[int]:
    """Return the tags that no sequence begins with: inside and end."""
    return [tag for tag in range(1, count) if (tag - 1) % PARTS in (1, 2)]


def decode(emissions: Weights, transitions: Weights) -> Tags:
    """Return the best tags; (length, tags, rows) to (length, rows).

    ``transitions`` are ``legal``. The last place of each row must be padding,
    tagged O.
    """
    length, count, _ = emissions.shape
    best = np.empty_like(emissions)
    best[0] = emissions[0]
    best[0, inner(count)] = NEVER
    closed = [t for t in range(count) if t == 0 or (t - 1) % PARTS in (2, 3)]
    opening = [t for t in range(count) if t == 0 or (t - 1) % PARTS in (0, 3)]
    outer = transitions[np.ix_(closed, opening)][:, :, None]
    begin, inside = np.arange(1, count, PARTS), np.arange(2, count, PARTS)
    steps = [
        (into, transitions[begin, into][:, None], transitions[inside, into][:, None])
        for into in (inside, inside + 1)
    ]
    for place in range(1, length):
        score, following = best[place - 1], best[place]
        following[opening] = (score[closed][:, None, :] + outer).max(axis=0)
        for into, from_begin, from_inside in steps:
            following[into] = np.maximum(
                score[begin] + from_begin, score[inside] + from_inside
            )
        following += emissions[place]
    return _traced(best, transitions)


def _traced(best: Weights, transitions: Weights) -> Tags:
    """Return the tags that led to O at the last place."""
    length, _, rows = best.shape
    tags = np.zeros((length, rows), dtype=np.int8)
    into = np.ascontiguousarray(transitions.T)
    for place in range(length - 1, 0, -1):
        paths = best[place - 1].T + into[tags[place]]
        tags[place - 1] = paths.argmax(axis=1)
    return tags
