"""Who signed, and on which day: the lines above a date that stands alone?"""

import re
from collections.abc import Iterator

from archive.letterhead.dates import DateFound, dates_in, whole_line_date
from archive.letterhead.issuers import is_organisation
from archive.letterhead.lines import Line, plain
from archive.model import Span

_YEAR_LINE = re.compile(
    r"^[^\n]*?(?:(?:19|20)\d{2}|[〇○零oO0一二三四五六七八九]{4})[^\S\n]*年[^\n]{2,20}日[^\n]{0,4}$",
    re.MULTILINE,
)
_HIGHEST = 8
"""So many bodies may sign one above the other."""


class Signature:
    """The bodies that signed, in order, where they stand, and the date below."""

    __slots__ = ("date", "names", "span")

    def __init__(self, names: tuple[str, ...], span: Span, date: DateFound) -> None:
        self.names = names
        self.span = span
        self.date = date


def signatures(text: str) -> Iterator[Signature]:
    """Yield the signatures of a text in order; cheap on long texts."""
    for found in _YEAR_LINE.finditer(text):
        if found.end() - found.start() > 60:
            continue
        line = _line(text, found.start(), found.end())
        date = whole_line_date(line)
        above = list(_bodies_above(text, found.start())) if date else []
        if date and above:
            names = tuple(name for name, _ in reversed(above))
            span = Span(above[-1][1].start, above[0][1].end)
            yield Signature(names, span, date)
        elif not date:
            yield from _on_one_line(line)


def _on_one_line(line: Line) -> Iterator[Signature]:
    """Body and date on one line: 某县人民政府　2024年3月5日."""
    for date in dates_in(line):
        before = line.text[: date.span.start - line.start].strip()
        rest = line.plain[date.span.end - line.start :].strip(" )。.")
        if not rest and is_organisation(re.sub(r"\s+", "", before)):
            span = line.span(0, len(before))
            yield Signature((re.sub(r"\s+", "", before),), span, date)


def _bodies_above(text: str, end: int) -> Iterator[tuple[str, Line]]:
    for _ in range(_HIGHEST):
        line, end = _line_before(text, end)
        if line is None:
            return
        body = re.sub(r"\s+|[(（][盖章公]{1,3}[)）]$", "", line.text)
        if not is_organisation(body):
            return
        yield body, line


def _line_before(text: str, end: int) -> tuple[Line | None, int]:
    """Return the line above a place, blank ones passed over, and where it starts."""
    while end > 0:
        start = text.rfind("\n", 0, end - 1) + 1
        if text[start:end].strip():
            return _line(text, start, end), start
        end = start
    return None, 0


def _line(text: str, start: int, end: int) -> Line:
    raw = text[start:end]
    kept = raw.strip()
    return Line(start + raw.index(kept), kept, plain(kept))
