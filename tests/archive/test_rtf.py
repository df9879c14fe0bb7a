"""Is RTF read as a reader sees it, in whatever encoding its bytes stand?"""

from pathlib import Path

import pytest

from archive.errors import DamagedFile
from archive.extract.base import OriginalFile
from archive.extract.rtf import RtfExtractor

FONTS = rb"{\fonttbl{\f0\fcharset0 Arial;}{\f1\fcharset134 SimSun;}}"


def escaped(words: str, encoding: str = "gb18030") -> bytes:
    return b"".join(b"\\'%02x" % byte for byte in words.encode(encoding))


def read(folder: Path, body: bytes, head: bytes = rb"\ansicpg936") -> str:
    path = folder / "示例.rtf"
    path.write_bytes(rb"{\rtf1\ansi" + head + FONTS + body + b"}")
    return RtfExtractor().extract(OriginalFile(path, path.name)).text


@pytest.mark.parametrize(
    ("head", "body"),
    [
        (rb"\ansicpg936", rb"\f0 " + escaped("林镕舟〇喆")),
        (rb"\ansicpg1252", rb"\f1 " + escaped("林镕舟〇喆")),
        (
            rb"\ansicpg1252",
            rb"\f0{\f1 " + escaped("林镕") + rb"}\f1 " + escaped("舟〇喆"),
        ),
        (rb"\ansicpg1252", rb"\loch\f0\hich\f0\dbch\af1 " + escaped("林镕舟〇喆")),
        (rb"\ansicpg936", rb"\f0 " + "林镕舟〇喆".encode("gb18030")),
        (rb"\ansicpg936", rb"\uc1\u26519?\u-27307?\u-32225 ?\u12295 \'a9\u21894?"),
        (
            rb"\ansicpg936",
            rb"{\uc2\u26519\'c1\'d6}\u-27307\'46\u-32225?\u12295 ?\uc0\u21894",
        ),
    ],
)
def test_characters_are_read_in_every_way_they_are_written(
    tmp_path: Path, head: bytes, body: bytes
) -> None:
    assert read(tmp_path, body, head) == "林镕舟〇喆\n"


def test_big5_is_read_as_big5(tmp_path: Path) -> None:
    body = escaped("關於示例鄉的通知", "big5hkscs")
    assert read(tmp_path, body, rb"\ansicpg950") == "關於示例鄉的通知\n"


def test_a_second_byte_that_looks_like_a_brace_is_no_brace(tmp_path: Path) -> None:
    words = "漒渰潁"
    raw = words.encode("gbk")
    assert raw[1::2] == rb"\{}"
    assert read(tmp_path, raw + rb"\par") == words + "\n"


def test_deleted_and_hidden_words_and_comments_are_left_out(tmp_path: Path) -> None:
    body = (
        rb"A{\deleted B}{\v C}\v D\v0 E{\*\atnid F}{\*\annotation G}"
        rb"{\field{\*\fldinst H}{\fldrslt I}}{\pict 4a}{\*\unknown K}\bin3 }}}L\par"
    )
    assert read(tmp_path, body) == "AEIL\n"


def test_tables_inside_tables_keep_their_cells(tmp_path: Path) -> None:
    body = (
        rb"\trowd\pard\intbl A\cell\itap2 B\nestcell C\nestcell"
        rb"{\*\nesttableprops\trowd}\nestrow\itap1 D\par E\cell\row\pard F\par"
    )
    assert read(tmp_path, body) == "A\tB\tC\nD\nE\nF\n"


def test_a_section_that_flows_on_begins_no_page(tmp_path: Path) -> None:
    body = rb"\sectd A\sect\sectd\sbknone B\sect\sectd C\page D"
    path = tmp_path / "示例.rtf"
    path.write_bytes(rb"{\rtf1" + body + b"}")
    read_ = RtfExtractor().extract(OriginalFile(path, path.name))
    assert [read_.text[p.start : p.end] for p in read_.pages] == [
        "A\n",
        "B\nC\n",
        "D\n",
    ]


def test_a_file_cut_short_is_refused_as_damaged(tmp_path: Path) -> None:
    path = tmp_path / "示例.rtf"
    path.write_bytes(rb"{\rtf1\ansi{\b A")
    with pytest.raises(DamagedFile):
        RtfExtractor().extract(OriginalFile(path, path.name))
