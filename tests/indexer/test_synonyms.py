"""Words of one meaning find each other, where a word was typed by itself."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from archive.model import DocumentId, Position
from archive.settings import StoreSettings
from archive.store import Store, open_store
from indexer.engines.memory import MemoryEngine
from indexer.fold import fold_query
from indexer.search import Answer, SearchService, TypedSearch
from indexer.synonyms import SynonymTable
from tests.contracts.corpora import document
from tests.indexer.test_search import FixedNames, TwoCharacterSegmenter


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = open_store(tmp_path, StoreSettings(), name_key=fold_query)
    yield opened
    opened.close()


@pytest.fixture
def clock() -> list[float]:
    return [0.0]


@pytest.fixture
def service(store: Store, clock: list[float]) -> SearchService:
    engine = MemoryEngine()
    engine.replace(
        [
            document("head", "乡镇一把手离任。"),
            document("posts", "党政正职离任。"),
            document("titled", "正文", title="党政正职名单"),
            document("apart", "党政分开，正职另定。"),
            document("none", "离任办法。"),
        ]
    )
    engine.flush(Position(1))
    store.synonyms.add(["乡镇一把手", "党政正职"], actor="档案员")
    synonyms = SynonymTable(store.synonyms, clock=lambda: clock[0])
    segmenter = TwoCharacterSegmenter()
    return SearchService(engine, segmenter, FixedNames({}), synonyms=synonyms)


def ids(answer: Answer) -> list[str]:
    return sorted(hit.document_id for hit in answer.page.hits)


@pytest.mark.parametrize(
    ("query", "found", "also"),
    [
        ("乡镇一把手", ["head", "posts", "titled"], True),
        ("鄉鎮一把手 離任", ["head", "posts"], True),
        ("离任 -乡镇一把手", ["none", "posts"], False),
        ('"乡镇一把手"', ["head"], False),
        ("(乡镇一把手 OR 分开) 离任", ["head", "posts"], True),
        ("乡镇一把手离任", ["head"], False),
        ("乡镇一把手 同段 离任", ["head"], False),
    ],
)
def test_a_word_by_itself_finds_what_holds_its_synonym(
    service: SearchService, query: str, found: list[str], also: bool
) -> None:
    answer = service.search(TypedSearch(query), visible=None)

    assert ids(answer) == found
    assert ("党政正职" in answer.also) == also


def test_a_search_may_do_without_synonyms(service: SearchService) -> None:
    typed = TypedSearch("乡镇一把手", with_synonyms=False)

    answer = service.search(typed, visible=None)

    assert (ids(answer), answer.also) == (["head"], ())


def test_what_was_found_by_a_synonym_is_marked(service: SearchService) -> None:
    (hit,) = (
        hit
        for hit in service.search(
            TypedSearch("乡镇一把手 离任"), visible=None
        ).page.hits
        if hit.document_id == "posts"
    )
    (passage,) = hit.passages
    assert [passage.text[a:b] for a, b in passage.marks] == ["党政正职离任"]
    marks = service.marks("乡镇一把手", DocumentId("posts"), visible=None)
    assert list(marks) == [(0, 4)]


def test_a_change_is_seen_after_a_moment(
    service: SearchService, store: Store, clock: list[float]
) -> None:
    service.search(TypedSearch("分开"), visible=None)
    store.synonyms.add(["分开", "分离"], actor="档案员")
    clock[0] += 2

    assert service.search(TypedSearch("分开"), visible=None).also == ("分离",)


def test_a_fruitless_search_with_synonyms_is_explained_by_what_was_typed(
    service: SearchService,
) -> None:
    answer = service.search(TypedSearch("乡镇一把手 无踪无影"), visible=None)

    assert [(part.written, part.total) for part in answer.parts] == [
        ("乡镇一把手", 1),
        ("无踪无影", 0),
    ]
