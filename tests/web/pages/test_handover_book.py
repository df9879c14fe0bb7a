"""Does the page of a handover show who, what, what is lacking and what came before?"""

import re
from dataclasses import replace

from archive.model import (
    Analysis,
    DocumentId,
    Entity,
    EntityId,
    Handover,
    HandoverItem,
    HandoverPart,
    OfficialFound,
    PartialDate,
    Span,
)
from tests.web.archive_parts import Archive
from web.pages.matters import amount_zh, lead, rest

JIA = Entity(EntityId("of-甲"), "official", "甲某某")
TEXT = (
    "示例乡乡长离任交接书\n移交人：甲某某\n接收人：乙某某\n"
    "示例桥改建。概算862万元，2030年6月前完工。\n示例渠清淤。尾款未付。\n"
    "示例楼一处，产权证齐，另有债务若干。"
)


def words_of(page: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


def item(
    words: str,
    part: HandoverPart = "未结事项",
    *,
    amount: str | None = None,
    due: str | None = None,
) -> HandoverItem:
    start = TEXT.index(words)
    return HandoverItem(
        part,
        words,
        start,
        start + len(words),
        (amount,) if amount else (),
        PartialDate(due) if due else None,
    )


BRIDGE = item(
    "示例桥改建。概算862万元，2030年6月前完工。", amount="8620000元", due="2030-06"
)
CANAL = item("示例渠清淤。尾款未付。")
HOUSE = item("示例楼一处，产权证齐，另有债务若干。", "存量家底")


def hold(
    archive: Archive,
    date: str,
    *items: HandoverItem,
    collection: str = "公开",
) -> DocumentId:
    held = DocumentId(archive.hold(f"{TEXT}\n{date}", collection=collection))
    at = TEXT.index("甲某某")
    book = Handover(
        "乡长",
        "示例乡",
        PartialDate(date),
        "甲某某",
        "乙某某",
        None,
        items,
        {"outgoing": Span(at, at + 3)},
    )
    officials = (OfficialFound("甲某某", (), JIA.id),)
    archive.store.save_analysis(
        held, Analysis("t", "1", entities=(JIA,), officials=officials, handover=book)
    )
    return held


def test_a_book_shows_its_people_its_parts_and_what_is_lacking(
    archive: Archive,
) -> None:
    held = hold(archive, "2024-09-12", BRIDGE, HOUSE)

    page = archive.as_role("reader").get(f"/handovers/{held}").text
    shown = words_of(page)

    assert f'<a href="/officials/{JIA.id}">甲某某</a>' in page
    assert "示例桥改建" in shown and "862 万元" in shown and "2030年6月" in shown
    assert f"start={BRIDGE.start}&amp;end={BRIDGE.end}#quote" in page
    assert "这一册里没有读出发展思路" in shown
    assert "12 项中见 6 项" in shown
    lacking = shown[shown.index("12 项中见") : shown.index("已有的")]
    assert "监交人" in lacking and "问题隐患" in lacking and "债权债务" not in lacking


def test_a_book_is_compared_with_the_one_before(archive: Archive) -> None:
    hold(archive, "2016", CANAL)
    first = hold(archive, "2020", replace(BRIDGE, amounts=("7980000元",)), CANAL)
    second = hold(archive, "2024", BRIDGE)

    reader = archive.as_role("reader")
    page = reader.get(f"/handovers/{second}").text
    shown = words_of(page)

    before = shown[shown.index("上一册带来的事项") :]
    assert "798 万元" in before and "862 万元" in before and "金额不同" in before
    assert "示例渠清淤" in before and "未再提及" in before
    assert f'href="/handovers/{first}"' in page
    assert "上一册带来的事项" not in words_of(reader.get("/handovers").text)


def test_a_hidden_book_comes_before_none(archive: Archive) -> None:
    hidden = hold(archive, "2020", CANAL, collection="内部")
    held = hold(archive, "2024", BRIDGE)

    reader = archive.as_role("reader", "公开")
    page = reader.get(f"/handovers/{held}").text

    assert "上一册" not in page and "此职前后" not in page and hidden not in page
    assert reader.get(f"/handovers/{hidden}").status_code == 404


def test_a_document_that_hands_nothing_over_has_no_such_page(archive: Archive) -> None:
    held = archive.hold("关于示例工作的通知")

    assert archive.as_role("reader").get(f"/handovers/{held}").status_code == 404


def test_the_list_is_narrowed_by_place_and_post(archive: Archive) -> None:
    held = hold(archive, "2024", BRIDGE)
    reader = archive.as_role("reader")

    found = reader.get("/handovers", params={"place": "示例乡", "post": "乡长"}).text
    none = reader.get("/handovers", params={"place": "他乡"}).text

    assert f"/handovers/{held}" in found
    assert "没有符合条件的交接" in none


def test_home_tells_what_falls_due_next(archive: Archive) -> None:
    held = hold(archive, "2024", replace(BRIDGE, deadline=PartialDate("2999-06")))
    hold(archive, "2023", replace(CANAL, deadline=PartialDate("2001-06")))

    page = archive.as_role("reader").get("/").text

    due = words_of(page[page.index("近期到期的未结事项") :])
    assert "2999年6月 示例桥改建" in due and "示例渠" not in due
    assert f"/documents/{held}?start={BRIDGE.start}" in page


def test_a_matter_is_called_by_its_first_words() -> None:
    assert (lead("示例桥改建。概算若干。"), rest("示例桥改建。概算若干。")) == (
        "示例桥改建",
        "概算若干。",
    )
    assert (lead("示例"), rest("示例")) == ("示例", "")
    long = "很" * 40
    assert len(lead(long)) == 30 and rest(long) == long


def test_amounts_read_in_the_units_of_people() -> None:
    written = ["8620000元", "9500元", "292200亩", "37人", "120000000元", "若干"]

    assert [amount_zh(one) for one in written] == [
        "862 万元",
        "9,500 元",
        "29.22 万亩",
        "37 人",
        "1.2 亿元",
        "若干",
    ]
