from collections.abc import Callable
from itertools import permutations
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pdfminer.layout import LAParams, LTTextBoxHorizontal, LTTextGroup
from reportlab.pdfgen.canvas import Canvas

from archive.errors import DamagedFile, EmptyFile, EncryptedFile, RefusedFile
from archive.extract.base import OriginalFile
from archive.extract.pdf import PdfExtractor
from archive.extract.pdf_layout import SteadyPage
from archive.model import Extraction
from tests.archive.pdf_samples import (
    LATIN,
    write_gbk_font_pdf,
    write_pdf,
    write_pdf_with_files,
    write_picture_pdf,
    write_unmapped_pdf,
)

LEFT, RIGHT = 80.0, 320.0
NOTICE = ["示例县人民政府办公室", "关于做好离任交接工作的通知", "示政办发〔2024〕7号"]
COLUMN_ONE = ["左栏第一行说的是水库", "左栏第二行说的是道路", "左栏第三行说的是学校"]
COLUMN_TWO = ["右栏第一行说的是债权", "右栏第二行说的是债务", "右栏第三行说的是土地"]


def read(path: Path) -> Extraction:
    return PdfExtractor().extract(OriginalFile(path, path.name))


def test_the_pages_of_a_pdf_tile_its_text(tmp_path: Path) -> None:
    pages = [[(LEFT, NOTICE)], [(LEFT, ["附件：示例清单"])]]
    extraction = read(write_pdf(tmp_path / "示例.pdf", pages))
    texts = [extraction.text[p.start : p.end] for p in extraction.pages]
    assert [p.number for p in extraction.pages] == [1, 2]
    assert "".join(texts) == extraction.text
    assert texts[0].split("\n")[:3] == NOTICE
    assert texts[1].strip() == "附件：示例清单"
    assert extraction.warnings == ()


def test_two_columns_are_read_one_after_the_other(tmp_path: Path) -> None:
    pages = [[(LEFT, COLUMN_ONE), (RIGHT, COLUMN_TWO)]]
    text = read(write_pdf(tmp_path / "示例.pdf", pages)).text
    assert [line for line in text.split("\n") if line] == COLUMN_ONE + COLUMN_TWO


def test_two_columns_right_under_a_full_line_are_read_so_too(tmp_path: Path) -> None:
    full = "本页第一行是完整的一行文字说的是示例县本次移交的全部事项和说明"
    ones, twos = ([line + "和桥" for line in c] for c in (COLUMN_ONE, COLUMN_TWO))
    page = [(LEFT, [full, *ones]), (LEFT + 18 * 14, ["", *twos])]
    text = read(write_pdf(tmp_path / "示例.pdf", [page])).text
    assert [line for line in text.split("\n") if line] == [full, *ones, *twos]


def test_the_parts_of_a_line_with_a_gap_stand_on_one_line(tmp_path: Path) -> None:
    gap = [
        (
            LEFT,
            [
                "本页第一行是完整的一行文字内容",
                "移交人甄示例",
                "本页第三行是完整的一行文字内容",
            ],
        )
    ]
    gap.append((LEFT + 120, ["", "监交人贾示范", ""]))
    text = read(write_pdf(tmp_path / "示例.pdf", [gap])).text
    assert "移交人甄示例 监交人贾示范\n" in text


def test_blocks_equally_close_are_grouped_in_their_order_wherever_they_lie() -> None:
    page = SteadyPage(1, (0, 0, 600, 800))
    allocated = [LTTextBoxHorizontal() for _ in range(3)]
    for boxes in permutations(allocated):
        for place, box in enumerate(boxes):
            box.set_bbox((100 * place, 0, 100 * place + 50, 10))
        (group,) = page.group_textboxes(LAParams(), boxes)
        pair = next(member for member in group if isinstance(member, LTTextGroup))
        assert list(pair) == list(boxes[:2])


def test_a_pdf_that_opens_without_a_password_is_read(tmp_path: Path) -> None:
    pages = [[(LEFT, ["SHILI 2024"])]]
    path = write_pdf(tmp_path / "示例.pdf", pages, font=LATIN, user_password="")
    assert read(path).text.strip() == "SHILI 2024"


def test_a_pdf_behind_a_password_is_refused(tmp_path: Path) -> None:
    pages = [[(LEFT, NOTICE)]]
    path = write_pdf(tmp_path / "示例.pdf", pages, user_password="shili")
    with pytest.raises(EncryptedFile):
        read(path)


def test_a_pdf_of_pictures_has_pages_and_no_text(tmp_path: Path) -> None:
    extraction = read(write_picture_pdf(tmp_path / "示例.pdf"))
    assert extraction.text == ""
    assert len(extraction.pages) == 1
    assert [notice.code for notice in extraction.warnings] == ["no_text_layer"]


def test_glyphs_that_map_to_no_character_are_counted(tmp_path: Path) -> None:
    extraction = read(write_unmapped_pdf(tmp_path / "示例.pdf"))
    assert extraction.text.strip() == "\ufffd" * 5
    (warning,) = extraction.warnings
    assert warning.code == "unmapped_characters"


def make_headless(path: Path) -> None:
    path.write_bytes(b"%PDF-1.7\n" + "示例".encode())


def make_pageless(path: Path) -> None:
    path.write_bytes(
        b"%PDF-1.7\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n"
        b"2 0 obj\n<</Type/Pages/Kids[]/Count 0>>\nendobj\n"
        b"trailer\n<</Root 1 0 R>>\n"
    )


@pytest.mark.parametrize(
    ("make", "error"),
    [
        (Path.touch, EmptyFile),
        (make_headless, DamagedFile),
        (make_pageless, DamagedFile),
    ],
)
def test_a_file_that_is_no_whole_pdf_is_refused_with_the_reason(
    tmp_path: Path, make: Callable[[Path], None], error: type[RefusedFile]
) -> None:
    path = tmp_path / "示例.pdf"
    make(path)
    with pytest.raises(error):
        read(path)


@settings(
    derandomize=True,
    deadline=None,
    max_examples=120,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(st.lists(st.tuples(st.floats(0, 1), st.binary(max_size=8)), max_size=6))
def test_a_damaged_pdf_is_read_or_refused_and_nothing_else(
    tmp_path: Path, damage: list[tuple[float, bytes]]
) -> None:
    path = tmp_path / "示例.pdf"
    content = bytearray(write_pdf(path, [[(LEFT, NOTICE)]]).read_bytes())
    for where, replacement in damage:
        at = int(where * len(content))
        content[at : at + len(replacement)] = replacement
    path.write_bytes(content)
    try:
        extraction = read(path)
    except RefusedFile as error:
        assert error.code in {"damaged", "encrypted"}
    else:
        assert extraction.pages


def test_a_font_that_names_characters_in_gbk_is_read(tmp_path: Path) -> None:
    path = write_gbk_font_pdf(tmp_path / "示例.pdf", "关于示例镇的通知")
    assert read(path).text == "关于示例镇的通知\n"


def test_files_of_a_pdf_are_counted_and_come_out_with_their_names(
    tmp_path: Path,
) -> None:
    path = write_pdf_with_files(tmp_path / "示例.pdf")
    assert [(w.code, w.details) for w in read(path).warnings] == [
        ("attachments", {"count": 2})
    ]
    found = PdfExtractor().attachments(OriginalFile(path, path.name))
    assert [(a.name, a.content) for a in found] == [
        ("清单.txt", b"one"),
        ("b.txt", b"two"),
    ]


def test_a_page_turned_on_its_side_is_read_in_the_order_of_its_lines(
    tmp_path: Path,
) -> None:
    path = tmp_path / "示例.pdf"
    canvas = Canvas(str(path), pagesize=(842, 595), invariant=True)
    canvas.setPageRotation(90)
    canvas.translate(0, 0)
    canvas.rotate(90)
    for row, line in enumerate(("Line one of the page", "Line two", "Line three")):
        canvas.drawString(100, -100 - row * 22, line)
    canvas.showPage()
    canvas.save()
    assert read(path).text == "Line one of the page\nLine two\nLine three\n"
