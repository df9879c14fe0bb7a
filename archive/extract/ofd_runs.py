"""Where on an OFD page does text run, and in which order is it read?

Coordinates are millimetres from the top left (GB/T 33190 §7.5).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby, pairwise

from archive.extract.pdf_rows import rows_in_reading_order

WIDE_GAP = 1.5
"""A gap of so many letters parts cells of a line."""
Matrix = tuple[float, float, float, float, float, float]
IDENTITY: Matrix = (1, 0, 0, 1, 0, 0)


@dataclass(frozen=True, slots=True)
class Run:
    """Letters in a row: where the first stands, where the last one ends."""

    x: float
    y: float
    size: float
    text: str
    end_x: float
    end_y: float

    @property
    def is_vertical(self) -> bool:
        """Tell whether the letters stand below each other."""
        return abs(self.end_y - self.y) > 1.5 * self.size > 0 and abs(
            self.end_y - self.y
        ) > abs(self.end_x - self.x)


@dataclass(slots=True)
class _Piece:
    """Runs of a line with no wide gap between; ``y`` counts from the bottom."""

    x0: float
    x1: float
    y0: float
    y1: float
    text: str


def placed(
    matrix: Matrix,
    start: tuple[float, float],
    size: float,
    text: str,
    steps_x: str,
    steps_y: str,
) -> Run:
    """Return a run of a text object as it stands on the page.

    ``steps_x`` and ``steps_y`` are its DeltaX and DeltaY.
    """
    a, b, c, d, e, f = matrix
    x, y = start
    along, down = _advance(steps_x, text), _advance(steps_y, text)
    if along is None:
        along = 0.0 if down is not None else _natural(text, size) - size
    down = down or 0.0
    if abs(along) >= abs(down):
        along += size
    else:
        down += size
    left, top = a * x + c * y + e, b * x + d * y + f
    height = size * (abs(d) or abs(b) or 1.0)
    end_x, end_y = left + a * along + c * down, top + b * along + d * down
    return Run(left, top, height, text, end_x, end_y)


def laid_out(runs: list[Run]) -> str:
    """Return the runs as lines: from top to bottom, columns of prose one by one.

    Vertical text is one block, its columns from right to left.
    """
    vertical = [run for run in runs if run.is_vertical]
    across = [run for run in runs if not run.is_vertical]
    if not vertical:
        return "".join(_lines(across))
    top = min(min(run.y, run.end_y) for run in vertical)
    above = [run for run in across if run.y < top]
    below = [run for run in across if run.y >= top]
    return "".join([*_lines(above), *_columns(vertical), *_lines(below)])


def _lines(runs: list[Run]) -> Iterator[str]:
    pieces = [piece for line in _rows(runs) for piece in _pieces(line)]
    for row in rows_in_reading_order(pieces):
        yield "\t".join(piece.text for piece in row) + "\n"


def _rows(runs: list[Run]) -> list[list[Run]]:
    rows: list[list[Run]] = []
    for run in sorted(runs, key=lambda one: (one.y, one.x)):
        if rows and run.y - rows[-1][0].y <= min(run.size, rows[-1][0].size) / 2:
            rows[-1].append(run)
        else:
            rows.append([run])
    return [sorted(row, key=lambda one: one.x) for row in rows]


def _pieces(row: list[Run]) -> Iterator[_Piece]:
    """Yield what of a line stands together; a wide gap, as between cells, parts it."""
    together = [row[0]]
    for before, run in pairwise(row):
        if run.x - before.end_x > WIDE_GAP * run.size:
            yield _piece(together)
            together = []
        together.append(run)
    yield _piece(together)


def _piece(runs: list[Run]) -> _Piece:
    # All of one line: the boxes of letters of two sizes must overlap.
    bottom, size = -runs[0].y, max(run.size for run in runs)
    text = "".join(run.text for run in runs)
    end = max(max(run.x, run.end_x) for run in runs)
    return _Piece(runs[0].x, max(end, runs[0].x + 0.1), bottom, bottom + size, text)


def _columns(runs: list[Run]) -> Iterator[str]:
    ordered = sorted(runs, key=lambda one: (-one.x, one.y))
    size = max(run.size for run in runs)
    key = 0.0

    def column(run: Run) -> float:
        nonlocal key
        if abs(run.x - key) > size / 2:
            key = run.x
        return key

    for _, group in groupby(ordered, key=column):
        column_runs = sorted(group, key=lambda one: min(one.y, one.end_y))
        yield "".join(run.text for run in column_runs) + "\n"


def _advance(steps: str, text: str) -> float | None:
    """Return the sum of steps, None if there are none; ``g n d`` is n times d."""
    found: list[float] = []
    words = iter(steps.split())
    try:
        for word in words:
            if word == "g":
                times, step = int(next(words)), float(next(words))
                found += [step] * min(times, len(text))
            else:
                found.append(float(word))
    except (ValueError, StopIteration):
        return None
    return sum(found[: max(len(text) - 1, 1)]) if found else None


def _natural(text: str, size: float) -> float:
    return size * sum(0.5 if letter.isascii() else 1.0 for letter in text)


def times(inner: Matrix, outer: Matrix) -> Matrix:
    """Return the matrix that applies ``inner`` first, then ``outer``."""
    a, b, c, d, e, f = inner
    p, q, r, s, t, u = outer
    return (
        a * p + b * r,
        a * q + b * s,
        c * p + d * r,
        c * q + d * s,
        e * p + f * r + t,
        e * q + f * s + u,
    )
