"""Where do terms of office lie in the picture of a timeline?

Plain numbers for an SVG of a fixed width; the table behind it holds the words.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from indexer.dates import days
from web.pages.careers import CANDIDATE, REGULAR, Term

WIDTH, LABELS, ROW, TOP = 840, 176, 40, 24
_BAR, _LEAST = 26, 9
_LABEL_AT_MOST = 13
_TEXT = 12
_YEARS_AT_MOST = 80


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the picture: its label and the terms on it."""

    label: str
    terms: tuple[Term, ...]


@dataclass(frozen=True, slots=True)
class Bar:
    """A term: ``kind`` is its look, ``text`` stands at ``text_x`` if it fits."""

    x: float
    y: float
    width: float
    kind: str
    title: str
    text: str
    text_x: float
    is_inside: bool
    url: str | None


@dataclass(frozen=True, slots=True)
class Timeline:
    """A picture: years at the top, labels at the left, bars and the books' diamonds."""

    height: int
    years: tuple[tuple[float, str], ...]
    labels: tuple[tuple[int, str, str], ...]
    bars: tuple[Bar, ...]
    gaps: tuple[tuple[float, float, float], ...]
    books: tuple[tuple[float, float], ...]
    kinds: frozenset[str]


def timeline(rows: Sequence[Row], *, shows_names: bool) -> Timeline | None:
    """Return the picture of rows, or None where no term has a date.

    ``shows_names`` writes who into the bars, else when.
    """
    places = [_place(term) for row in rows for term in row.terms]
    known = [place for place in places if place is not None]
    if not known:
        return None
    first = int(min(start for start, _ in known))
    last = min(int(max(end for _, end in known)) + 1, first + _YEARS_AT_MOST)
    scale = _Scale(first, max(last, first + 4))
    bars: list[Bar] = []
    books: list[tuple[float, float]] = []
    gaps: list[tuple[float, float, float]] = []
    for index, row in enumerate(rows):
        y = TOP + 10 + index * ROW
        for place, term in enumerate(row.terms):
            following = row.terms[place + 1 :]
            bar = _bar(term, scale, y, following, shows_names=shows_names)
            if bar is None:
                continue
            bars.append(bar)
            books += _books(term, scale, y)
            if term.ends:
                gaps.append(_gap(term, scale, y))
    return Timeline(
        height=TOP + 10 + len(rows) * ROW,
        years=scale.ticks(),
        labels=tuple(
            (TOP + 28 + index * ROW, _cut(row.label), row.label)
            for index, row in enumerate(rows)
        ),
        bars=tuple(bars),
        gaps=tuple(gaps),
        books=tuple(dict.fromkeys(books)),
        kinds=frozenset(bar.kind for bar in bars),
    )


@dataclass(frozen=True, slots=True)
class _Scale:
    first: int
    last: int

    def x(self, year: float) -> float:
        share = (year - self.first) / (self.last - self.first)
        return round(LABELS + min(max(share, 0), 1) * (WIDTH - LABELS - 8), 1)

    def ticks(self) -> tuple[tuple[float, str], ...]:
        years = self.last - self.first
        step = next(s for s in (1, 2, 5, 10, 20) if years / s <= 9 or s == 20)
        return tuple(
            (self.x(year), str(year) if year % step == 0 and year < self.last else "")
            for year in range(self.first, self.last + 1)
            if years <= 20 or year % step == 0
        )


def _place(term: Term) -> tuple[float, float] | None:
    """Return from when to when, in years, a term is known to have lasted."""
    start = _year(term.start or term.first_seen, is_end=False)
    end = _year(term.end or term.last_seen or term.left_by, is_end=True)
    if start is None and end is None:
        return None
    if start is None or (end is not None and start > end):
        start = (end or 0) - 0.25
    return start, end if end is not None else start + 0.25


def _year(text: str | None, *, is_end: bool) -> float | None:
    span = days(text) if text else None
    if span is None:
        return None
    day = date.fromordinal(span[1] if is_end else span[0])
    return day.year + (day.timetuple().tm_yday - (0 if is_end else 1)) / 366


def _bar(
    term: Term, scale: _Scale, y: float, following: Sequence[Term], *, shows_names: bool
) -> Bar | None:
    place = _place(term)
    if place is None:
        return None
    left = scale.x(place[0])
    right = scale.x(scale.last if _is_open(term) else place[1])
    width = max(right - left, _LEAST)
    text = term.official if shows_names else _short(term)
    indent = 11 if term.starts_with_book else 6
    is_inside = len(text) * _TEXT + indent + 4 <= width
    text_x = left + indent if is_inside else left + width + indent + 1
    room = min([scale.x(p[0]) for t in following if (p := _place(t))], default=WIDTH)
    fits = is_inside or text_x + len(text) * _TEXT <= room
    return Bar(
        round(left, 1),
        y,
        round(width, 1),
        _kind(term),
        f"{term.official}，{term.chair}，{term.period or '年月不详'}",
        text if fits else "",
        round(text_x, 1),
        is_inside,
        f"/officials/{term.official_id}" if term.official_id and shows_names else None,
    )


def _is_open(term: Term) -> bool:
    return not term.is_over and term.standing == REGULAR


def _kind(term: Term) -> str:
    if term.standing in (CANDIDATE, "拟任"):
        return "cand"
    if term.standing != REGULAR:
        return "act"
    return "past" if term.is_over else "held"


def _short(term: Term) -> str:
    """Return the years of a term, as a bar shows them."""
    start, end = (term.start or "")[:4], (term.end or "")[:4]
    if start and end:
        return f"{start}年" if start == end else f"{start}—{end}年"
    if start:
        return f"{start}年起"
    return f"至{end}年" if end else ""


def _books(term: Term, scale: _Scale, y: float) -> list[tuple[float, float]]:
    found = []
    if term.starts_with_book and (start := _year(term.start, is_end=False)) is not None:
        found.append((scale.x(start), y + _BAR / 2))
    if term.ends_with_book and (end := _year(term.end, is_end=True)) is not None:
        found.append((scale.x(end), y + _BAR / 2))
    return found


def _gap(term: Term, scale: _Scale, y: float) -> tuple[float, float, float]:
    ends = [year for e, _ in term.ends if (year := _year(e, is_end=True)) is not None]
    left, right = scale.x(min(ends)), scale.x(max(ends))
    return left, y, max(round(right - left, 1), 4)


def _cut(label: str) -> str:
    return label if len(label) <= _LABEL_AT_MOST else label[: _LABEL_AT_MOST - 1] + "…"
