import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from archive.errors import DamagedFile, EmptyFile, EncryptedFile, RefusedFile
from archive.extract.base import OriginalFile
from archive.extract.docx import DocxExtractor
from archive.extract.docx_numerals import numeral
from archive.model import Extraction
from tests.archive.docx_samples import (
    HANDOVER_BODY,
    HANDOVER_PAGES,
    HANDOVER_PARTS,
    NUMBERING,
    in_list,
    paragraph,
    run,
    table,
    write_docx,
)

STYLES = (
    f'<w:style w:type="paragraph" w:styleId="a"><w:pPr>{in_list(0)}</w:pPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="b"><w:basedOn w:val="a"/></w:style>'
    '<w:style w:type="character" w:styleId="c"><w:rPr><w:vanish/></w:rPr></w:style>'
)


def read(path: Path) -> Extraction:
    return DocxExtractor().extract(OriginalFile(path, path.name))


def read_body(folder: Path, body: str, **parts: str) -> str:
    return read(write_docx(folder / "示例.docx", body, **parts)).text


def test_a_handover_book_reads_as_it_is_displayed(tmp_path: Path) -> None:
    path = write_docx(tmp_path / "示例.docx", HANDOVER_BODY, **HANDOVER_PARTS)
    extraction = read(path)
    pages = [extraction.text[p.start : p.end] for p in extraction.pages]
    assert "".join(pages) == extraction.text
    assert tuple(pages) == HANDOVER_PAGES
    assert [p.number for p in extraction.pages] == [1, 2]
    assert extraction.warnings == ()


def test_a_document_without_page_breaks_has_no_known_pages(tmp_path: Path) -> None:
    path = write_docx(tmp_path / "示例.docx", paragraph("示例县概况"))
    assert read(path).pages == ()


def test_numbering_comes_through_styles_and_those_they_are_based_on(
    tmp_path: Path,
) -> None:
    body = paragraph("甲", '<w:pStyle w:val="a"/>') + paragraph(
        "乙", '<w:pStyle w:val="b"/>'
    )
    text = read_body(tmp_path, body, numbering=NUMBERING, styles=STYLES)
    assert text == "一、甲\n二、乙\n"


def test_a_paragraph_can_leave_the_list_of_its_style(tmp_path: Path) -> None:
    body = paragraph("甲", f'<w:pStyle w:val="a"/>{in_list(0, 0)}')
    assert read_body(tmp_path, body, numbering=NUMBERING, styles=STYLES) == "甲\n"


def test_a_deleted_paragraph_is_not_counted(tmp_path: Path) -> None:
    mark = "<w:rPr><w:del/></w:rPr>"
    deleted = (
        f"<w:p><w:pPr>{in_list(0)}{mark}</w:pPr><w:del><w:r>"
        "<w:delText>示例旧事项</w:delText></w:r></w:del></w:p>"
    )
    body = paragraph("甲", in_list(0)) + deleted + paragraph("乙", in_list(0))
    assert read_body(tmp_path, body, numbering=NUMBERING) == "一、甲\n二、乙\n"


def test_deleting_a_paragraph_mark_joins_two_paragraphs(tmp_path: Path) -> None:
    body = paragraph("水库", "<w:rPr><w:del/></w:rPr>") + paragraph("一座")
    assert read_body(tmp_path, body) == "水库一座\n"


def test_moved_text_stands_only_where_it_was_moved_to(tmp_path: Path) -> None:
    body = (
        f"<w:p><w:moveFrom>{run('示例')}</w:moveFrom>{run('甲')}</w:p>"
        f"<w:p><w:moveTo>{run('示例')}</w:moveTo>{run('乙')}</w:p>"
    )
    assert read_body(tmp_path, body) == "甲\n示例乙\n"


def test_a_style_can_hide_text(tmp_path: Path) -> None:
    hidden = run("暗", '<w:rStyle w:val="c"/>')
    body = f"<w:p>{run('明')}{hidden}</w:p>"
    assert read_body(tmp_path, body, styles=STYLES) == "明\n"


def test_a_deleted_row_is_left_out_and_nested_tables_are_read(tmp_path: Path) -> None:
    inner = table((paragraph("面积"), paragraph("三亩")))
    rows = table((paragraph("土地"), inner), (paragraph(""), paragraph("")))
    gone = (
        "<w:tbl><w:tr><w:trPr><w:del/></w:trPr>"
        f"<w:tc>{paragraph('旧')}</w:tc></w:tr></w:tbl>"
    )
    assert read_body(tmp_path, rows + gone) == "土地\t面积\t三亩\n"


def test_rows_and_cells_in_content_controls_are_read(tmp_path: Path) -> None:
    cell = f"<w:sdt><w:sdtContent><w:tc>{paragraph('甄示例')}</w:tc></w:sdtContent>"
    body = (
        f"<w:tbl><w:tr><w:tc>{paragraph('移交人')}</w:tc>{cell}</w:sdt></w:tr></w:tbl>"
    )
    assert read_body(tmp_path, body) == "移交人\t甄示例\n"


def test_pinyin_over_characters_is_left_out(tmp_path: Path) -> None:
    ruby = (
        f"<w:r><w:ruby><w:rt>{run('xǐ')}</w:rt>"
        f"<w:rubyBase>{run('玺')}</w:rubyBase></w:ruby></w:r>"
    )
    assert read_body(tmp_path, f"<w:p>{run('甄')}{ruby}</w:p>") == "甄玺\n"


def test_a_document_of_pictures_has_no_text(tmp_path: Path) -> None:
    extraction = read(write_docx(tmp_path / "示例.docx", "<w:p/><w:p/>"))
    assert extraction.text == ""
    assert [notice.code for notice in extraction.warnings] == ["no_text_layer"]


@pytest.mark.parametrize(
    ("number", "number_format", "shown"),
    [
        (10, "chineseCounting", "十"),
        (15, "chineseCountingThousand", "十五"),
        (20, "japaneseCounting", "二十"),
        (103, "chineseCounting", "一百零三"),
        (115, "chineseCounting", "一百一十五"),
        (12, "chineseLegalSimplified", "壹拾贰"),
        (2024, "ideographDigital", "二〇二四"),
        (20, "decimalEnclosedCircle", "⑳"),
        (21, "decimalEnclosedCircle", "㉑"),
        (3, "decimalEnclosedParen", "⑶"),
        (12, "decimalFullWidth", "１２"),
        (4, "lowerRoman", "iv"),
        (28, "upperLetter", "BB"),
        (3, "ideographTraditional", "丙"),
        (7, "decimalZero", "07"),
        (7, "aFormatOfTomorrow", "7"),
        (7, "none", ""),
    ],
)
def test_a_number_is_displayed_in_the_format_of_its_list(
    number: int, number_format: str, shown: str
) -> None:
    assert numeral(number, number_format) == shown


def test_the_strict_variant_of_the_standard_is_read(tmp_path: Path) -> None:
    path = write_docx(tmp_path / "示例.docx", paragraph("示例县"))
    strict = tmp_path / "strict.docx"
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(strict, "w") as new:
        for name in old.namelist():
            content = old.read(name).replace(
                b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
                b"http://purl.oclc.org/ooxml/wordprocessingml/main",
            )
            new.writestr(name, content)
    assert read(strict).text == "示例县\n"


def test_entities_are_not_expanded_and_files_not_read(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("机密", encoding="utf-8")
    path = tmp_path / "示例.docx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(
            "word/document.xml",
            f'<!DOCTYPE d [<!ENTITY x SYSTEM "{secret.as_uri()}">]>'
            '<w:document xmlns:w="http://schemas.openxmlformats.org/'
            'wordprocessingml/2006/main"><w:body><w:p><w:r><w:t>示例&x;</w:t>'
            "</w:r></w:p></w:body></w:document>",
        )
    assert "机密" not in read(path).text


def make_truncated(path: Path) -> None:
    write_docx(path, paragraph("示例" * 500))
    path.write_bytes(path.read_bytes()[:-100])


def make_unclosed(path: Path) -> None:
    write_docx(path, "<w:p>")


def make_partless(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")


def make_encrypted(path: Path) -> None:
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504))


@pytest.mark.parametrize(
    ("make", "error"),
    [
        (make_truncated, DamagedFile),
        (make_unclosed, DamagedFile),
        (make_partless, DamagedFile),
        (make_encrypted, EncryptedFile),
        (Path.touch, EmptyFile),
    ],
)
def test_a_file_that_is_no_whole_docx_is_refused_with_the_reason(
    tmp_path: Path,
    make: Callable[[Path], None],
    error: type[RefusedFile],
) -> None:
    path = tmp_path / "示例.docx"
    make(path)
    with pytest.raises(error):
        read(path)


def test_a_workbook_set_into_the_text_comes_out_as_a_file(tmp_path: Path) -> None:
    path = write_docx(tmp_path / "示例.docx", paragraph("示例"), package="<w:x/>")
    original = OriginalFile(path, path.name)
    read_ = DocxExtractor().extract(original)
    assert [(w.code, w.details) for w in read_.warnings] == [
        ("attachments", {"count": 1})
    ]
    (found,) = DocxExtractor().attachments(original)
    assert found.name == "package.xml"
    assert found.content is not None
    assert b"<w:x/>" in found.content
