"""Are workbooks read sheet by sheet, and refused by name when locked?"""

import struct
from datetime import UTC, datetime
from pathlib import Path

import pytest
import xlsxwriter

from archive.errors import EncryptedFile
from archive.extract.base import OriginalFile
from archive.extract.number_format import moment_shown, number_shown
from archive.extract.ole import CompoundFile
from archive.extract.sheet import SheetExtractor
from archive.sniff import XLS
from tests.archive.compound_samples import write_compound
from tests.archive.extract.golden import FOLDER


@pytest.mark.parametrize("name", ["workbook.xlsx", "workbook.xls", "workbook.ods"])
def test_each_visible_sheet_is_a_page_and_hidden_ones_are_counted(name: str) -> None:
    read = SheetExtractor().extract(OriginalFile(FOLDER / name, name))
    first, second = (read.text[page.start : page.end] for page in read.pages)
    assert first.startswith("存量家底\n\n示例镇资产清单\n")
    assert "示例水库管理房\n（含附属设施）\t1\t123456.78\t2024年3月5日\n" in first
    assert second == "示例：第二张表\n"
    assert [(w.code, w.details) for w in read.warnings] == [
        ("hidden_sheets", {"count": 1, "names": "字典"})
    ]


def test_a_workbook_behind_a_password_is_refused_by_name(tmp_path: Path) -> None:
    with CompoundFile(FOLDER / "workbook.xls", XLS) as file:
        workbook = file.read("Workbook")
    (size,) = struct.unpack_from("<H", workbook, 2)
    password = struct.pack("<HHHHH", 0x2F, 6, 0, 1, 1)
    locked = workbook[: 4 + size] + password + workbook[4 + size :]
    path = write_compound(tmp_path / "示例.xls", {"Workbook": locked})
    with pytest.raises(EncryptedFile):
        SheetExtractor().extract(OriginalFile(path, path.name))


def test_numbers_and_days_stand_as_the_workbook_shows_them(tmp_path: Path) -> None:
    path = tmp_path / "示例.xlsx"
    with xlsxwriter.Workbook(path) as workbook:
        sheet = workbook.add_worksheet("示例账")
        rows = (
            (0.123, "0.0%"),
            (1234567.5, "#,##0.00"),
            (9876, '"¥"#,##0.00'),
            (45356, 'yyyy"年"m"月"d"日"'),
            (7, "000"),
            (3.25, "General"),
        )
        for row, (number, code) in enumerate(rows, start=2):
            sheet.write(row, 1, "项目")
            form = workbook.add_format({"num_format": code})
            sheet.write_number(row, 2, number, form)
        sheet.write_formula(8, 1, "=C3*2", workbook.add_format(), 0.246)
        sheet.set_row(3, None, None, {"hidden": True})
    read = SheetExtractor().extract(OriginalFile(path, path.name))
    shown = [line.partition("\t")[2] for line in read.text.splitlines()[2:]]
    assert [line for line in shown if line] == [
        *("12.3%", "1,234,567.50", "¥9,876.00", "2024年3月5日", "007", "3.25")
    ]
    assert read.text.endswith("0.246\n")
    assert [(w.code, w.details) for w in read.warnings] == [
        ("hidden_rows", {"count": 1})
    ]


LARGE = '[>=1000000]0.00,,"百万";[>=1000]0.00,"千";0'


@pytest.mark.parametrize(
    ("number", "code", "shown"),
    [
        (0.5, "0%", "50%"),
        (0.285, "0.0%", "28.5%"),
        (1.005, "0.00", "1.01"),
        (-1200, "#,##0;(#,##0)", "(1,200)"),
        (-3, "0.0", "-3.0"),
        (0, '0;-0;"无"', "无"),
        (1234567, "#,##0,", "1,235"),
        (12, '0"亩"', "12亩"),
        (5, "[Red]0.0", "5.0"),
        (5, "[$￥-804]#,##0.00", "￥5.00"),
        (1200, r"_ * #,##0.00_ ", "1,200.00"),
        (12345, "0.00E+00", "1.23E+04"),
        (-0.001, "0.0", "0.0"),
        (12345.6, '#,##0.0,"千元"', "12.3千元"),
        (12345678, '0.00,,"百万"', "12.35百万"),
        (50, LARGE, "50"),
        (23456, LARGE, "23.46千"),
        (3450000, LARGE, "3.45百万"),
        (-50, LARGE, None),
        (50, '[<1000]"小";"大"', "小"),
        (1000, '[<1000]"小";"大"', "大"),
        (50, '[>100]"大"', None),
        (50, '0;[<0]-0;"无"', None),
        (0, '0;;"无"', "无"),
        (-5, '0;;"无"', None),
        (5, "[h]", None),
        (0.5, "# ?/?", None),
        (5, "General", None),
        (5, "yyyy-mm-dd", None),
        (5, "", None),
        (1e300, "0.0#;;;@", None),
    ],
)
def test_a_number_is_shown_as_its_format_says(
    number: float, code: str, shown: str | None
) -> None:
    assert number_shown(number, code) == shown


def test_a_moment_is_shown_in_chinese_and_else_left_to_be_told_plainly() -> None:
    moment = datetime(2024, 3, 5, 9, 7, tzinfo=UTC)
    assert moment_shown(moment, 'yyyy"年"m"月"d"日" h"时"mm"分"') == (
        "2024年3月5日 9时07分"
    )
    assert moment_shown(moment, "yyyy-mm") == "2024-03"
    assert moment_shown(moment, "m/d/yy") is None
    assert moment_shown(moment, "") is None


@pytest.mark.parametrize(
    "code",
    ['dddd d"日"', 'm"月"d"日" aaaa', '[h]"时"mm"分"', 'mmm"月"', 'ss.00"秒"', ";"],
)
def test_a_moment_by_names_or_lengths_of_time_is_left_to_be_told_plainly(
    code: str,
) -> None:
    assert moment_shown(datetime(2024, 3, 15, 9, 7, tzinfo=UTC), code) is None


def test_minutes_are_told_from_months_by_what_stands_beside_them() -> None:
    moment = datetime(2024, 3, 5, 9, 7, 8, tzinfo=UTC)
    assert moment_shown(moment, 'm"月" mm"分"ss"秒"') == "3月 07分08秒"
