# ruff: noqa: RUF001 (look-alike brackets and figures are under test)
"""Quoted text in Chinese: where other search tools lose it or find too much.

Each test is named for a kind of failure that users of search tools have reported:
words cut in the wrong place, grams without positions, breaks inside a phrase.
"""

import pytest

from archive.model import Given
from tests.chinese_search.archive_of_texts import ArchiveOfTexts

TEXT = "经核实，该乡在建工程三处，村企共建项目两个，待处理事项一并移交。"


@pytest.mark.parametrize("length", [1, 2, 3, 5, 8, 13, 31])
def test_a_phrase_may_begin_and_end_inside_words(
    archive: ArchiveOfTexts, length: int
) -> None:
    archive.hold({"正": TEXT, "反": "．".join(reversed(TEXT))})
    for start in range(0, len(TEXT) - length + 1, 5):
        piece = TEXT[start : start + length]
        found = archive.found(f'"{piece}"')
        assert found == {"正"} if length > 1 else found == {"正", "反"}


def test_the_parts_of_a_phrase_apart_or_turned_round_are_not_the_phrase(
    archive: ArchiveOfTexts,
) -> None:
    archive.hold(
        {
            "连": "推进村企共建工作。",
            "散": "村企关系和企共、共建都谈到了。",
            "反": "共建村企。",
            "近": "村企业共建。",
        }
    )
    assert archive.found('"村企共建"') == {"连"}


@pytest.mark.parametrize("query", ["工程", "建工", "处理", "理事", "项目两", '"程三"'])
def test_inner_words_are_found(archive: ArchiveOfTexts, query: str) -> None:
    archive.hold({"含": TEXT, "无": "此件另行存放。"})
    assert archive.found(query) == {"含"}


@pytest.mark.parametrize(
    "broken",
    [
        "移交\n清单",
        "移交\n\n清单",
        "移交\f清单",
        "移交　　清单",
        "移 交 清 单",
        "移\r\n交清单",
    ],
)
def test_line_breaks_page_breaks_and_gaps_do_not_break_a_phrase(
    archive: ArchiveOfTexts, broken: str
) -> None:
    archive.hold({"断": f"附：{broken}一份", "别": "移交的清单"})
    assert archive.found('"移交清单"') == {"断"}
    assert archive.found('"移交 清单"') == {"断"}
    assert archive.marked('"移交清单"', "断") == [broken]


@pytest.mark.parametrize("character", ["县", "甲", "的", "㐂", "䶮", "7", "A"])
def test_one_character_is_a_whole_query(
    archive: ArchiveOfTexts, character: str
) -> None:
    held = f"本册{character}字在此。"
    archive.hold({"有": held, "无": "此件没有所问。"})
    assert archive.found(character) == {"有"}
    assert archive.found(f'"{character}"') == {"有"}
    assert archive.marked(f'"{character}"', "有") == [character]


@pytest.mark.parametrize("name", ["陈𬱖", "王䶮", "李𨨏", "㛃如", "赵\U00031350"])
def test_rare_characters_are_characters(archive: ArchiveOfTexts, name: str) -> None:
    archive.hold(
        {
            "其": f"移交人{name}，接收人另定。",
            "近": "移交人陈𬱗、王䶯、李𨨐、洁如，接收人另定。",
        }
    )
    assert archive.found(f'"{name}"') == {"其"}
    assert archive.found(name) == {"其"}
    assert archive.marked(f'"{name}"', "其") == [name]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ('"示政发〔2014〕12号"', {"甲"}),
        ('"示政发[2014]12號"', {"甲"}),
        ('"示政发（2014）12号"', {"甲"}),
        ('"示政发【２０１４】１２号"', {"甲"}),
        ('"示政发〔2014〕2号"', {"丙"}),
        ('"〔2014〕12"', {"甲", "丁"}),
        ('"〔2014〕1"', {"甲", "乙", "丁"}),
        ("示政发〔2014〕12号", {"甲"}),
        ("示政发〔2014〕112号", set()),
    ],
)
def test_numbers_of_documents_that_differ_in_a_digit_are_told_apart(
    archive: ArchiveOfTexts, query: str, found: set[str]
) -> None:
    archive.hold(
        {
            "甲": "依据示政发〔2014〕12号文。",
            "乙": "依据示政发〔2014〕13号文。",
            "丙": "依据示政发〔2014〕2号文。",
            "丁": "依据示政发〔2014〕122号文。",
            "戊": "依据示政发〔2013〕12号文。",
        }
    )
    assert archive.found(query) == found


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ('"1,250.5万元"', {"甲"}),
        ('"１，２５０．５万元"', {"甲"}),
        ('"1250.5"', {"乙"}),
        ('"250.5"', {"甲", "乙"}),
        ('"12.5%"', {"丙"}),
        ('"2.5%"', {"丙", "丁"}),
        ("1,250.5", {"甲"}),
    ],
)
def test_figures_with_separators_keep_them(
    archive: ArchiveOfTexts, query: str, found: set[str]
) -> None:
    archive.hold(
        {
            "甲": "欠款1,250.5万元。",
            "乙": "欠款1250.5万元。",
            "丙": "增长12.5％。",
            "丁": "增长2.5%。",
        }
    )
    assert archive.found(query) == found


def test_the_title_is_no_part_of_the_text_a_phrase_is_looked_for_in(
    archive: ArchiveOfTexts,
) -> None:
    archive.hold({"题": "正文从略。"}, given={"题": Given(title="移交清单")})
    assert archive.found('"移交清单"') == set()
    assert archive.found('题名:"移交清单"') == {"题"}
