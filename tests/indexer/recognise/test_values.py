"""What numerals, dates and amounts say."""

from decimal import Decimal

import pytest

from archive.model import Metadata, PartialDate
from indexer.recognise.dates import date_of
from indexer.recognise.normal import normalise
from indexer.recognise.numerals import chinese_number
from indexer.recognise.quantities import amount_of
from tests.indexer.recognise.reading import analysed


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


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        ("去年底完成，今年6月验收（示例）", ["2023-12", "2024-06"]),
        ("3月5日到期（示例）", ["2024-03-05"]),
        ("2019年开工，次年5月完工（示例）", ["2019", "2020-05"]),
        ("明年初、前年（示例）", ["2025-01", "2022"]),
    ],
)
def test_relative_dates_count_from_the_paper_or_the_year_named(
    text: str, dates: list[str]
) -> None:
    metadata = Metadata(issued_on=PartialDate("2024-05-01"))
    found = analysed(text, metadata).mentions
    assert [m.value for m in found if m.kind == "date"] == dates


def test_a_relative_date_without_a_year_to_count_from_says_nothing() -> None:
    found = analysed("3月5日到期（示例）").mentions
    assert [(m.surface, m.value) for m in found if m.kind == "date"] == [
        ("3月5日", None)
    ]


def test_a_quantity_says_its_number_in_plain_units() -> None:
    found = analysed("耕地29.22万亩（示例）").mentions
    assert [m.value for m in found if m.kind == "quantity"] == ["292200亩"]
