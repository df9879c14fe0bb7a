"""Which dates does a line hold, and is it nothing but a date?

A date in full or cut at the month or year, in figures or Chinese numerals.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from archive.letterhead.lines import Line
from archive.model import PartialDate, Span

_DIGITS = {c: i for i, c in enumerate("〇一二三四五六七八九")}
_DIGITS |= {"零": 0, "O": 0, "o": 0, "0": 0, "元": 1}
_CN_YEAR = r"[〇零Oo0一二三四五六七八九](?:\s?[〇零Oo0一二三四五六七八九]){3}"
_CN = r"[〇零一二三四五六七八九十廿卅元]{1,4}"
_DATE = re.compile(
    rf"(?P<year>(?:19|20)\d\s?\d|{_CN_YEAR})\s*年"
    rf"(?:\s*(?P<month>\d\s?\d?|{_CN})\s*月(?:\s*(?P<day>\d\s?\d?|{_CN})\s*日)?)?"
    r"|(?<!\d)(?P<y>(?:19|20)\d\d)\s?(?P<sep>[-./])\s?(?P<m>\d{1,2})\s?(?P=sep)"
    r"\s?(?P<d>\d{1,2})(?!\d)"
)
_MAY_HOLD = re.compile(r"年|\d\s?[-./]\s?\d")
_AROUND = re.compile(r"[\s()。.,;#*]*(?:日[\s()。.,;#*]*)?")


@dataclass(frozen=True, slots=True)
class DateFound:
    """A date and where it stands."""

    date: PartialDate
    span: Span


def dates_in(line: Line, start: int = 0, end: int | None = None) -> Iterator[DateFound]:
    """Yield the dates of a line that exist, in order."""
    if not _MAY_HOLD.search(line.plain):
        return
    for found in _DATE.finditer(
        line.plain, start, len(line.plain) if end is None else end
    ):
        value = _iso(
            _number(found["year"] or found["y"]),
            _number(found["month"] or found["m"]),
            _number(found["day"] or found["d"]),
        )
        if value:
            yield DateFound(value, line.span(*found.span()))


def whole_line_date(line: Line) -> DateFound | None:
    """Return the date, to the month at least, that a line consists of.

    Brackets, stops and a day left blank (2024年3月　日) aside.
    """
    if len(line.plain) > 30:
        return None
    found = next(dates_in(line), None)
    if found is None or len(found.date) < len("2024-03"):
        return None
    before = line.plain[: found.span.start - line.start]
    after = line.plain[found.span.end - line.start :]
    is_alone = not before.strip(" (#*") and _AROUND.fullmatch(after)
    return found if is_alone else None


def _iso(year: int | None, month: int | None, day: int | None) -> PartialDate | None:
    if year is None or not 1900 <= year <= 2100:
        return None
    try:
        date(year, 1 if month is None else month, 1 if day is None else day)
    except ValueError:
        return None
    parts = [f"{year:04d}"]
    if month is not None:
        parts.append(f"{month:02d}")
        if day is not None:
            parts.append(f"{day:02d}")
    return PartialDate("-".join(parts))


def _number(text: str | None) -> int | None:
    if not text:
        return None
    text = "".join(text.split()).replace("廿", "二十").replace("卅", "三十")
    if text.isdecimal() and text.isascii():
        return int(text)
    if "十" in text:
        tens, _, ones = text.partition("十")
        return _digit(tens, 1) * 10 + _digit(ones, 0)
    value = 0
    for character in text:
        value = value * 10 + _DIGITS[character]
    return value


def _digit(text: str, default: int) -> int:
    return _DIGITS.get(text, 99) if text else default
