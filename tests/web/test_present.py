from datetime import UTC, datetime, timedelta

import pytest

from archive import sniff
from web.present import (
    count_zh,
    date_zh,
    day_zh,
    format_zh,
    page_of_zh,
    page_zh,
    pages_zh,
    seconds_zh,
    time_zh,
)


@pytest.mark.parametrize(
    ("date", "words"),
    [
        ("2024-09-02", "2024年9月2日"),
        ("1982-05", "1982年5月"),
        ("1954", "1954年"),
        (None, ""),
    ],
)
def test_a_date_says_no_more_than_is_known(date: str | None, words: str) -> None:
    assert date_zh(date) == words


def test_counts_have_commas_between_thousands() -> None:
    assert count_zh(1248) == "1,248"


def test_the_year_of_a_time_is_said_only_if_it_is_another() -> None:
    now = datetime(2026, 11, 24, 12, tzinfo=UTC)

    assert day_zh(now, now) == "11月24日"
    assert day_zh(now - timedelta(days=400), now) == "2025年10月20日"


def test_a_time_of_today_is_said_so() -> None:
    now = datetime(2026, 11, 24, 12, 5, tzinfo=UTC)

    assert time_zh(now, now).startswith("今天 ")
    assert not time_zh(now - timedelta(days=2), now).startswith("今天")


def test_a_fast_search_is_not_measured_finer_than_a_tenth() -> None:
    assert seconds_zh(43.2) == "不到 0.1 秒"
    assert seconds_zh(1234) == "1.2 秒"


def test_media_types_have_the_names_that_clerks_use() -> None:
    assert format_zh("application/pdf") == "PDF"
    assert format_zh("image/tiff") == "图像"
    assert format_zh(None) == "未知格式"


def test_a_text_without_pages_has_a_tag_too() -> None:
    assert page_zh(3) == "第3页"
    assert page_zh(None) == "原文"


def test_a_spreadsheet_has_sheets_and_a_book_has_pages() -> None:
    assert pages_zh(2, sniff.XLSX) == "2 个工作表"
    assert page_of_zh(1, sniff.XLSX) == "第1个工作表"
    assert pages_zh(2, sniff.PDF) == "2 页"
