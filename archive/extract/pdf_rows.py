"""Which pieces of a block on a page stand on one line, and which in columns?"""

from collections.abc import Iterator, Sequence
from typing import Protocol, TypeVar

_LEAST_COLUMN_ROWS = 3
_LEAST_COLUMN_WIDTH = 8
"""In heights of a line: columns of prose, unlike those of a table, are wide."""


class Piece(Protocol):
    """A run of text in a box; coordinates are points from the bottom left."""

    x0: float
    x1: float
    y0: float
    y1: float


P = TypeVar("P", bound=Piece)
Row = list[P]


def rows_in_reading_order(pieces: Sequence[P]) -> Iterator[Row[P]]:
    """Yield pieces at one height together, but prose in two columns by column.

    A wide gap, as justified text and tables have, makes two pieces of one line. The
    pieces are those of one block, from top to bottom.
    """
    region: list[Row[P]] = []
    for row in _rows(pieces):
        if region and not _shares_gutter([*region, row]):
            yield from _ordered(region)
            region = []
        region.append(row)
    yield from _ordered(region)


def _rows(pieces: Sequence[P]) -> Iterator[Row[P]]:
    row: Row[P] = []
    for piece in pieces:
        if row and not _is_beside(row[-1], piece):
            yield sorted(row, key=lambda each: each.x0)
            row = []
        row.append(piece)
    if row:
        yield sorted(row, key=lambda each: each.x0)


def _is_beside(one: Piece, other: Piece) -> bool:
    overlap = min(one.y1, other.y1) - max(one.y0, other.y0)
    return overlap > 0.6 * min(one.y1 - one.y0, other.y1 - other.y0)


def _gutter(rows: Sequence[Row[P]]) -> tuple[float, float] | None:
    """Return the edges of the empty strip between the pairs of some rows."""
    pairs = [row for row in rows if len(row) == 2]
    if not pairs:
        return None
    return max(left.x1 for left, _ in pairs), min(right.x0 for _, right in pairs)


def _shares_gutter(rows: Sequence[Row[P]]) -> bool:
    gutter = _gutter(rows)
    if gutter is None:
        return len(rows) == 1
    left, right = gutter
    return left < right and all(
        len(row) <= 2 and all(p.x1 <= left or p.x0 >= right for p in row)
        for row in rows
    )


def _ordered(rows: list[Row[P]]) -> Iterator[Row[P]]:
    pairs = [row for row in rows if len(row) == 2]
    if len(pairs) < _LEAST_COLUMN_ROWS or not all(
        _is_prose([row[side] for row in pairs]) for side in (0, 1)
    ):
        yield from rows
        return
    left, _ = _gutter(rows) or (0.0, 0.0)
    columns: tuple[list[Row[P]], list[Row[P]]] = ([], [])
    for row in rows:
        for piece in row:
            columns[piece.x0 > left].append([piece])
    yield from columns[0]
    yield from columns[1]


def _is_prose(column: Sequence[Piece]) -> bool:
    widths = [(piece.x1 - piece.x0) / (piece.y1 - piece.y0) for piece in column]
    return sum(widths) / len(widths) >= _LEAST_COLUMN_WIDTH
