"""NOT, OR, AND and fields around Chinese words.

Where a tool looks up Chinese words in a branch beside the query, that branch lifts
the NOT, the field and the permission: excluded and secret papers are found.
"""

import pytest

from archive.model import Given, PartialDate
from tests.chinese_search.archive_of_texts import ArchiveOfTexts


@pytest.fixture
def papers(archive: ArchiveOfTexts) -> ArchiveOfTexts:
    archive.hold(
        {
            "通": "东乡账目的移交，附审计结论。",
            "密": "东乡账目的移交，属秘密事项。",
            "单": "账目清单一份。",
            "远": "东乡的清单，账在西乡，目录另附。",
        },
        secret={"藏": "东乡账目的移交，附审计结论。"},
    )
    return archive


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("账目 -秘密", {"通", "单"}),
        ("账目 NOT 秘密", {"通", "单"}),
        ('东乡 -"账目的移交"', {"远"}),
        ("(东乡 AND NOT 秘密) OR 清单", {"通", "单", "远"}),
        ("清单 OR (东乡 -秘密 -清单)", {"通", "单", "远"}),
        ('"账目" AND NOT ("秘密" OR 审计)', {"单"}),
        ('-"账"', set()),
        ("NOT 东", {"单"}),
        ('-("东乡" "秘密")', {"通", "单", "远"}),
        ('"移交" -移交', set()),
        ("NOT NOT 秘密", {"密"}),
    ],
)
def test_not_holds_for_chinese_words_and_no_branch_lifts_it(
    papers: ArchiveOfTexts, query: str, found: set[str]
) -> None:
    assert papers.found(query) == found


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ('"账目" "审计"', {"通"}),
        ('"账目的移交" OR "账目清单"', {"通", "密", "单"}),
        ('东乡 AND ("账目" OR "目录")', {"通", "密", "远"}),
        ('"账目" 清单', {"单"}),
        ('账目 "清单"', {"单"}),
    ],
)
def test_a_literal_stays_one_inside_and_or_and_beside_words(
    papers: ArchiveOfTexts, query: str, found: set[str]
) -> None:
    assert papers.found(query) == found


@pytest.mark.parametrize(
    "query", ["", "审计", '"审计"', "东乡 OR 审计", "-秘密", "秘密 OR -秘密"]
)
def test_what_a_reader_may_not_see_is_never_among_what_is_found(
    papers: ArchiveOfTexts, query: str
) -> None:
    assert "藏" not in papers.found(query)
    facets = papers.answer(query).page.facets
    counted = {c.value.name for counts in facets.values() for c in counts}
    assert papers.secret not in counted
    assert papers.found(f"全宗:{papers.secret}") == set()
    assert papers.found(query, visible=frozenset()) == set()


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ('题名:"交接清单"', {"甲"}),
        ("题名:交接", {"甲", "乙"}),
        ('题名:"交接清单" OR 文号:示办发〔2015〕8号', {"甲", "乙"}),
        ('-题名:"交接清单" 正文', {"乙"}),
        ("文号:示办发（2015）8号", {"乙"}),
        ("文號:示辦發【2015】8號", {"乙"}),
        ("文号:示办发〔2015〕18号", set()),
        ("日期:2015 正文", {"乙"}),
        ("日期:2014..2015-05", {"甲", "乙"}),
        ("日期:..2014 -题名:清单", set()),
        ("类型:通知", {"乙"}),
    ],
)
def test_fields_and_dates_hold_beside_chinese_words(
    archive: ArchiveOfTexts, query: str, found: set[str]
) -> None:
    archive.hold(
        {"甲": "正文甲", "乙": "正文乙"},
        given={
            "甲": Given(
                title="示例乡交接清单（甲）",
                type="清单",
                issued_on=PartialDate("2014-03"),
            ),
            "乙": Given(
                title="关于做好交接工作的通知",
                type="通知",
                number="示办发〔2015〕8号",
                issued_on=PartialDate("2015-05-06"),
            ),
        },
    )
    assert archive.found(query) == found
