"""Typed searches, from text to an answer, on the memory engine."""

from collections.abc import Mapping

import pytest

from archive.errors import InvalidInput
from archive.model import DocumentId, EntityId, EntityKind, PartialDate, Position
from indexer.engine import Sort, Value
from indexer.engines.memory import MemoryEngine
from indexer.errors import QuerySyntaxError
from indexer.interpret import Interpreter
from indexer.query import AllOf, Field, Literal, Not, Words
from indexer.query_parser import parse_query
from indexer.search import Answer, SearchService, TypedSearch
from tests.contracts.corpora import document, words

PLACE = Value("place-1", "武夷山市")


class TwoCharacterSegmenter:
    """Cuts every run into pairs, which is enough where words do not matter."""

    name = "pairs"

    def words(self, folded: str) -> list[str]:
        return words(folded)


class FixedNames:
    """Knows the entities of a few names."""

    def __init__(self, ids: Mapping[tuple[str, str], str]) -> None:
        self._ids = ids

    def entity_ids_named(self, kind: EntityKind, name: str) -> frozenset[EntityId]:
        found = self._ids.get((kind, name))
        return frozenset({EntityId(found)} if found else ())


NAMES = FixedNames({("place", "武夷山市"): "place-1", ("place", "崇安县"): "place-1"})


@pytest.fixture
def service() -> SearchService:
    engine = MemoryEngine()
    engine.replace(
        [
            document(
                "book",
                "移交清单。\n移交人王明，接收人李华。资产移交清楚。",
                title="示例市林业局交接书",
                issued_on="2012-05",
                type="交接书",
                values={"place": (PLACE,)},
            ),
            document("note", "关于资产清查的通知。", issued_on="2015"),
            document("late", "资产清查，另有移交。", issued_on="2019"),
            document("secret", "机要事项蘅芷", collection="机要"),
        ]
    )
    engine.flush(Position(1))
    return SearchService(engine, TwoCharacterSegmenter(), NAMES)


def ids(answer: Answer) -> list[str]:
    return [hit.document_id for hit in answer.page.hits]


def ask(service: SearchService, query: str, **more: object) -> Answer:
    typed = TypedSearch(query, **more)  # type: ignore[arg-type]
    return service.search(typed, visible=None)


def test_parts_of_a_query_get_their_words_and_keys() -> None:
    interpreter = Interpreter(TwoCharacterSegmenter(), NAMES)
    query = interpreter.interpret(
        parse_query('國務院 -"離任" 地點：崇安縣 标题：交接書 ※')
    )
    assert query == AllOf(
        (
            Words("國務院", ("国务", "院")),
            Not(Literal("離任", "离任")),
            Field("place", "崇安縣", ("place-1", "崇安县", "崇安縣")),
            Field("title", "交接書", ("交接书",)),
            Words("※", ("※",)),
        )
    )


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("資產", ["book", "late", "note"]),
        ("资产 移交", ["book", "late"]),
        ('"资产移交"', ["book"]),
        ("资产 -移交", ["note"]),
        ("地点：武夷山市", ["book"]),
        ("place:崇安縣", ["book"]),
        ("place:place-1", ["book"]),
        ("year:2012..2015", ["book", "note"]),
        ("类型:交接书 OR 机要", ["book", "secret"]),
        ("", ["book", "late", "note", "secret"]),
    ],
)
def test_typed_queries_find_documents(
    service: SearchService, query: str, found: list[str]
) -> None:
    assert sorted(ids(ask(service, query))) == found


def test_filters_go_by_name_or_id_and_dates_bound_the_answer(
    service: SearchService,
) -> None:
    for name in ("武夷山市", "崇安縣", "place-1"):
        assert ids(ask(service, "", filters={"place": (name,)})) == ["book"]
    assert ids(ask(service, "", filters={"place": ("无此地",)})) == []
    between = ask(
        service, "资产", issued_from=PartialDate("2013"), issued_to=PartialDate("2016")
    )
    assert ids(between) == ["note"]


@pytest.mark.parametrize(
    ("query", "interpretation"),
    [
        ("", "列出全部文献。"),
        ("移交", "查找含“移交”的文献。"),
        ("资产 移交", "查找同时含“资产”、“移交”的文献。"),
        ("怎样移交", "查找最切合“怎样”、“移交”的文献。"),
        ('"资产移交" -账目', "查找原文有“资产移交”，且除去含“账目”的文献。"),
        (
            "(甲 OR 类型：函) 日期:2012..",
            "查找（含“甲”，或类型为“函”），且成文于2012年以来的文献。",
        ),
        ("日期:2012-05..2013", "查找成文于2012年5月至2013年的文献。"),
        ("资产 同段 移交", "查找“资产”与“移交”在同一段的文献。"),
        (
            '"资产" NEAR/5 移交~',
            "查找“资产”与“移交”或其中一字形近、音近的写法相距不过5字的文献。",
        ),
        ("移交*清单", "查找含“移交*清单”（*代若干字）的文献。"),
        ("王明华~", "查找含“王明华”或只差一个字的写法的文献。"),
    ],
)
def test_the_answer_says_in_chinese_how_the_query_was_read(
    service: SearchService, query: str, interpretation: str
) -> None:
    assert ask(service, query).interpretation == interpretation


def test_the_interpretation_names_the_entities_of_filters(
    service: SearchService,
) -> None:
    answer = ask(
        service, "", filters={"place": ("place-1",)}, issued_to=PartialDate("2013")
    )
    assert answer.interpretation == (
        "列出全部文献；只看地点为“武夷山市”，成文于2013年以前。"
    )


def test_a_long_name_that_is_nowhere_whole_is_answered_by_its_best(
    service: SearchService,
) -> None:
    assert ids(ask(service, "示例市林业局交接书"))[:1] == ["book"]
    answer = ask(service, "某某某某资产清查通知")
    assert ids(answer)[0] == "note"
    assert "最切合" in answer.interpretation
    first = ask(service, "某某某某资产清查通知", limit=1)
    second = ask(service, "某某某某资产清查通知", limit=1, after=first.page.next)
    assert ids(first) + ids(second) == ids(answer)[:2]


def test_ordered_by_date_all_words_are_wanted_if_they_are_anywhere(
    service: SearchService,
) -> None:
    question = "资产移交？"
    assert len(ids(ask(service, question))) == 3
    assert ids(ask(service, question, sort="newest")) == ["late", "book"]
    assert len(ids(ask(service, "哪里 资产移交？", sort="newest"))) == 3


@pytest.mark.parametrize(
    ("query", "suggestion"),
    [
        ('"资产清单"', "资产清单"),
        ("资产 无踪无影", "资产"),
        ("无踪无影", None),
        ('"(资产"', None),
        ('"蘅芷机要"', None),
        ("蘅芷 移位", None),
    ],
)
def test_no_hits_suggest_a_looser_query_that_the_reader_would_see_hits_for(
    service: SearchService, query: str, suggestion: str | None
) -> None:
    answer = service.search(TypedSearch(query), visible=frozenset({"公开"}))
    assert (answer.page.total, answer.suggestion) == (0, suggestion)


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("limit", TypedSearch("", limit=0)),
        ("limit", TypedSearch("", limit=201)),
        ("from", TypedSearch("", issued_from=PartialDate("2013-02-30"))),
        ("to", TypedSearch("", issued_to=PartialDate("昨天"))),
        ("sort", TypedSearch("", sort="best")),  # type: ignore[arg-type]
        ("after", TypedSearch("", after="x")),
        ("zzz", TypedSearch("", filters={"zzz": ("a",)})),
    ],
)
def test_a_value_out_of_range_is_named(
    service: SearchService, field: str, typed: TypedSearch
) -> None:
    with pytest.raises(InvalidInput) as refusal:
        service.search(typed, visible=None)
    assert refusal.value.details["field"] == field


def test_a_query_that_cannot_be_read_is_refused(service: SearchService) -> None:
    with pytest.raises(QuerySyntaxError):
        ask(service, "(资产")


def test_a_document_is_marked_only_for_those_who_may_see_it(
    service: SearchService,
) -> None:
    found = service.marks("蘅芷 -资产", DocumentId("secret"), visible=None)
    assert list(found) == [(4, 6)]
    hidden = service.marks("蘅芷", DocumentId("secret"), visible=frozenset({"公开"}))
    assert list(hidden) == []


@pytest.mark.parametrize("sort", ["relevance", "newest", "oldest"])
def test_every_order_pages_through_the_whole_answer(
    service: SearchService, sort: Sort
) -> None:
    whole = ids(ask(service, "资产", sort=sort))
    first = ask(service, "资产", sort=sort, limit=2)
    rest = ask(service, "资产", sort=sort, limit=2, after=first.page.next)
    assert ids(first) + ids(rest) == whole


def test_a_ranked_list_holds_the_best_matches_of_any_text(
    service: SearchService,
) -> None:
    def ranked(query: str, limit: int = 100) -> list[str]:
        hits = service.rank(query, limit=limit, visible=frozenset({"公开"}))
        assert [hit.score for hit in hits] == sorted(
            (hit.score for hit in hits), reverse=True
        )
        assert not any(hit.passages for hit in hits)
        return [hit.document_id for hit in hits]

    assert ranked("资产 移交人 无踪") == ["book", "late", "note"]
    assert ranked("资产 移交人 无踪", limit=1) == ["book"]
    assert ranked('资产 "移交人') == ["book", "late", "note"]
    assert ranked('"资产移交"') == ["book"]
    assert ranked("蘅芷") == []


def test_a_filter_beyond_the_values_listed_is_still_called_by_its_name() -> None:
    engine = MemoryEngine()
    rare, common = Value("place-9", "示例乡"), Value("place-1", "示例县")
    engine.replace(
        [
            document("both", "移交。", values={"place": (common, rare)}),
            document("one", "移交。", values={"place": (common,)}),
        ]
    )
    engine.flush(Position(1))
    service = SearchService(engine, TwoCharacterSegmenter(), FixedNames({}))
    typed = TypedSearch("移交", {"place": ("place-9", "place-1")}, facet_limit=1)

    answer = service.search(typed, visible=None)

    assert [count.value.name for count in answer.page.facets["place"]] == ["示例县"]
    assert "“示例乡”或“示例县”" in answer.interpretation


def test_a_question_counts_who_names_a_work_unless_told_not_to() -> None:
    engine = MemoryEngine()
    engine.replace(
        [
            document("law", "扣押财物", title="示例治安法"),
            document("rule", "依照示例治安法处理", title="示例须知"),
        ]
    )
    engine.flush(Position(1))
    counted = SearchService(engine, TwoCharacterSegmenter(), NAMES)
    plain = SearchService(engine, TwoCharacterSegmenter(), NAMES, naming_weight=0)
    named = {
        hit.document_id: hit.named_by
        for hit in ask(counted, "扣押财物怎么处理？").page.hits
    }
    assert named == {"law": 1, "rule": 0}
    assert {h.named_by for h in ask(plain, "扣押财物怎么处理？").page.hits} == {None}
    assert {h.named_by for h in ask(counted, "扣押").page.hits} == {None}
