"""Invented pages (示例) and what is read of them."""

from pathlib import Path

import pytest

from archive.errors import DamagedFile, EmptyFile
from archive.extract.base import OriginalFile
from archive.extract.html import HtmlExtractor
from archive.model import Extraction

TABLE = """<html><head><title>示例县人民政府关于交接工作的通知_示例网</title></head>
<body><table><tr><td><b>发文机关：</b></td><td>示例县人民政府</td>
<td>成文日期：</td><td>2024年3月5日</td></tr>
<tr><td>标　　题：</td><td colspan="3">示例县人民政府关于交接工作的通知</td></tr>
</table><div><p style="text-align:center">示例县人民政府<br>关于交接工作的通知</p>
<p>各乡镇：</p><p>请<b>认真</b>办理。</p></div></body></html>"""


def read(tmp_path: Path, page: str | bytes, name: str = "page.html") -> Extraction:
    path = tmp_path / name
    path.write_bytes(page if isinstance(page, bytes) else page.encode())
    return HtmlExtractor().extract(OriginalFile(path, name))


def test_a_row_of_a_table_is_a_line_and_a_block_another(tmp_path: Path) -> None:
    assert read(tmp_path, TABLE).text == (
        "发文机关：\t示例县人民政府\t成文日期：\t2024年3月5日\n"
        "标　　题：\t示例县人民政府关于交接工作的通知\n"
        "示例县人民政府\n关于交接工作的通知\n各乡镇：\n请认真办理。\n"
    )


def test_a_title_that_the_body_does_not_show_comes_first(tmp_path: Path) -> None:
    page = "<title>交接清单公示</title><body><p>一、资产。</p></body>"
    assert read(tmp_path, page).text == "交接清单公示\n一、资产。\n"


def test_scripts_and_hidden_elements_are_no_text(tmp_path: Path) -> None:
    page = (
        "<body><script>var 甲='乙';</script><style>p{}</style><!-- 批注 -->"
        '<div style="display: none">垃圾链接</div><p hidden>看不见</p>'
        "<p>正文</p></body>"
    )
    assert read(tmp_path, page).text == "正文\n"


def test_a_menu_is_left_out_and_counted(tmp_path: Path) -> None:
    links = "".join(f'<li><a href="#">栏目{i}</a></li>' for i in range(8))
    found = read(tmp_path, f"<body><ul>{links}</ul><p>正文在这里。</p></body>")
    assert found.text == "正文在这里。\n"
    assert [(w.code, dict(w.details)) for w in found.warnings] == [
        ("navigation_left_out", {"count": 1})
    ]


def test_links_in_running_text_and_short_lists_stay(tmp_path: Path) -> None:
    page = (
        '<body><p>依据<a href="#">交接办法</a>办理，见<a href="#">附件</a>。</p>'
        '<ul><li><a href="#">交接清单</a></li><li><a href="#">移交表</a></li></ul>'
        "</body>"
    )
    assert read(tmp_path, page).text == (
        "依据交接办法办理，见附件。\n交接清单\n移交表\n"
    )


@pytest.mark.parametrize(
    ("encoding", "declared"),
    [("gb18030", "gb2312"), ("big5", "big5"), ("utf-16", ""), ("utf-8", "gb2312")],
)
def test_pages_in_other_encodings(tmp_path: Path, encoding: str, declared: str) -> None:
    body = "交接清冊由移交人填寫" * 3
    meta = f'<meta http-equiv="Content-Type" content="text/html; charset={declared}">'
    page = f"<html><head>{meta}</head><body><p>{body}</p></body></html>"
    assert read(tmp_path, page.encode(encoding)).text == f"{body}\n"


def test_broken_markup_still_gives_its_text(tmp_path: Path) -> None:
    page = "<body><p>第一段<p>第二段<table><tr><td>甲<td>乙</body"
    assert read(tmp_path, page).text == "第一段\n第二段\n甲\t乙\n"


def test_a_page_without_text_is_empty(tmp_path: Path) -> None:
    with pytest.raises(EmptyFile):
        read(tmp_path, "<html><body><script>1</script></body></html>")


def test_deep_nesting_is_read(tmp_path: Path) -> None:
    page = "<body>" + "<div>" * 200 + "深处" + "</div>" * 200 + "</body>"
    assert read(tmp_path, page).text == "深处\n"


def test_tags_that_are_never_closed_lose_nothing(tmp_path: Path) -> None:
    paragraphs = [f"第{number}段。" for number in range(3000)]
    page = "<body>" + "".join(f"<p><font size=2>{text}" for text in paragraphs)
    assert read(tmp_path, page).text == "\n".join(paragraphs) + "\n"


def test_a_page_too_deep_to_be_read_whole_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DamagedFile):
        read(tmp_path, "<body>" + "<div>段" * 5000)


def test_bytes_that_spell_no_character_are_counted(tmp_path: Path) -> None:
    page = ("<p>" + "交接清单" * 20 + "</p>").encode() + b"\xff"
    assert [(w.code, w.details["count"]) for w in read(tmp_path, page).warnings] == [
        ("undecodable_bytes", 1)
    ]


def test_what_is_filled_in_on_a_form_is_read_but_no_search_box(tmp_path: Path) -> None:
    page = """<body><form><input name="q" value="请输入关键字"><select>
    <option selected>全文</option></select><input type="submit" value="搜索"></form>
    <form><table><tr><td>移交人</td><td><input value="甄示例"></td></tr>
    <tr><td>事项</td><td><textarea>水库一座</textarea></td></tr>
    <tr><td>职务</td><td><select><option>镇长</option><option selected>书记</option>
    </select></td></tr><tr><td>已清点</td><td><input type="checkbox" checked>是
    <input type="checkbox">否</td></tr></table><input type="hidden" value="密钥">
    </form></body>"""
    assert read(tmp_path, page).text == (
        "移交人\t甄示例\n事项\t水库一座\n职务\t书记\n已清点\t☑是 □否\n"
    )
