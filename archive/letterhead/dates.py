"""When was the paper issued 成文日期?

A date in full or cut at the month or year, in figures or Chinese numerals.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from archive.letterhead.lines import Line
from archive.model import PartialDate, Span

_DIGITS = {c: i for i, c in enumerate("〇一二三四五六七八九")}
_DIGITS |= {"零": 0, "○": 0, "O": 0, "o": 0, "0": 0, "Ｏ": 0, "◯": 0, "两": 2, "元": 1}
_CN_YEAR = r"[〇○◯零Oo0一二三四五六七八九]{4}"
_CN = r"[〇○零一二三四五六七八九十廿卅元]{1,4}"
_DATE = re.compile(
    rf"(?P<year>(?:19|20)\d\s?\d|{_CN_YEAR})\s*年"
    rf"(?:\s*(?P<month>\d{{1,2}}|{_CN})\s*月(?:\s*(?P<day>\d{{1,2}}|{_CN})\s*日)?)?"
    r"|(?P<y>(?:19|20)\d\d)\s?[-./]\s?(?P<m>\d{1,2})\s?[-./]\s?(?P<d>\d{1,2})(?!\d)"
)


@dataclass(frozen=True, slots=True)
class DateFound:
    """A date and where it stands."""

    date: PartialDate
    span: Span


def dates_in(line: Line, start: int = 0) -> Iterator[DateFound]:
    """Yield the dates of a line that exist, in order."""
    for found in _DATE.finditer(line.plain, start):
        year = _number(re.sub(r"\s", "", found["year"] or found["y"]))
        month = _number(found["month"] or found["m"])
        day = _number(found["day"] or found["d"])
        value = _iso(year, month, day)
        if value:
            yield DateFound(value, line.span(*found.span()))


def whole_line_date(line: Line) -> DateFound | None:
    """Return the date that a line consists of, brackets and stops aside."""
    for found in dates_in(line):
        start, end = found.span.start - line.start, found.span.end - line.start
        if not (line.plain[:start] + line.plain[end:]).strip(" ()。.,;印发#*"):
            return found
    return None


def _iso(year: int | None, month: int | None, day: int | None) -> PartialDate | None:
    if year is None or not 1900 <= year <= 2100:
        return None
    try:
        date(year, month or 1, day or 1)
    except ValueError:
        return None
    text = f"{year:04d}"
    if month:
        text += f"-{month:02d}"
        if day:
            text += f"-{day:02d}"
    return PartialDate(text)


def _number(text: str | None) -> int | None:
    if not text:
        return None
    if text.isdecimal() and text.isascii():
        return int(text)
    text = text.replace("廿", "二十").replace("卅", "三十")
    if "十" in text:
        tens, _, ones = text.partition("十")
        return _digit(tens, 1) * 10 + _digit(ones, 0)
    value = 0
    for character in text:
        value = value * 10 + _DIGITS[character]
    return value


def _digit(text: str, default: int) -> int:
    return _DIGITS.get(text, default) if text else default
