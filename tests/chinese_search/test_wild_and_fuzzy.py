"""Wildcards, and words with one character wrong; a quoted text is never either.

A scanner's 未 for 末 and a typist's homophone hide a paper for good, and a tool that
answers a quoted text approximately hides that it did.
"""

import pytest

from indexer.errors import QuerySyntaxError
from tests.chinese_search.archive_of_texts import ArchiveOfTexts

TEXTS = {
    "甲": "移交人王小明，依据示政发〔2014〕12号办理。",
    "乙": "移交人王晓明，依据示政发〔2014〕13号办理。",
    "丙": "移交人王小朋，依据示政发〔2015〕12号办理。",
    "丁": "移送人李小红，王、小、明三户，依据示办发〔2014〕12号办理。",
    "戊": "未结事项三件。",
    "己": "末结事项三件，帐目不清。",
    "庚": "完结事项三件，账目已清。",
}


@pytest.fixture
def papers(archive: ArchiveOfTexts) -> ArchiveOfTexts:
    archive.hold(TEXTS)
    return archive


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("王?明", {"甲", "乙"}),
        ("示政发〔2014〕*号", {"甲", "乙"}),
        ("示?发〔2014〕12号", {"甲", "丁"}),
        ("移交*12号", {"甲", "丙"}),
        ("移*王*2015", {"丙"}),
        ("王?明 -王小明", {"乙"}),
        ("移?人 12号", {"甲", "丙", "丁"}),
        ("王???明", set()),
        ("事项*不清", {"己"}),
        ("事项*已清 OR 王晓*依据", {"乙", "庚"}),
    ],
)
def test_wildcards_stand_for_one_character_or_some(
    papers: ArchiveOfTexts, query: str, found: set[str]
) -> None:
    assert papers.found(query) == found


def test_a_wildcard_does_not_reach_into_the_next_sentence(
    archive: ArchiveOfTexts,
) -> None:
    archive.hold(
        {
            "句": "移交了清单。",
            "跨": "已移交。清单另附。",
            "远": f"移交{'的' * 21}清单。",
            "近": f"移交{'的' * 20}清单。",
        }
    )
    assert archive.found("移交*清单") == {"句", "近"}
    assert archive.marked("移交*清单", "句") == ["移交了清单"]


def test_a_later_place_of_a_piece_may_be_the_one_that_goes_on(
    archive: ArchiveOfTexts,
) -> None:
    archive.hold({"远": f"甲乙{'的' * 15}乙{'的' * 15}丙。"})
    assert archive.found("甲*乙*丙") == {"远"}


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("王小明~", {"甲", "乙", "丙"}),
        ("王小明～ -王小明", {"乙", "丙"}),
        ("未结~", {"戊", "己"}),
        ("账目~", {"己", "庚"}),
        ("未结事项~", {"戊", "己", "庚"}),
        ("示政发~ 同句 王小明~", {"甲", "乙", "丙"}),
        ("-未结事项~ 事项", set()),
    ],
)
def test_a_fuzzy_word_may_have_one_character_wrong(
    papers: ArchiveOfTexts, query: str, found: set[str]
) -> None:
    assert papers.found(query) == found


def test_what_was_found_instead_is_marked(papers: ArchiveOfTexts) -> None:
    assert papers.marked("王小明~", "乙") == ["王晓明"]
    assert papers.marked("账目~", "己") == ["帐目"]
    assert papers.marked("移交*王晓", "乙") == ["移交人王晓"]


@pytest.mark.parametrize("query", ['"王小明"', "“王小明”", '"王?明"', '"王*明"'])
def test_a_quoted_text_is_taken_as_it_stands(
    papers: ArchiveOfTexts, query: str
) -> None:
    assert papers.found(query) <= {"甲"}


@pytest.mark.parametrize("query", ['"王小明"~', "“王小明”～", '("王小明"~) 移交'])
def test_a_quoted_text_is_never_silently_fuzzy(
    papers: ArchiveOfTexts, query: str
) -> None:
    with pytest.raises(QuerySyntaxError) as refusal:
        papers.found(query)
    assert refusal.value.expected == "exact_literal"
