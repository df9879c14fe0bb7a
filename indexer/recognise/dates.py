"""Which words are dates, and which days do they mean?"""

import calendar
import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace

from archive.model import PartialDate
from indexer.recognise.base import Found, Reading, by_place
from indexer.recognise.numerals import chinese_number

_MONTHS = "1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九元]"
_DAYS = (
    "3[01]|[12]\\d|0?[1-9]|三十一?|二?十[一二三四五六七八九]?"
    "|[一二三四五六七八九]|廿[一二三四五六七八九]?|卅一?"
)
_YEAR = "(?P<year>(?:1[89]|20)\\d\\d|[零一二三四五六七八九]{4})"
_MONTH = f"(?P<month>{_MONTHS})"
_DAY = f"(?P<day>{_DAYS})"
_CHINESE = f"{_YEAR}\\s?年(?:\\s?{_MONTH}\\s?月(?:\\s?{_DAY}\\s?[日号])?)?"
_NUMERIC = (
    "(?P<n_year>(?:19|20)\\d\\d)(?P<sign>[-./])(?P<n_month>1[0-2]|0?[1-9])"
    "(?P=sign)(?P<n_day>3[01]|[12]\\d|0?[1-9])"
)
DATE = re.compile(f"(?<![\\d.零一二三四五六七八九])(?:{_CHINESE}|{_NUMERIC}(?![\\d.]))")


_RELATIVE = re.compile(
    "(?P<word>今年|本年|去年|上年|上一年|前年|明年|后年|当年|次年)度?"
    f"(?P<when>年?[底末]|年?初|(?P<r_month>{_MONTHS})\\s?月"
    f"(?:\\s?(?P<r_day>{_DAYS})\\s?[日号])?)?"
    f"|(?<![\\d年])(?<!年 )(?P<b_month>{_MONTHS})\\s?月"
    f"\\s?(?P<b_day>{_DAYS})\\s?日"
)
_STEPS = {"今年": 0, "本年": 0, "去年": -1, "上年": -1, "上一年": -1, "前年": -2}
_STEPS |= {"明年": 1, "后年": 2}
_FROM_TEXT = {"当年": 0, "次年": 1}
"""Counted from the year that the text named last, not from the paper's own."""


class DateRecogniser:
    """Finds dates, those relative to the date of the document included."""

    name = "dates"
    version = "2"

    def find(self, reading: Reading, found: Sequence[Found]) -> list[Found]:
        """See ``Recogniser``."""
        text = reading.text
        absolute = [
            Found(*match.span(), "date", self.name, value=date)
            for match in DATE.finditer(text)
            if (date := date_of(match[0]))
        ]
        taken = {i for f in absolute for i in range(f.start, f.end)}
        relative = [
            Found(*match.span(), "date", self.name)
            for match in _RELATIVE.finditer(text)
            if match.start() not in taken
        ]
        years = _Years(reading.metadata.issued_on, absolute)
        dated = (replace(f, value=years.date(text, f)) for f in relative)
        return sorted([*absolute, *dated], key=by_place)


class _Years:
    """Knows from which year a relative date counts."""

    def __init__(self, issued_on: PartialDate | None, named: Sequence[Found]) -> None:
        self._issued = int(issued_on[:4]) if issued_on else None
        self._starts = [f.start for f in named]
        self._named = [int((f.value or "0")[:4]) for f in named]

    def date(self, text: str, found: Found) -> PartialDate | None:
        """Return what a relative date says, None if nothing says the year."""
        match = _RELATIVE.match(text, found.start)
        assert match is not None
        word = match["word"]
        place = bisect_left(self._starts, found.start)
        last = self._named[place - 1] if place else None
        base = self._issued if word in _STEPS else last or self._issued
        if base is None:
            return None
        year = base + _STEPS.get(word, _FROM_TEXT.get(word, 0))
        month, day = (
            match["r_month"] or match["b_month"],
            match["r_day"] or match["b_day"],
        )
        if month:
            written = f"{year}年{month}月" + (f"{day}日" if day else "")
            return date_of(written)
        when = (match["when"] or "")[-1:]
        ends = {"底": "-12", "末": "-12", "初": "-01"}
        return PartialDate(f"{year:04d}{ends.get(when, '')}")


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
