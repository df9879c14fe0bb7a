"""The list of results as a file: whole, safe to open, and no more than may be seen."""

import csv
import io
import zipfile
from urllib.parse import unquote

import pytest

from tests.web.archive_parts import Archive
from web.result_list import COLUMNS
from web.spreadsheets import csv_bytes, xlsx_bytes


def rows_of(content: bytes) -> list[list[str]]:
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def test_every_result_is_a_row_whatever_page_was_asked_for(archive: Archive) -> None:
    for number in range(205):
        archive.hold(f"示例桥第{number}号\n移交。", name=f"{number}.txt")
    with archive.as_role("reader") as reader:
        answer = reader.get("/api/search.csv", params={"q": "移交", "limit": 1})
        assert reader.get("/search.csv?q=移交").content == answer.content

    heads, *rows = rows_of(answer.content)
    assert tuple(heads) == COLUMNS
    assert len(rows) == 205
    assert [row[0] for row in rows] == [str(n) for n in range(1, 206)]
    assert answer.headers["x-total-count"] == "205"
    assert "检索结果.csv" in unquote(answer.headers["content-disposition"])


def test_a_list_holds_nothing_that_its_reader_may_not_see(archive: Archive) -> None:
    archive.hold("示例桥移交。")
    archive.hold("另一座桥移交。", collection="机要")
    with archive.as_role("reader", "公开") as reader:
        listed = rows_of(reader.get("/search.csv?q=移交").content)
        book = zipfile.ZipFile(io.BytesIO(reader.get("/search.xlsx?q=移交").content))

    assert [row[1] for row in listed[1:]] == ["示例桥移交。"]
    strings = book.read("xl/sharedStrings.xml").decode()
    assert "示例桥移交。" in strings
    assert "另一座桥" not in strings and "机要" not in strings
    assert "查找含“移交”的文献。" in strings


@pytest.mark.parametrize(
    "cell",
    [
        "=1+1",
        "+1",
        "-1",
        "@SUM(A1)",
        "\t=1",
        " =1",
        "\r=1",
        "\uff1d1+1",
        "\uff20甲",
        "\ufeff=1",
    ],
)
def test_no_cell_of_a_csv_is_a_formula(cell: str) -> None:
    (row,) = rows_of(csv_bytes((), [[cell, "甲-乙"]]))[1:]
    assert row == [f"'{cell}", "甲-乙"]


def test_no_cell_of_a_workbook_is_a_formula_or_breaks_it() -> None:
    content = xlsx_bytes(("题名",), [("=1+1",), ("\x00\ud800" + "长" * 40_000,)], ())
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
        strings = book.read("xl/sharedStrings.xml").decode()
    assert "<f>" not in sheet
    assert "<t>=1+1</t>" in strings
    assert "\ufffd\ufffd" + "长" * 10 in strings


def test_what_cannot_be_read_is_refused_as_a_search_is(archive: Archive) -> None:
    with archive.as_role("reader") as reader:
        assert reader.get("/api/search.csv", params={"q": '"移交'}).status_code == 400
    with archive.client() as stranger:
        assert stranger.get("/api/search.csv").status_code == 401
