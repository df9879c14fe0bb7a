"""Partial dates and the days they stand for."""

from datetime import date

import pytest

from indexer.dates import days


@pytest.mark.parametrize(
    ("partial", "first", "last"),
    [
        ("2012", date(2012, 1, 1), date(2012, 12, 31)),
        ("2012-02", date(2012, 2, 1), date(2012, 2, 29)),
        ("1982-05-17", date(1982, 5, 17), date(1982, 5, 17)),
        ("9999", date(9999, 1, 1), date(9999, 12, 31)),
    ],
)
def test_a_partial_date_stands_for_all_of_its_days(
    partial: str, first: date, last: date
) -> None:
    assert days(partial) == (first.toordinal(), last.toordinal())


@pytest.mark.parametrize(
    "text",
    ["", "0000", "2013-02-30", "2013-13", "2013-1", "二〇一二", "\uff12012", "x"],
)
def test_what_is_no_date_has_no_days(text: str) -> None:
    assert days(text) is None
