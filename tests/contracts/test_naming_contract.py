"""Works that others name stand higher among best matches, for every search engine."""

import pytest

from archive.model import Position, Visible
from indexer.engine import Hit, IndexedDocument, SearchEngine, SearchRequest
from indexer.naming import standing
from indexer.query import Words
from tests.contracts.corpora import asked, document, quoted


def fill(engine: SearchEngine, *documents: IndexedDocument) -> None:
    engine.replace(documents)
    engine.flush(Position(engine.position() + 1))


def ranked(
    engine: SearchEngine,
    weight: float,
    visible: Visible = None,
    query: Words | None = None,
) -> dict[str, Hit]:
    request = SearchRequest(
        query or asked("店主扣押手机怎么办", best=True), naming_weight=weight
    )
    return {
        hit.document_id: hit for hit in engine.search(request, visible=visible).hits
    }


def archive_with_a_named_law() -> list[IndexedDocument]:
    return [
        document("law", "扣押财物的处罚。", title="中华人民共和国示例治安法"),
        document("rule", "手机扣押须知，扣押手机。", title="市场须知"),
        *(
            document(f"n{i}", f"依照示例治安法，第{i}号。", title=f"示例办法{i}")
            for i in range(4)
        ),
        document("part", "见《示例治安法》。", title="示例办法第二条"),
        document("other", "见《示例治安法》。", title="示例办法第三条"),
        document("own", "示例治安法说。", title="中华人民共和国示例治安法第九条"),
        document("secret", "按照示例治安法", title="密件", collection="机要"),
    ]


def test_a_work_that_others_name_stands_higher_and_says_by_how_many(
    engine: SearchEngine,
) -> None:
    fill(engine, *archive_with_a_named_law())
    plain, lifted = ranked(engine, 0.0), ranked(engine, 3.0)
    assert next(iter(plain)) == "rule"
    assert next(iter(lifted)) == "law"
    # Four rules, one in two parts and a secret paper; its own article does not count.
    assert lifted["law"].named_by == 6
    assert lifted["rule"].named_by == 0
    assert plain["law"].named_by is None
    gain = lifted["law"].score - plain["law"].score
    assert 0 < gain < 3.0 * plain["rule"].score * standing(6)


def test_what_a_reader_may_not_see_names_nothing(engine: SearchEngine) -> None:
    fill(engine, *archive_with_a_named_law())
    lifted = ranked(engine, 3.0, frozenset({"公开"}))
    assert lifted["law"].named_by == 5
    assert ranked(engine, 3.0, frozenset({"机要"})) == {}


def test_a_removed_document_names_nothing_any_more(engine: SearchEngine) -> None:
    fill(engine, *archive_with_a_named_law())
    engine.remove([d.id for d in archive_with_a_named_law() if d.id.startswith("n")])
    fill(engine, document("n0", "不再提它", title="示例办法0"))
    assert ranked(engine, 3.0)["law"].named_by == 2


def test_a_name_counts_whichever_came_first(engine: SearchEngine) -> None:
    law, *others = archive_with_a_named_law()
    fill(engine, *others)
    fill(engine, law)
    assert ranked(engine, 3.0)["law"].named_by == 6


@pytest.mark.parametrize("sort", ["newest", "oldest"])
def test_keywords_literals_and_dates_are_ordered_without_naming(
    engine: SearchEngine, sort: str
) -> None:
    fill(engine, *archive_with_a_named_law())
    for query in (asked("扣押"), quoted("扣押")):
        request = SearchRequest(query, naming_weight=3.0)
        hits = engine.search(request, visible=None).hits
        assert [hit.named_by for hit in hits] == [None, None]
        assert hits[0].document_id == "rule"
    dated = SearchRequest(asked("扣押", best=True), sort=sort, naming_weight=3.0)  # type: ignore[arg-type]
    assert {h.named_by for h in engine.search(dated, visible=None).hits} == {None}


def test_pages_follow_the_lifted_order(engine: SearchEngine) -> None:
    fill(engine, *archive_with_a_named_law())
    query, seen, after = asked("扣押手机示例", best=True), [], None
    while True:
        request = SearchRequest(query, limit=2, after=after, naming_weight=0.4)
        page = engine.search(request, visible=None)
        seen += [hit.document_id for hit in page.hits]
        after = page.next
        if after is None:
            break
    assert seen == list(ranked(engine, 0.4, query=query))
