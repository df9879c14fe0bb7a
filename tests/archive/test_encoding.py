import codecs

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.encoding import decode, decode_name

SIMPLIFIED = "示例县人民政府关于做好交接清单工作的通知：各乡镇，县直各单位。"
TRADITIONAL = "示例縣人民政府關於做好交接清單工作的通知：各鄉鎮，縣直各單位。"


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (SIMPLIFIED, "utf-8"),
        (SIMPLIFIED, "gb18030"),
        (TRADITIONAL, "gb18030"),
        (TRADITIONAL, "big5"),
        (SIMPLIFIED, "utf-16-le"),
        (SIMPLIFIED, "utf-16-be"),
    ],
)
@pytest.mark.parametrize("length", [12, 20, 31])
def test_a_dozen_characters_are_enough_to_tell_the_encoding(
    text: str, encoding: str, length: int
) -> None:
    decoded = decode(text[:length].encode(encoding))
    assert (decoded.text, decoded.encoding) == (text[:length], encoding)
    assert decoded.undecodable == 0


@pytest.mark.parametrize(
    ("mark", "encoding"),
    [
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
        (codecs.BOM_UTF32_LE, "utf-32-le"),
    ],
)
def test_a_byte_order_mark_decides_and_is_not_text(mark: bytes, encoding: str) -> None:
    decoded = decode(mark + "abc".encode(encoding))
    assert (decoded.text, decoded.encoding) == ("abc", encoding)


@pytest.mark.parametrize("label", ["gb2312", "GBK", "gb18030"])
def test_a_page_that_calls_itself_gb2312_keeps_its_rare_characters(label: str) -> None:
    text = "林镕舟、郑喆，二〇〇一年"
    decoded = decode(text.encode("gb18030"), declared=label)
    assert (decoded.text, decoded.encoding) == (text, "gb18030")


def test_a_wrong_label_does_not_win_over_the_characters() -> None:
    decoded = decode((TRADITIONAL * 3).encode("big5"), declared="gb2312")
    assert decoded.encoding == "big5"


def test_an_unknown_label_is_no_error() -> None:
    assert decode(SIMPLIFIED.encode("gb18030"), declared="x\0y").encoding == "gb18030"


def test_a_cut_last_character_leaves_the_text_utf_8() -> None:
    decoded = decode(SIMPLIFIED.encode()[:-1])
    assert decoded.encoding == "utf-8"
    assert decoded.text == SIMPLIFIED[:-1] + "\ufffd"
    assert decoded.undecodable == 1


def test_a_bad_byte_in_a_long_utf_8_text_costs_only_itself() -> None:
    data = (SIMPLIFIED * 20).encode() + b"\xff" + SIMPLIFIED.encode()
    decoded = decode(data)
    assert decoded.encoding == "utf-8"
    assert decoded.text == SIMPLIFIED * 20 + "\ufffd" + SIMPLIFIED


def test_line_ends_become_line_feeds_and_nothing_else_changes() -> None:
    assert decode("甲\r\n乙\r丙\n\u3000丁 ".encode()).text == "甲\n乙\n丙\n\u3000丁 "


def test_a_long_text_with_a_head_of_ascii_is_told_by_its_chinese() -> None:
    text = "x = 1;\n" * 60_000 + TRADITIONAL * 200
    assert decode(text.encode("big5")).text == text


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=60))
@settings(derandomize=True, deadline=None, max_examples=60)
def test_utf_8_comes_back_whatever_it_says(text: str) -> None:
    assert decode(text.encode("utf-8-sig")).text == text


@given(st.binary(max_size=400))
@settings(derandomize=True, deadline=None, max_examples=100)
def test_any_bytes_decode_to_something_without_an_error(data: bytes) -> None:
    decoded = decode(data)
    assert "\r" not in decoded.text


@pytest.mark.parametrize(
    ("name", "encoding"),
    [
        ("交接清单.txt", "utf-8"),
        ("交接清单.txt", "gbk"),
        ("交接清冊/資產.txt", "big5"),
        ("证券投.md", "gbk"),  # its bytes are valid UTF-8
        ("résumé.txt", "utf-8"),
        ("plain/readme.txt", "ascii"),
    ],
)
def test_a_name_is_decoded_from_its_bytes(name: str, encoding: str) -> None:
    assert decode_name(name.encode(encoding)) == name
