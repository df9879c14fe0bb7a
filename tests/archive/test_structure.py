from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.model import Page
from archive.structure import LONGEST_PASSAGE, passages

LINES = st.lists(
    st.one_of(
        st.text("甲乙。，；\n\t 　①1.一、（）第章条附件#\r\f", max_size=40),
        st.text("示例县水利工程移交事项。", min_size=300, max_size=900),
        st.text(max_size=20),
    ),
    max_size=12,
).map("\n".join)


@settings(derandomize=True, deadline=None, max_examples=150)
@given(LINES, st.lists(st.integers(0, 800), max_size=4))
def test_passages_tile_any_text_in_order(text: str, cuts: list[int]) -> None:
    edges = sorted({0, len(text), *(cut for cut in cuts if cut < len(text))})
    pages = [
        Page(number, start, end)
        for number, (start, end) in enumerate(pairwise(edges), 1)
    ]
    found = passages(text, pages)
    assert "".join(text[p.start : p.end] for p in found) == text
    assert [p.ordinal for p in found] == list(range(len(found)))
    assert all(p.end > p.start for p in found)
    starts = {p.start for p in found}
    blank_until = len(text) - len(text.lstrip())
    assert all(
        page.start in starts
        for page in pages
        if page.start > blank_until and text[page.start : page.end].strip()
    )


def test_a_paragraph_is_a_passage_with_the_blank_lines_after_it() -> None:
    text = "\n\n示例县概况。\n\n\n全县辖九个乡。\n"
    assert [text[p.start : p.end] for p in passages(text)] == [
        "\n\n示例县概况。\n\n\n",
        "全县辖九个乡。\n",
    ]


def test_a_long_paragraph_is_cut_at_the_end_of_a_sentence() -> None:
    text = "示例乡的道路已经移交完毕。" * 80
    found = passages(text)
    assert len(found) > 2
    assert all(p.end - p.start <= LONGEST_PASSAGE for p in found)
    assert all(text[p.end - 1] == "。" for p in found)


def test_a_long_paragraph_without_punctuation_is_cut_at_the_limit() -> None:
    assert [(p.start, p.end) for p in passages("甲" * 900)] == [
        (0, 400),
        (400, 800),
        (800, 900),
    ]


def test_headings_of_official_papers_nest() -> None:
    text = (
        "一、未结事项\n（一）在建工程\n1.示例水库除险加固，尚欠进度款。\n"
        "（1）合同尚未结算。\n（二）信访积案\n共三件。\n二、存量家底\n土地两宗。\n"
    )
    paths = {text[p.start : p.end].strip(): p.heading_path for p in passages(text)}
    assert paths["（1）合同尚未结算。"][:2] == ("一、未结事项", "（一）在建工程")
    assert paths["共三件。"] == ("一、未结事项", "（二）信访积案")
    assert paths["土地两宗。"] == ("二、存量家底",)


def test_a_numbered_paragraph_names_its_section_but_is_no_heading() -> None:
    text = "（一）压实责任。各乡镇应当明确专人，逐项登记，按月报送。\n下一段。\n"
    first, second = passages(text)
    assert not first.is_heading
    assert second.heading_path == ("（一）压实责任",)


def test_chapters_articles_and_annexes_are_recognised() -> None:
    text = (
        "第一章　总则\n第一条　为了规范交接工作，制定本办法。\n"
        "第二条　本办法适用于示例县。\n（一）机关；\n第二章　附则\n"
        "第三条　本办法自发布之日起施行。\n附件1\n交接清单\n"
    )
    found = passages(text)
    paths = [p.heading_path for p in found]
    assert paths[1] == ("第一章　总则", "第一条")
    assert paths[3][:2] == ("第一章　总则", "第二条")
    assert paths[5] == ("第二章　附则", "第三条")
    assert paths[7] == ("附件1",)
    assert [p.is_heading for p in found[:3]] == [True, False, False]


def test_markdown_headings_hold_numbered_ones() -> None:
    text = "# 示例总结\n## 经济\n一、农业\n粮食增产。\n## 民生\n学校开学。\n"
    paths = {text[p.start : p.end].strip(): p.heading_path for p in passages(text)}
    assert paths["粮食增产。"] == ("示例总结", "经济", "一、农业")
    assert paths["学校开学。"] == ("示例总结", "民生")


@pytest.mark.parametrize(
    "line",
    [
        "第一条所称机关，是指示例县各部门。",  # a reference that opens a sentence
        "1.5亿元资金已经到位。",  # a number
        "一是抓好春耕。",  # an enumeration in prose
        "2024年粮食总产量增长。",
    ],
)
def test_what_only_looks_like_a_numbered_heading_is_prose(line: str) -> None:
    assert not passages(line + "\n")[0].is_heading


def test_items_of_a_list_are_no_headings() -> None:
    text = "交接内容：\n（一）在建工程；\n（二）债权债务；\n"
    assert not any(p.is_heading for p in passages(text))


def test_a_title_that_a_link_put_on_a_line_of_its_own_is_no_heading() -> None:
    prose = "示例县坚持交得清楚、接得明白，逐项核对资产和债务，" * 3 + "完成交接。"
    assert not any(p.is_heading for p in passages(f"按照《\n交接办法\n》，{prose}\n"))


def test_a_short_line_over_prose_is_a_heading() -> None:
    prose = "示例县坚持交得清楚、接得明白，逐项核对资产和债务，" * 3 + "完成交接。"
    text = f"{prose}\n资产情况\n{prose}\n示例县人民政府\n2024年3月1日\n"
    found = passages(text)
    assert [text[p.start : p.end].strip() for p in found if p.is_heading] == [
        "资产情况"
    ]
    assert found[2].heading_path == ("资产情况",)


def test_lines_wrapped_at_the_page_width_are_one_passage() -> None:
    paragraph = (
        "示例县本届以来逐项清理历史遗留问题共办结二十七件"
        "尚有三件需要继续推进并已列入移交清单。"
    )
    lines = [paragraph[i : i + 20] for i in range(0, len(paragraph), 20)]
    text = "\n".join([*lines, *lines, "一、资产", *lines]) + "\n"
    assert [text[p.start : p.end].count("\n") for p in passages(text)] == [3, 3, 1, 3]
