"""Invented handovers (示例): roles, parts and matters."""

from archive.model import Handover, Metadata
from tests.indexer.recognise.reading import analysed

BOOK = """上梅乡党委书记离任交接书（示例）
移交人：林守田（签字）
接收人：吴建彬
监 交 人：市委组织部副部长 丘晓岚

一、交发展思路
1. 以梅溪流域治理为主线。
二、交未结事项
（一）污水处理站二期，概算862.0万元，2025年6月30日前完工。
两户协议未签。
（二）补偿尾款36.8万元。
三、交存量家底
债务余额1,346.5万元。
四、交问题隐患
1、隐患点6处。
移交人签字：
"""


def book(text: str, title: str | None = None) -> Handover | None:
    return analysed(text, Metadata(title=title)).handover


def roles(text: str, title: str | None = None) -> tuple[str | None, ...]:
    found = book(text, title)
    assert found is not None
    return found.outgoing, found.incoming, found.supervisor


def test_the_labels_of_a_book_give_its_roles() -> None:
    assert roles(BOOK) == ("林守田", "吴建彬", "丘晓岚")


def test_the_title_gives_post_and_place() -> None:
    found = book(BOOK)
    assert found is not None
    assert (found.post, found.place) == ("党委书记", "上梅乡")


def test_the_four_parts_hold_their_matters() -> None:
    found = book(BOOK)
    assert found is not None
    assert [item.part for item in found.items] == [
        "发展思路",
        "未结事项",
        "未结事项",
        "存量家底",
        "问题隐患",
    ]


def test_a_matter_has_amount_deadline_and_its_own_words() -> None:
    found = book(BOOK)
    assert found is not None
    item = found.items[1]
    assert item.amounts == ("8620000元",)
    assert item.deadline == "2025-06-30"
    assert BOOK[item.start : item.end].endswith("两户协议未签。")


def test_a_column_under_a_label_gives_the_role() -> None:
    table = "交接登记表（示例）\n移交人\t接收人\t监交人\n王 强\t李红梅\t赵大明\n"
    assert roles(table) == ("王强", "李红梅", "赵大明")


def test_a_cell_beside_a_label_gives_the_role() -> None:
    table = "移交人\t林守田\n接收人\t吴建彬\n监交人\t丘晓岚\n"
    assert roles(table, "交接表") == ("林守田", "吴建彬", "丘晓岚")


def test_a_sentence_gives_the_roles() -> None:
    text = "林守田向吴建彬移交上梅乡党委书记工作，丘晓岚监交。"
    assert roles(text, "上梅乡交接清单") == ("林守田", "吴建彬", "丘晓岚")


def test_blank_labels_are_no_handover() -> None:
    assert book("移交人：  接收人：  监交人：\n", "交接表") is None


def test_a_text_about_handing_over_is_no_handover() -> None:
    assert book("离任者要向继任者交清家底，监督人员应当到场。") is None


def test_a_notice_that_shows_a_blank_book_hands_nothing_over() -> None:
    title = "关于印发交业继责办法的通知"
    text = (
        title
        + "（示例）\n一、交发展思路\n1. 说明规划。\n二、交未结事项\n1. 列明事项。\n"
    )
    metadata = Metadata(title=title, type="通知")
    assert analysed(text + "移交人：　　接收人：\n", metadata).handover is None
    signed = text + "移交人：林守田　　接收人：吴建彬\n"
    assert analysed(signed, metadata).handover is not None
