"""How is a bar of several stretches drawn?"""

from collections.abc import Iterable

GAP = 2
"""Between two stretches; no stretch is narrower than 1."""


def stretches(
    counts: Iterable[tuple[str, int]], total: int, width: int
) -> list[tuple[str, float, float]]:
    """Return class, place and width of each stretch of a bar for ``total`` things."""
    found, at = [], 0.0
    for kind, count in counts:
        wide = count / total * width if total else 0
        if count:
            found.append((kind, round(at, 1), round(max(wide - GAP, 1), 1)))
        at += wide
    return found
