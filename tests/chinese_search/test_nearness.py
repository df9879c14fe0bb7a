"""Texts in one sentence or paragraph, or a few characters apart.

Other tools count the words of their own segmentation or every n-gram as a step, so
that a distance means nothing in Chinese; here it is characters, as a reader counts.
"""

import pytest

from tests.chinese_search.archive_of_texts import ArchiveOfTexts

TEXTS = {
    "句": "示例桥未完工，欠款由县财政承担。其余另报。",
    "段": "示例桥尚未完工。所欠款项见附件，欠款由乡里承担。",
    "篇": "示例桥未完工。\n乡里另有欠款。",
    "题": "一、未完工项目\n欠款清单",
    "无": "示例桥已经建成。",
}


@pytest.fixture
def bridges(archive: ArchiveOfTexts) -> ArchiveOfTexts:
    archive.hold(TEXTS)
    return archive


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("未完工 同句 欠款", {"句"}),
        ("欠款 同句 未完工", {"句"}),
        ("未完工 同段 欠款", {"句", "段"}),
        ("未完工 同段 欠款 同段 乡里", {"段"}),
        ("未完工 AND 欠款", {"句", "段", "篇", "题"}),
        ('"完工" 同段 "欠款"', {"句", "段"}),
        ("完工 NEAR/1 欠款", {"句"}),
        ("完工 5字内 所欠款", {"段"}),
        ("欠款 NEAR/10 完工", {"句", "段", "篇", "题"}),
        ("完工 NEAR/1 款", set()),
        ("完工 2字内 款", {"句"}),
        ("(完工 OR 建成) 同句 示例桥", {"句", "段", "篇", "无"}),
        ("示例桥 -完工 同段 欠款", {"篇", "无"}),
        ("欠款 同段 欠款", {"句", "段", "篇", "题"}),
        ("欠 NEAR/20 欠", {"段"}),
    ],
)
def test_texts_are_found_near_one_another_and_only_there(
    bridges: ArchiveOfTexts, query: str, found: set[str]
) -> None:
    assert bridges.found(query) == found


def test_only_what_stands_near_is_marked(archive: ArchiveOfTexts) -> None:
    text = "欠款另列。\n示例桥未完工，尚有欠款。\n欠款已清。"
    archive.hold({"桥": text})
    assert archive.marked("未完工 同段 欠款", "桥") == ["未完工", "欠款"]
    assert archive.marked("未完工 NEAR/3 欠款", "桥") == ["未完工", "欠款"]
    assert archive.marked("未完工 AND 欠款", "桥") == ["欠款", "未完工", "欠款", "欠款"]


def test_line_breaks_inside_a_paragraph_count_for_nothing(
    archive: ArchiveOfTexts,
) -> None:
    archive.hold({"折": "示例桥未完\n工，欠\n款由县财政承担。"})
    assert archive.found('"未完工" NEAR/1 "欠款"') == {"折"}
