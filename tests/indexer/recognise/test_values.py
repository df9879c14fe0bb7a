"""What numerals, dates and amounts say."""

from decimal import Decimal

import pytest

from indexer.recognise.dates import date_of
from indexer.recognise.normal import normalise
from indexer.recognise.numerals import chinese_number
from indexer.recognise.quantities import amount_of


@pytest.mark.parametrize(
    ("text", "number"),
    [("三千五百万", 35_000_000), ("两亿", 200_000_000), ("廿三", 23), ("十", 10)],
)
def test_chinese_numerals_are_read(text: str, number: int) -> None:
    assert chinese_number(text) == number


def test_words_are_no_number() -> None:
    assert chinese_number("山中") is None


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("二〇二四年三月五日", "2024-03-05"),
        ("2024年元月三十一日", "2024-01-31"),
        ("二○二四年三月二十", "2024-03"),
        ("2024.3.5", "2024-03-05"),
        ("2023年2月30日", "2023-02"),
    ],
)
def test_dates_are_read_as_far_as_they_go(text: str, date: str) -> None:
    assert date_of(normalise(text).text) == date


@pytest.mark.parametrize(
    ("text", "number", "unit"),
    [("29.22万亩", "292200", "亩"), ("1,346.5万元", "13465000", "元")],
)
def test_amounts_are_multiplied_out(text: str, number: str, unit: str) -> None:
    assert amount_of(text) == (Decimal(number), unit)
