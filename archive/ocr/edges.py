"""Where in a line does each of its characters begin?"""

from collections.abc import Sequence
from itertools import accumulate

from archive.page_readings import UNITS

Extent = tuple[float, float]
"""Where a character begins and ends along its line, in shares of its length."""


def matched(text: str, characters: Sequence[str]) -> list[int | None]:
    """Return for each character of a text which of those recognised it is.

    Gaps between words are in the text only.
    """
    found: list[int | None] = []
    at = 0
    for char in text:
        is_next = at < len(characters) and characters[at] == char
        found.append(at if is_next else None)
        at += is_next
    return found


def edges(extents: Sequence[Extent | None]) -> tuple[int, ...]:
    """Return one edge more than characters, in thousandths of the line, in order.

    A character of unknown extent shares the room that the known ones leave.
    """
    count = len(extents)
    known: list[float | None] = [0.0, *[None] * (count - 1), 1.0]
    for at in range(1, count):
        before, after = extents[at - 1], extents[at]
        if before and after:
            known[at] = (before[1] + after[0]) / 2
        elif before or after:
            known[at] = before[1] if before else after[0] if after else None
    filled = _filled(known)
    return tuple(accumulate((round(UNITS * share) for share in filled), max))


def _filled(known: list[float | None]) -> list[float]:
    """Return the shares with those between known ones spread evenly."""
    filled: list[float] = []
    last, at_last = 0.0, 0
    for at, share in enumerate(known):
        if share is None:
            continue
        share = min(max(share, last), 1.0)
        steps = at - at_last
        filled += [
            last + (share - last) * step / steps for step in range(1, steps + 1)
        ] or [share]
        last, at_last = share, at
    return filled
