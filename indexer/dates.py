"""Which days does a partial date stand for?"""

import calendar
import re
from datetime import date

_PARTIAL_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)


def days(partial_date: str) -> tuple[int, int] | None:
    """Return the first and the last day meant, as proleptic ordinals.

    None if the text is no ``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD`` that exists.
    """
    found = _PARTIAL_DATE.fullmatch(partial_date)
    if not found:
        return None
    year, month, day = (int(part) if part else None for part in found.groups())
    assert year is not None
    try:
        first = date(year, month or 1, day or 1)
    except ValueError:
        return None
    if day:
        return first.toordinal(), first.toordinal()
    last_month = month or 12
    last_day = calendar.monthrange(year, last_month)[1]
    return first.toordinal(), date(year, last_month, last_day).toordinal()
