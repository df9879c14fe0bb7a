# ruff: noqa: RUF001 (look-alike brackets and figures are under test)
"""What every search engine promises; the memory engine is the measure."""

import dataclasses

import pytest

from archive.errors import InvalidInput
from archive.model import DocumentId, Page, PartialDate, Position, Visible
from indexer.engine import (
    IndexedDocument,
    SearchEngine,
    SearchRequest,
    Sort,
    Value,
)
from indexer.fold import fold_query
from indexer.query import AllOf, AnyOf, DateRange, Everything, Field, Not, Query
from tests.contracts.corpora import asked, document, named, quoted


def fill(engine: SearchEngine, *documents: IndexedDocument) -> None:
    engine.replace(documents)
    engine.flush(Position(engine.position() + 1))


def found(engine: SearchEngine, query: Query, visible: Visible = None) -> list[str]:
    page = engine.search(SearchRequest(query, limit=200), visible=visible)
    assert page.total == len(page.hits)
    return sorted(hit.document_id for hit in page.hits)


# -- what is found --------------------------------------------------


@pytest.mark.parametrize("text", ["移交清单", "交", "䶮", "国发〔2023〕1号", "實情"])
def test_a_quoted_text_is_found_as_it_stands_and_nothing_else(
    engine: SearchEngine, text: str
) -> None:
    fill(
        engine,
        document("a", "王䶮的移交\n清单，国发［２０２３］1号，盘实情。"),
        document("b", "移送清单和交代，国发〔2023〕2号。"),
        document("c", "无"),
    )
    folded = fold_query(text)
    texts = {
        "a": "王䶮的移交清单,国发(2023)1号,盘实情。",
        "b": "移送清单和交代",
        "c": "无",
    }
    assert found(engine, quoted(text)) == [k for k, t in texts.items() if folded in t]


def test_a_quoted_text_does_not_match_the_title(engine: SearchEngine) -> None:
    fill(engine, document("a", "正文", title="移交清单"))
    assert found(engine, quoted("移交清单")) == []
    assert found(engine, asked("移交清单")) == ["a"]


def test_keywords_want_all_words_and_a_question_any(engine: SearchEngine) -> None:
    fill(engine, document("a", "交接和清单"), document("b", "交接"))
    assert found(engine, asked("交接清单")) == ["a"]
    assert found(engine, asked("交接清单", best=True)) == ["a", "b"]


def test_inner_words_match(engine: SearchEngine) -> None:
    fill(engine, document("a", "一批待处理的事项"))
    assert found(engine, asked("处理")) == ["a"]


def test_a_gloss_does_not_hide_a_word(engine: SearchEngine) -> None:
    fill(engine, document("a", "盘實(py)情、交實(py)底"), document("b", "实(py)"))
    assert found(engine, quoted("盘实情、交实底")) == ["a"]
    assert found(engine, quoted("实(py)")) == ["a", "b"]
    marks = engine.marks(quoted("实情"), DocumentId("a"), visible=None)
    assert list(marks) == [(1, 7)]


def test_not_leaves_out_documents_of_chinese_words(engine: SearchEngine) -> None:
    fill(engine, document("a", "东京的交接"), document("b", "东京的账目"))
    assert found(engine, AllOf((asked("东京"), Not(asked("交接"))))) == ["b"]
    assert found(engine, Not(quoted("东京"))) == []


def test_an_or_branch_does_not_lift_a_not_or_a_permission(
    engine: SearchEngine,
) -> None:
    fill(
        engine,
        document("a", "东京 账单"),
        document("b", "东京 秘密"),
        document("c", "东京 账单", collection="机要"),
    )
    query = AnyOf((AllOf((asked("东京"), Not(asked("秘密")))), asked("账单")))
    assert found(engine, query, frozenset({"公开"})) == ["a"]
    assert found(engine, query) == ["a", "c"]


def test_empty_branches_are_all_and_nothing(engine: SearchEngine) -> None:
    fill(engine, document("a", "文"))
    assert found(engine, AllOf(())) == ["a"]
    assert found(engine, AnyOf(())) == []
    assert found(engine, Not(AnyOf(()))) == ["a"]


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        ("2012", "2012", ["day", "month", "year"]),
        ("2012-05", None, ["day", "later", "month"]),
        (None, "2012-05-17", ["day"]),
        ("2012-05-18", "2013", ["later"]),
        (None, None, ["day", "later", "month", "year"]),
    ],
)
def test_a_date_range_holds_documents_whose_whole_period_lies_inside(
    engine: SearchEngine,
    start: PartialDate | None,
    end: PartialDate | None,
    expected: list[str],
) -> None:
    fill(
        engine,
        document("year", "文", issued_on="2012"),
        document("month", "文", issued_on="2012-05"),
        document("day", "文", issued_on="2012-05-17"),
        document("later", "文", issued_on="2013-01"),
        document("undated", "文"),
    )
    assert found(engine, DateRange(start, end)) == expected


def test_fields_filter_by_key_and_titles_by_what_they_contain(
    engine: SearchEngine,
) -> None:
    places = {"place": (Value("p1", "甲县"), Value("p0", "丙市"))}
    fill(
        engine,
        document("a", "文", title="交接書（甲）", type="交接书", values=places),
        document("b", "文", title="通知", values={"place": (Value("p0", "丙市"),)}),
    )
    assert found(engine, Field("place", "甲县", ("p1",))) == ["a"]
    assert found(engine, Field("place", "丙市", ("p0", "x"))) == ["a", "b"]
    assert found(engine, Field("type", "交接书", ("交接书",))) == ["a"]
    assert found(engine, Field("title", "交接书(", ("交接书(",))) == ["a"]
    assert found(engine, Field("place", "无", ())) == []


# -- order, pages, facets --------------------------------------------------


def test_more_of_the_words_rank_higher_and_ties_go_by_id(engine: SearchEngine) -> None:
    fill(
        engine,
        document("d", "交接清单交接清单"),
        document("b", "交接。此外还有别的很多话要说"),
        document("a", "交接。此外还有别的很多话要说"),
        document("c", "无关"),
    )
    request = SearchRequest(asked("交接清单", best=True))
    hits = engine.search(request, visible=None).hits
    assert [hit.document_id for hit in hits] == ["d", "a", "b"]
    assert hits[0].score > hits[1].score == hits[2].score > 0


@pytest.mark.parametrize(
    ("sort", "expected"),
    [("newest", "fedcab"), ("oldest", "cdefab")],
)
def test_dates_order_documents_with_undated_ones_last(
    engine: SearchEngine, sort: Sort, expected: str
) -> None:
    dates = {"c": "2011", "d": "2012", "e": "2012-02", "f": "2012-02-02"}
    fill(
        engine,
        *(document(key, "文", issued_on=date) for key, date in dates.items()),
        document("b", "文"),
        document("a", "文"),
    )
    hits = engine.search(SearchRequest(Everything(), sort=sort), visible=None).hits
    assert "".join(hit.document_id for hit in hits) == expected


@pytest.mark.parametrize("sort", ["relevance", "newest", "oldest"])
def test_pages_follow_each_other_without_gap_or_repeat(
    engine: SearchEngine, sort: Sort
) -> None:
    fill(
        engine,
        *(
            document(f"d{n}", "交接" * (n % 3 + 1), issued_on=f"201{n % 4}")
            for n in range(9)
        ),
    )
    query = asked("交接")
    whole = engine.search(SearchRequest(query, sort=sort, limit=50), visible=None)
    assert whole.next is None
    assert paged(engine, SearchRequest(query, sort=sort, limit=2)) == [
        hit.document_id for hit in whole.hits
    ]


def paged(engine: SearchEngine, request: SearchRequest) -> list[str]:
    keys: list[str] = []
    after: str | None = None
    while True:
        page = engine.search(dataclasses.replace(request, after=after), visible=None)
        keys += [hit.document_id for hit in page.hits]
        if (after := page.next) is None:
            return keys


@pytest.mark.parametrize(
    "after", ["", "x", "bm8", "交接", "W10", "bnVsbA", "WyJhIiwxLCJiIl0", "W1tbW1tbW1s"]
)
def test_a_strange_cursor_is_refused(engine: SearchEngine, after: str) -> None:
    with pytest.raises(InvalidInput) as refusal:
        engine.search(SearchRequest(Everything(), after=after), visible=None)
    assert refusal.value.details["field"] == "after"


def test_a_cursor_of_another_question_is_refused(engine: SearchEngine) -> None:
    fill(engine, document("a", "文"), document("b", "文"))
    page = engine.search(SearchRequest(quoted("文"), limit=1), visible=None)
    assert page.next
    with pytest.raises(InvalidInput):
        engine.search(SearchRequest(Everything(), after=page.next), visible=None)


def test_facets_count_the_whole_answer_most_frequent_first(
    engine: SearchEngine,
) -> None:
    fill(
        engine,
        document(
            "a", "文", type="通知", issued_on="2012", values={"term": named("乙")}
        ),
        document("b", "文", type="通知", values={"term": named("乙", "甲")}),
        document("c", "文", type="批复", collection="机要"),
        document("d", "无", type="函"),
    )
    request = SearchRequest(quoted("文"), limit=1)
    facets = engine.search(request, visible=None).facets
    counts = {k: [(c.value.name, c.count) for c in v] for k, v in facets.items() if v}
    assert counts == {
        "type": [("通知", 2), ("批复", 1)],
        "year": [("2012", 1)],
        "term": [("乙", 2), ("甲", 1)],
        "collection": [("公开", 2), ("机要", 1)],
    }
    restricted = engine.search(request, visible=frozenset({"公开"})).facets
    assert [c.value.name for c in restricted["type"]] == ["通知"]
    assert [c.value.name for c in restricted["collection"]] == ["公开"]


def test_only_so_many_facet_values_are_given(engine: SearchEngine) -> None:
    fill(engine, document("a", "文", values={"term": named("乙", "甲", "丙")}))
    request = SearchRequest(Everything(), facets=("term",), facet_limit=2)
    facets = engine.search(request, visible=None).facets
    assert list(facets) == ["term"]
    assert [count.value.name for count in facets["term"]] == ["丙", "乙"]


# -- passages and marks --------------------------------------------------


def test_passages_are_verbatim_with_marks_and_page(engine: SearchEngine) -> None:
    text = "第一页的话。\n第二頁說移交\n清單完整。"
    pages = (Page(1, 0, 7), Page(2, 7, len(text)))
    fill(engine, document("a", text, pages=pages))
    hit = engine.search(SearchRequest(quoted("移交清单")), visible=None).hits[0]
    (passage,) = hit.passages
    assert passage.text == text[passage.start : passage.end]
    assert [text[a:b] for a, b in passage.marks] == ["移交\n清單"]
    assert passage.page == 2


def test_marks_are_every_place_in_order(engine: SearchEngine) -> None:
    fill(engine, document("a", "交接，交接清单，清单。"))
    query = AllOf((asked("交接清单"), Not(quoted("，"))))
    marks = engine.marks(query, DocumentId("a"), visible=None)
    assert list(marks) == [(0, 2), (3, 7), (8, 10)]
    assert not engine.marks(query, DocumentId("a"), visible=frozenset({"机要"}))
    assert not engine.marks(query, DocumentId("b"), visible=None)


# -- writing --------------------------------------------------


def test_replacing_a_document_forgets_its_old_passages(engine: SearchEngine) -> None:
    fill(engine, document("a", "旧文", collection="公开"), document("b", "旧文"))
    fill(engine, document("a", "新文", collection="机要"))
    assert found(engine, quoted("旧文")) == ["b"]
    assert found(engine, quoted("新文")) == ["a"]
    assert found(engine, quoted("新文"), frozenset({"公开"})) == []


def test_a_removed_document_is_gone_and_an_unknown_one_no_error(
    engine: SearchEngine,
) -> None:
    fill(engine, document("a", "文"), document("b", "文"))
    engine.remove([DocumentId("a"), DocumentId("unknown")])
    engine.flush(Position(7))
    assert found(engine, Everything()) == ["b"]
    fill(engine, document("a", "文"))
    assert found(engine, quoted("文")) == ["a", "b"]


def test_nothing_shows_before_the_flush_that_carries_its_position(
    engine: SearchEngine,
) -> None:
    assert engine.position() == 0
    engine.replace([document("a", "文")])
    assert found(engine, Everything()) == []
    engine.flush(Position(5))
    assert found(engine, Everything()) == ["a"]
    engine.remove([DocumentId("a")])
    assert found(engine, Everything()) == ["a"]
    assert engine.position() == 5
    engine.flush(Position(6))
    assert found(engine, Everything()) == []
    assert engine.position() == 6


def test_the_last_of_several_states_in_one_flush_counts(engine: SearchEngine) -> None:
    engine.replace([document("a", "一"), document("b", "一"), document("a", "二")])
    engine.remove([DocumentId("b")])
    engine.replace([document("c", "一")])
    engine.remove([DocumentId("c")])
    engine.replace([document("c", "三")])
    engine.flush(Position(1))
    assert found(engine, Everything()) == ["a", "c"]
    assert found(engine, quoted("一")) == []


def test_catching_up_twice_changes_nothing(engine: SearchEngine) -> None:
    documents = [document("a", "交接"), document("b", "交接清单")]
    fill(engine, *documents)
    request = SearchRequest(asked("交接"))
    before = engine.search(request, visible=None)
    fill(engine, *documents)
    assert engine.search(request, visible=None) == before


def test_an_empty_index_answers(engine: SearchEngine) -> None:
    page = engine.search(SearchRequest(Everything()), visible=None)
    assert (page.total, page.hits, page.next) == (0, (), None)
    assert engine.search(SearchRequest(asked("交")), visible=None).total == 0
