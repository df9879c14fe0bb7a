"""Documents close to one, for every search engine."""

from dataclasses import replace

from archive.model import DocumentId, Position, Visible
from indexer.engine import IndexedDocument, Related, SearchEngine, SearchRequest
from tests.contracts.corpora import document, quoted

NOTICE = (
    "关于做好示例乡离任交接工作的通知。各村：为了使工作不断档，现就离任交接通知如下。"
    "一、交接书一式四份，由移交人、接收人、监交人签字。二、未结事项逐项写明金额、期限、"
    "责任人和现状。三、债权债务数字以交接前一月末为准，经第三方核对后列入附表。"
)
RULES = (
    "示例县水库管理办法。第一条为了加强水库管理，保障防洪安全，制定本办法。第二条水库"
    "主管部门应当编制调度运用计划，报县人民政府批准。第三条库区内禁止围垦、采砂。"
)


def fill(engine: SearchEngine, *documents: IndexedDocument) -> None:
    engine.replace(documents)
    engine.flush(Position(engine.position() + 1))


def around(
    engine: SearchEngine, key: str, visible: Visible = None, limit: int = 5
) -> list[tuple[str, str]]:
    found = engine.related(DocumentId(key), visible=visible, limit=limit)
    assert all(0 <= one.likeness <= 1 for one in found)
    return [(one.relation, one.hit.document_id) for one in found]


def test_the_same_notice_from_two_sites_is_a_copy(engine: SearchEngine) -> None:
    fill(
        engine,
        document("a", NOTICE, issued_on="2024-08-20"),
        document("b", f"首页>政务公开\n{NOTICE}\n打印本页", issued_on="2024-08"),
        document("c", "另一件事，与此无关。"),
    )
    assert around(engine, "a") == [("copy", "b")]
    assert around(engine, "b") == [("copy", "a")]
    assert around(engine, "c") == []


def test_papers_with_two_numbers_or_dates_are_no_copies(engine: SearchEngine) -> None:
    fill(
        engine,
        replace(document("a", NOTICE), number="示发〔2024〕1号"),
        replace(document("b", NOTICE), number="示发［2024］1号"),
        replace(document("c", NOTICE), number="示发〔2024〕2号"),
        document("d", NOTICE, issued_on="2024-08-20"),
        document("e", NOTICE, issued_on="2023-08-20"),
        document("f", RULES),
    )
    assert ("copy", "b") in around(engine, "a")
    assert ("similar", "c") in around(engine, "a")
    assert ("copy", "e") not in around(engine, "d")


def test_versions_of_a_regulation_come_from_the_newest(engine: SearchEngine) -> None:
    title = "示例县水库管理办法"
    fill(
        engine,
        document("old", RULES, title=f"{title}（试行）", issued_on="2009"),
        document("new", f"{RULES}第四条另有新规。", title=title, issued_on="2021-05"),
        document("any", "水库办法的草稿。", title=title),
        document("now", "全文重写，只存其名。", title=title, issued_on="2016"),
        document("no", RULES[:40], title="示例县河道管理办法", issued_on="2010"),
        document(
            "by", "现予印发。", title=f"关于印发《{title}》的通知", issued_on="2022"
        ),
    )
    assert around(engine, "now")[:4] == [
        ("version", "by"),
        ("version", "new"),
        ("version", "old"),
        ("version", "any"),
    ]
    assert ("version", "no") not in around(engine, "now")


def test_a_common_title_makes_no_versions(engine: SearchEngine) -> None:
    fill(
        engine,
        document("a", "甲乡的一年", title="工作报告"),
        document("b", "乙乡的事情", title="工作报告"),
    )
    assert ("version", "b") not in around(engine, "a")


def test_similar_documents_share_rare_wording_and_are_limited(
    engine: SearchEngine,
) -> None:
    fill(
        engine,
        document("a", NOTICE),
        *(document(f"n{i}", NOTICE[: 60 + 9 * i], issued_on="2020") for i in range(4)),
        *(document(f"r{i}", RULES[: 50 + i]) for i in range(6)),
    )
    found = around(engine, "a", limit=2)
    assert len(found) == 2
    assert {key[0] for _, key in found} == {"n"}
    assert all(relation == "similar" for relation, _ in found)


def test_what_a_reader_may_not_see_is_close_to_nothing(engine: SearchEngine) -> None:
    fill(
        engine,
        document("a", NOTICE, title="示例县水库管理办法"),
        document("b", NOTICE, title="示例县水库管理办法", collection="机要"),
        document("c", RULES, title="示例县水库管理办法", collection="机要"),
    )
    assert around(engine, "a", frozenset({"公开"})) == []
    assert around(engine, "b", frozenset({"公开"})) == []
    assert [key for _, key in around(engine, "a")] == ["b", "c"]
    assert around(engine, "unknown") == []


def test_replaced_and_removed_documents_are_not_close(engine: SearchEngine) -> None:
    fill(engine, document("a", NOTICE), document("b", NOTICE), document("c", NOTICE))
    fill(engine, document("b", RULES))
    engine.remove([DocumentId("c")])
    engine.flush(Position(9))
    assert around(engine, "a") == []


def test_a_copy_among_the_hits_points_to_the_first_of_them(
    engine: SearchEngine,
) -> None:
    fill(
        engine,
        document("a", f"{NOTICE}交接工作，交接工作。"),
        document("b", NOTICE),
        document("c", f"首页>政务\n{NOTICE}"),
        document("d", "离任交接的别的事。"),
    )
    page = engine.search(SearchRequest(quoted("离任交接")), visible=None)
    first = next(hit for hit in page.hits if hit.document_id != "d")
    pointing = {h.document_id: h.copy_of for h in page.hits if h.copy_of}
    assert pointing == {
        key: first.document_id for key in "abc" if key != first.document_id
    }


def test_a_related_document_is_shown_like_a_hit(engine: SearchEngine) -> None:
    fill(
        engine, document("a", NOTICE), document("b", NOTICE, title="抄送", type="通知")
    )
    (found,) = engine.related(DocumentId("a"), visible=None, limit=5)
    assert isinstance(found, Related)
    assert (found.hit.title, found.hit.type, found.hit.passages) == ("抄送", "通知", ())
    assert found.likeness == found.hit.score == 1
