"""What holds of every search, whatever is typed and whoever asks."""

from hypothesis import given, settings
from hypothesis import strategies as st

from archive.errors import InvalidInput
from archive.model import EntityId, EntityKind, Position
from indexer.engine import IndexedDocument
from indexer.engines.memory import MemoryEngine
from indexer.errors import QuerySyntaxError
from indexer.search import Answer, SearchService, TypedSearch
from tests.contracts.corpora import archives, words

PIECES = [
    *('"', "(", ")", " OR ", " AND ", " NOT ", "-", ":", "“", "”", "）", "　", "\n"),
    *("place:", "地点：甲县", "类型:通知", "year:2012", "date:", "..", "*", "\\", "\0"),
    *(" 同段 ", " 同句 ", " NEAR/3 ", " 5字内 ", "交接书~", "交?书", "国*号", "~"),
    *("交接书", "县长", "实情", "国发〔2023〕1号", "怎么", "䶮", "\ud800", "🀄", "ab"),
]
typed_texts = st.lists(
    st.one_of(st.sampled_from(PIECES), st.text(max_size=2)), max_size=8
).map("".join)
steady = settings(derandomize=True, deadline=None, max_examples=150)


class PairSegmenter:
    """Cuts every run into pairs."""

    name = "pairs"

    def words(self, folded: str) -> list[str]:
        return words(folded)


class PlaceNames:
    """Knows the places of the random archives."""

    def entity_ids_named(self, kind: EntityKind, name: str) -> frozenset[EntityId]:
        is_known = kind == "place" and name in {"甲县", "乙县", "丙市"}
        return frozenset({EntityId(f"place-{name}")} if is_known else ())


def service(documents: list[IndexedDocument]) -> SearchService:
    engine = MemoryEngine()
    engine.replace(documents)
    engine.flush(Position(1))
    return SearchService(engine, PairSegmenter(), PlaceNames())


def seen(answer: Answer) -> object:
    """Return everything of an answer but its scores, order and time."""
    page = answer.page
    hits = {(hit.document_id, hit.passages) for hit in page.hits}
    return page.total, hits, page.facets, answer.interpretation, answer.suggestion


@given(archives(), typed_texts)
@steady
def test_hidden_documents_change_nothing_that_a_reader_gets(
    documents: list[IndexedDocument], typed: str
) -> None:
    visible = frozenset({"公开"})
    open_ones = [one for one in documents if one.collection in visible]
    search = TypedSearch(typed, limit=100)
    try:
        restricted = service(documents).search(search, visible=visible)
    except QuerySyntaxError:
        return
    assert seen(restricted) == seen(service(open_ones).search(search, visible=None))


@given(archives(), typed_texts, st.text(max_size=6))
@steady
def test_any_text_is_answered_or_refused_with_a_reason(
    documents: list[IndexedDocument], typed: str, value: str
) -> None:
    searches = [
        TypedSearch(typed),
        TypedSearch(typed, filters={"place": (value,), "title": (value,)}),
        TypedSearch(typed, filters={"number": (value,)}, after=value),
    ]
    asked = service(documents)
    for search in searches:
        try:
            answer = asked.search(search, visible=None)
        except (QuerySyntaxError, InvalidInput) as refusal:
            assert refusal.details
        else:
            assert answer.interpretation.endswith("。")
            assert len(answer.page.hits) <= answer.page.total
    assert asked.rank(typed, limit=5, visible=frozenset()) == ()
