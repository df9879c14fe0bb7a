"""Are workbooks read sheet by sheet, and refused by name when locked?"""

import struct
from pathlib import Path

import pytest

from archive.errors import EncryptedFile
from archive.extract.base import OriginalFile
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
    assert "示例水库管理房\n（含附属设施）\t1\t123456.78\t2024-03-05\n" in first
    assert second == "示例：第二张表\n"
    assert [(w.code, w.details) for w in read.warnings] == [
        ("hidden_sheets", {"count": 1})
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
