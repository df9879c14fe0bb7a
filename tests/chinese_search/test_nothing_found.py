"""What a reader is told when nothing was found, and that it is true.

Tools that say “no results” leave a typist alone with a homophone; tools that suggest
from a dictionary of all documents give away what the reader may not see.
"""

import pytest

from archive.model import Given
from tests.chinese_search.archive_of_texts import ArchiveOfTexts


@pytest.fixture
def papers(archive: ArchiveOfTexts) -> ArchiveOfTexts:
    archive.hold(
        {
            "甲": "未结事项清单。账目移交清楚。",
            "乙": "未结事项另报，审计已毕。",
            "丙": "末页空白。事、项、结。",
        },
        secret={"藏": "蘅芷工程的预算。", "密": "申计报告"},
        given={"甲": Given(type="清单"), "乙": Given(type="报告")},
    )
    return archive


@pytest.mark.parametrize(
    ("query", "suggestion"),
    [
        ('"末结事项"', '"未结事项"'),
        ('"未接事项"', '"未结事项"'),
        ('"帳目"', '"账目"'),
        ("帐木 移交", "移交"),
        ('清单 "申计" -移交', None),
        ('"移茭" 清单', '"移交" 清单'),
        ("审记 未结事项", "审计 未结事项"),
        ("审记", "审计"),
        ("题名:审记", None),
    ],
)
def test_look_alikes_and_sound_alikes_are_suggested(
    papers: ArchiveOfTexts, query: str, suggestion: str | None
) -> None:
    answer = papers.answer(query)
    assert (answer.page.total, answer.suggestion) == (0, suggestion)
    if suggestion:
        assert papers.found(suggestion)


@pytest.mark.parametrize("query", ['"蘅止"', "衡芷工程", '"蘅芷工城"', "申计报高"])
def test_nothing_is_suggested_from_what_a_reader_may_not_see(
    papers: ArchiveOfTexts, query: str
) -> None:
    answer = papers.answer(query)
    assert answer.page.total == 0
    assert answer.suggestion is None
    assert [part.similar for part in answer.parts] == [None]
    everything = frozenset({papers.holding.collection, papers.secret})
    assert papers.answer(query, visible=everything).suggestion


def test_each_part_is_told_with_what_it_finds_alone(papers: ArchiveOfTexts) -> None:
    answer = papers.answer('賬目 "審計" -空白')
    assert answer.page.total == 0
    told = [(p.written, p.folded, p.total, p.without) for p in answer.parts]
    assert told == [
        ("賬目", "账目", 1, '"審計" NOT 空白'),
        ('"審計"', "审计", 1, "賬目 NOT 空白"),
        ("NOT 空白", None, 2, None),
    ]
    for part in answer.parts:
        assert len(papers.found(part.written)) == part.total
        if part.without:
            assert len(papers.found(part.without)) == part.without_total > 0


def test_a_search_that_finds_something_needs_no_explanation(
    papers: ArchiveOfTexts,
) -> None:
    answer = papers.answer("未结事项")
    assert (answer.parts, answer.suggestion) == ((), None)


@pytest.mark.parametrize(
    ("query", "meant"),
    [
        ("末结事项", "未结事项"),
        ("未结事项", None),
        ("结末", None),
        ("末结事项 审计", None),
        ('"末结事项"', None),
        ("移茭", "移交"),
    ],
)
def test_a_mistyped_word_whose_parts_are_there_leads_to_the_word(
    papers: ArchiveOfTexts, query: str, meant: str | None
) -> None:
    assert papers.meant(query) == meant
    if meant:
        assert papers.found(meant)


def test_what_is_meant_is_nothing_that_a_reader_may_not_see(
    papers: ArchiveOfTexts,
) -> None:
    assert papers.meant("衡芷") is None
