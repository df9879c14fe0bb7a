"""From when to when was a post held, as brackets and the lines of a career say it?"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from archive.model import PartialDate
from indexer.recognise.dates import date_of

_MONTH = "(?:19|20)\\d\\d(?:\\s?年(?:\\s?\\d{1,2}\\s?月)?|[./]\\d{1,2}(?!\\d))?"
_TO = "\\s*(?:至|到|[-—~－–]+)\\s*"
_NOW = "今|现在|目前"
_BRACKETS = re.compile(
    f"(?:期间|职务)?\\s?\\((?P<from>{_MONTH}){_TO}(?P<to>{_MONTH}|{_NOW})\\)"
)
_CAREER = re.compile(
    f"^[ \t\u3000]*(?P<from>{_MONTH})(?:{_TO}(?P<to>{_MONTH}|{_NOW})?|起)"
    "[,:、 \t\u3000|]*(?:先后|历)?(?:在|任|担任|兼任)?[ \t\u3000]*(?=[^\n]*\\S)",
    re.MULTILINE,
)


@dataclass(frozen=True, slots=True)
class Term:
    """The time of an office, and the span of the text that names it."""

    start: int
    end: int
    begun: PartialDate | None
    ended: PartialDate | None


def bracketed(text: str, end: int) -> tuple[PartialDate | None, PartialDate | None]:
    """Return the time in brackets right behind a post: (2016年11月至2022年8月)."""
    match = _BRACKETS.match(text, end)
    return (_date(match["from"]), _date(match["to"])) if match else (None, None)


def career(text: str) -> Iterator[Term]:
    """Yield the rest of each line that begins with a period: 2011.03—2013.05 乡长."""
    for match in _CAREER.finditer(text):
        end = text.find("\n", match.end())
        yield Term(
            match.end(),
            end if end >= 0 else len(text),
            _date(match["from"]),
            _date(match["to"]),
        )


def _date(words: str | None) -> PartialDate | None:
    """Return the date of 2011年3月 or 2011.03; None for 今."""
    if not words or not words[0].isdigit():
        return None
    year, *month = re.findall("\\d+", words)
    return date_of(f"{year}年" + (f"{int(month[0])}月" if month else ""))
