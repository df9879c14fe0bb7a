"""In which order are the recognised lines of a page read?

Lines are gathered into rows. Where following rows leave one gap free all the way
down, and lines on both sides fill their width as running text does, they are columns
and read one after the other; else a row is read across, its cells parted by tabs
(a one-level XY-cut: Nagy and Seth, 1984).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

COLUMN_ROWS = 4
"""Fewer rows than this do not make columns."""
COLUMN_FILL = 0.75
"""The middle line of a column takes this share of its width or more."""
GAP_HEIGHTS = 0.8
"""A gap between columns or cells is this many line heights or wider."""


@dataclass(frozen=True, slots=True)
class Line:
    """A recognised line: its words, its box in pixels, and how sure it is (0 to 1)."""

    text: str
    left: float
    top: float
    right: float
    bottom: float
    confidence: float
    edges: tuple[int, ...] = ()
    is_vertical: bool = False
    percents: tuple[int, ...] = ()
    """As of ``archive.page_readings.ReadLine``."""

    @property
    def height(self) -> float:
        """From top to bottom."""
        return self.bottom - self.top


Row = list[Line]


def page_text(lines: Sequence[Line]) -> tuple[str, list[tuple[int, Line]]]:
    """Return the words of a page in reading order, and where each line begins."""
    pieces: list[str] = []
    placed: list[tuple[int, Line]] = []
    at = 0
    for block in _blocks(_rows(lines)):
        for row in _block_rows(block):
            for gap, line in _across(row):
                gap = "\n" if gap is None and pieces else gap or ""
                pieces += (gap, line.text)
                placed.append((at + len(gap), line))
                at += len(gap) + len(line.text)
    return "".join(pieces), placed


def _rows(lines: Sequence[Line]) -> list[Row]:
    rows: list[Row] = []
    for line in sorted(lines, key=lambda one: (one.top + one.bottom, one.left)):
        if rows and _shares_row(rows[-1], line):
            rows[-1].append(line)
        else:
            rows.append([line])
    return [sorted(row, key=lambda line: line.left) for row in rows]


def _shares_row(row: Row, line: Line) -> bool:
    top = median(one.top for one in row)
    bottom = median(one.bottom for one in row)
    shared = min(bottom, line.bottom) - max(top, line.top)
    return shared > min(bottom - top, line.height) / 2


@dataclass(frozen=True, slots=True)
class _Block:
    rows: list[Row]
    gap: tuple[float, float] | None


def _blocks(rows: Sequence[Row]) -> Iterator[_Block]:
    """Gather following rows that leave a common gap free between their lines."""
    at = 0
    while at < len(rows):
        gap, end = _widest_gap(rows[at]), at + 1
        if gap is not None:
            while end < len(rows) and (shared := _narrowed(gap, rows[end])):
                gap, end = shared, end + 1
        yield _Block(list(rows[at:end]), gap)
        at = end


def _widest_gap(row: Row) -> tuple[float, float] | None:
    least = GAP_HEIGHTS * median(line.height for line in row)
    gaps = [
        (left.right, right.left)
        for left, right in pairwise(row)
        if right.left - left.right >= least
    ]
    return max(gaps, key=lambda gap: gap[1] - gap[0], default=None)


def _narrowed(gap: tuple[float, float], row: Row) -> tuple[float, float] | None:
    """Return what a row leaves free of a gap, or None if too little is left."""
    left, right = gap
    for line in row:
        middle = (left + right) / 2
        if line.right <= middle:
            left = max(left, line.right)
        elif line.left >= middle:
            right = min(right, line.left)
        else:
            return None
    least = GAP_HEIGHTS * median(line.height for line in row) / 2
    return (left, right) if right - left >= least else None


def _block_rows(block: _Block) -> Iterator[Row]:
    sides = _columns(block)
    if sides is None:
        yield from block.rows
        return
    for side in sides:
        yield from side


def _columns(block: _Block) -> tuple[list[Row], list[Row]] | None:
    """Return the rows of the two sides, or None if they are cells of a table."""
    if block.gap is None or len(block.rows) < COLUMN_ROWS:
        return None
    middle = sum(block.gap) / 2
    left = [[one for one in row if one.right <= middle] for row in block.rows]
    right = [[one for one in row if one.left >= middle] for row in block.rows]
    sides = [[row for row in side if row] for side in (left, right)]
    if not all(len(side) >= COLUMN_ROWS and _is_running(side) for side in sides):
        return None
    return sides[0], sides[1]


def _is_running(side: Sequence[Row]) -> bool:
    start = min(row[0].left for row in side)
    end = max(row[-1].right for row in side)
    fills = [(row[-1].right - row[0].left) / (end - start) for row in side]
    return median(fills) >= COLUMN_FILL


def _across(row: Row) -> Iterator[tuple[str | None, Line]]:
    """Yield each line of a row with what parts it from the one before in the row."""
    yield None, row[0]
    for before, line in pairwise(row):
        is_apart = line.left - before.right >= GAP_HEIGHTS * before.height
        yield "\t" if is_apart else "", line
