"""Keywords that stand in a title lift its document, for every search engine."""

from archive.model import Position
from indexer.engine import SearchEngine, SearchRequest, Sort
from indexer.query import AnyOf, Query
from tests.contracts.corpora import asked, document


def order(engine: SearchEngine, query: Query, sort: Sort = "relevance") -> list[str]:
    page = engine.search(SearchRequest(query, sort=sort), visible=None)
    return [hit.document_id for hit in page.hits]


def fill(engine: SearchEngine) -> None:
    engine.replace(
        [
            document(
                "often", "水库管理，某水库的管理，别的话也有许多。", issued_on="2001"
            ),
            document("titled", "关于某水库管理的许多别的话", title="水库管理"),
            document("half", "关于某水库管理的许多别的话", title="水库"),
            document("other", "关于某水库管理的许多别的话", title="河道"),
        ]
    )
    engine.flush(Position(1))


def test_of_documents_much_alike_the_titled_one_comes_first(
    engine: SearchEngine,
) -> None:
    fill(engine)
    assert order(engine, asked("水库 管理")) == ["titled", "often", "half", "other"]
    assert order(engine, AnyOf((asked("水库"), asked("管理"))))[0] == "titled"


def scores(engine: SearchEngine, query: Query, sort: Sort = "relevance") -> object:
    page = engine.search(SearchRequest(query, sort=sort), visible=None)
    return {hit.document_id: hit.score for hit in page.hits}


def test_questions_and_orders_by_date_do_not_look_at_titles(
    engine: SearchEngine,
) -> None:
    fill(engine)
    plain = scores(engine, asked("水库", best=True))
    assert scores(engine, asked("水库"), "newest") == plain
    assert scores(engine, asked("水库")) != plain
