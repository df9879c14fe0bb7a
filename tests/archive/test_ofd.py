"""Does the reader find the text of OFD files, in order, page by page?"""

from pathlib import Path

import pytest

from archive.errors import DamagedFile
from archive.extract.base import OriginalFile
from archive.extract.ofd import OfdExtractor
from tests.archive.ofd_samples import NS, page, sample_parts, text, write_ofd


def _sample(folder: Path) -> OriginalFile:
    path = write_ofd(folder / "示例.ofd", sample_parts())
    return OriginalFile(path, path.name)


def test_text_of_templates_pages_and_composites_is_read_by_position(
    tmp_path: Path,
) -> None:
    read = OfdExtractor().extract(_sample(tmp_path))
    leaves = [read.text[page.start : page.end] for page in read.pages]
    assert leaves == [
        "示例县人民政府文件\n关于示例工作\t的通知\n示例章\n",
        "示例县人民政府文件\n第二页\n",
    ]


def test_a_file_cut_short_is_refused_as_damaged(tmp_path: Path) -> None:
    original = _sample(tmp_path)
    content = original.path.read_bytes()
    original.path.write_bytes(content[: len(content) // 2])
    with pytest.raises(DamagedFile):
        OfdExtractor().extract(original)


PROSE = (
    "示例镇现有未结事项三十件其中在建工程九件信访积案七件"
    "合同纠纷五件其余各件均已列入清单逐项说明"
)


def one_page(folder: Path, objects: str, **parts: str) -> OriginalFile:
    content = sample_parts() | {"Doc_0/T/t.xml": page(""), **parts}
    content["Doc_0/Pages/p0.xml"] = page(objects)
    content["Doc_0/Pages/p1.xml"] = page("")
    path = write_ofd(folder / "示例.ofd", content)
    return OriginalFile(path, path.name)


def test_columns_of_prose_are_read_one_after_the_other(tmp_path: Path) -> None:
    lines = [PROSE[i : i + 12] for i in range(0, 48, 12)]
    left = "".join(text(10, 30 + 6 * row, line) for row, line in enumerate(lines))
    right = "".join(
        text(110, 30 + 6 * row, line[::-1]) for row, line in enumerate(lines)
    )
    read = OfdExtractor().extract(one_page(tmp_path, left + right))
    assert read.text.split() == [*lines, *(line[::-1] for line in lines)]


def test_vertical_text_is_read_from_right_to_left(tmp_path: Path) -> None:
    lines = [PROSE[i : i + 12] for i in range(0, 48, 12)]
    columns = "".join(
        f'<ofd:TextObject Boundary="{150 - 8 * number} 40 5 100" Size="4">'
        f'<ofd:TextCode X="0" Y="4" DeltaY="g 11 4">{line}</ofd:TextCode>'
        "</ofd:TextObject>"
        for number, line in enumerate(lines)
    )
    objects = columns + text(10, 20, "标题") + text(10, 200, "落款")
    read = OfdExtractor().extract(one_page(tmp_path, objects))
    assert read.text.split() == ["标题", *lines, "落款"]


def test_text_drawn_as_paths_is_said_to_be_so(tmp_path: Path) -> None:
    drawn = one_page(tmp_path, '<ofd:PathObject Boundary="1 1 9 9"/>')
    read = OfdExtractor().extract(drawn)
    assert (read.text, read.pages) == ("", ())
    assert [notice.code for notice in read.warnings] == ["drawn_as_paths"]


def test_what_is_attached_is_counted_and_comes_out(tmp_path: Path) -> None:
    parts = sample_parts()
    document = parts["Doc_0/Document.xml"].replace(
        "</ofd:Document>", "<ofd:Attachments>att.xml</ofd:Attachments></ofd:Document>"
    )
    attached = (
        f"<ofd:Attachments {NS}><ofd:Attachment Name='清单'><ofd:FileLoc>a.txt"
        "</ofd:FileLoc></ofd:Attachment><ofd:Attachment Name='b' Visible='false'>"
        "<ofd:FileLoc>a.txt</ofd:FileLoc></ofd:Attachment></ofd:Attachments>"
    )
    original = one_page(
        tmp_path,
        text(10, 10, "示例"),
        **{
            "Doc_0/Document.xml": document,
            "Doc_0/att.xml": attached,
            "Doc_0/a.txt": "one",
        },
    )
    read = OfdExtractor().extract(original)
    assert [(w.code, w.details) for w in read.warnings] == [
        ("attachments", {"count": 1})
    ]
    found = OfdExtractor().attachments(original)
    assert [(a.name, a.content) for a in found] == [("清单.txt", b"one")]
