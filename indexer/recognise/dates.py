"""Which words are dates, and which days do they mean?"""

import calendar
import re
from collections.abc import Sequence

from archive.model import PartialDate
from indexer.recognise.base import Found, Reading
from indexer.recognise.numerals import chinese_number

_YEAR = "(?P<year>(?:1[89]|20)\\d\\d|[零一二三四五六七八九]{4})"
_MONTH = "(?P<month>1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九元])"
_DAY = (
    "(?P<day>3[01]|[12]\\d|0?[1-9]|三十一?|二?十[一二三四五六七八九]?"
    "|[一二三四五六七八九]|廿[一二三四五六七八九]?|卅一?)"
)
_CHINESE = f"{_YEAR}\\s?年(?:\\s?{_MONTH}\\s?月(?:\\s?{_DAY}\\s?[日号])?)?"
_NUMERIC = (
    "(?P<n_year>(?:19|20)\\d\\d)(?P<sign>[-./])(?P<n_month>1[0-2]|0?[1-9])"
    "(?P=sign)(?P<n_day>3[01]|[12]\\d|0?[1-9])"
)
DATE = re.compile(f"(?<![\\d.零一二三四五六七八九])(?:{_CHINESE}|{_NUMERIC}(?![\\d.]))")


class DateRecogniser:
    """Finds absolute dates in Arabic and Chinese numerals."""

    name = "dates"
    version = "1"

    def find(self, reading: Reading, found: Sequence[Found]) -> list[Found]:
        """See ``Recogniser``."""
        return [
            Found(*match.span(), "date", self.name)
            for match in DATE.finditer(reading.text)
            if date_of(match[0])
        ]


def date_of(text: str) -> PartialDate | None:
    """Return the date that a text begins with, or None."""
    match = DATE.match(text)
    if match is None:
        return None
    groups = match.groupdict()
    year, month, day = (
        _number(groups[name] or groups[f"n_{name}"])
        for name in ("year", "month", "day")
    )
    if year is None or (month is not None and not 1 <= month <= 12):
        return None
    if month is None:
        return PartialDate(f"{year:04d}")
    if day is None or not 1 <= day <= calendar.monthrange(year, month)[1]:
        return PartialDate(f"{year:04d}-{month:02d}")
    return PartialDate(f"{year:04d}-{month:02d}-{day:02d}")


def _number(text: str | None) -> int | None:
    if not text:
        return None
    return int(text) if text.isdigit() and text.isascii() else chinese_number(text)
