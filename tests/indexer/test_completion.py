from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from urllib.parse import parse_qsl

import pytest

from archive.model import (
    Analysis,
    DocumentId,
    Entity,
    EntityId,
    EntityKind,
    Metadata,
)
from archive.settings import StoreSettings
from archive.store import Store, open_store
from indexer.completion import MADE_AT_ONCE, Completer, Suggestion
from indexer.fold import fold_query
from tests.archive import store_samples as samples

OPEN = frozenset({"公开"})


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = open_store(tmp_path, StoreSettings(), name_key=fold_query)
    with closing(opened):
        yield opened


@pytest.fixture
def completer(store: Store) -> Iterator[Completer]:
    with closing(Completer(store, store.position)) as opened:
        yield opened


def entity(
    name: str,
    kind: EntityKind = "official",
    *,
    detail: str | None = None,
    aliases: tuple[str, ...] = (),
    parents: tuple[EntityId, ...] = (),
) -> Entity:
    identity = EntityId(f"{kind[:2]}-{name}-{detail or ''}")
    return Entity(identity, kind, name, aliases, parents, detail)


def hold(
    store: Store,
    *entities: Entity,
    title: str | None = None,
    number: str | None = None,
    collection: str = "公开",
) -> DocumentId:
    """Hold a document that names entities; analysed before it is read."""
    text = f"示例{store.position()}"
    said = samples.acknowledged(store, text, collection=collection)
    metadata = Metadata(title=title, number=number)
    store.record_extraction(said.document_id, samples.extraction(text), metadata)
    store.save_analysis(said.document_id, Analysis("test", "1", entities=entities))
    return said.document_id


def suggested(
    completer: Completer, typed: str, visible: frozenset[str] | None = None
) -> list[Suggestion]:
    return list(completer.complete(typed, limit=10, visible=visible))


def texts(
    completer: Completer, typed: str, visible: frozenset[str] | None = None
) -> list[str]:
    return [one.text for one in suggested(completer, typed, visible)]


def test_namesakes_are_told_apart_by_their_places(
    store: Store, completer: Completer
) -> None:
    hold(store, entity("林示例", detail="甲县"), entity("林示例", detail="乙县"))
    hold(store, entity("林示例", detail="乙县"))
    found = suggested(completer, "lsl")
    assert [(one.detail, one.count) for one in found] == [("乙县", 2), ("甲县", 1)]


def test_an_organisation_is_told_apart_by_a_place_its_name_lacks(
    store: Store, completer: Completer
) -> None:
    county = entity("甲县", "place")
    hold(
        store,
        county,
        entity("财政局", "organisation", parents=(county.id,)),
        entity("甲县审计局", "organisation", parents=(county.id,)),
    )
    assert suggested(completer, "财政")[0].detail == "甲县"
    assert suggested(completer, "甲县审")[0].detail is None


def test_another_name_is_said_where_it_was_typed(
    store: Store, completer: Completer
) -> None:
    hold(store, entity("新示市", "place", aliases=("旧示县",)))
    (found,) = suggested(completer, "旧示")
    assert (found.text, found.alias) == ("新示市", "旧示县")
    assert suggested(completer, "新示")[0].alias is None


def test_a_name_of_hidden_documents_is_neither_suggested_nor_counted(
    store: Store, completer: Completer
) -> None:
    secret, shared = entity("密示人"), entity("共示人")
    hold(store, shared, title="示公开文", number="示〔2024〕1号")
    hold(
        store,
        shared,
        secret,
        title="示机要文",
        number="示〔2024〕2号",
        collection="机要",
    )
    for typed in ("示", "m", "msr", "g", "〔2024〕", "机要", "s", "wen"):
        assert not {"密示人", "示机要文", "示〔2024〕2号"} & set(
            texts(completer, typed, OPEN)
        )
    assert suggested(completer, "共示", OPEN)[0].count == 1
    assert suggested(completer, "共示")[0].count == 2
    assert suggested(completer, "示", frozenset()) == []


def test_what_is_newly_recognised_is_suggested(
    store: Store, completer: Completer
) -> None:
    assert texts(completer, "新来") == []
    hold(store, entity("新来人"), title="新来文")
    assert texts(completer, "新来") == ["新来人", "新来文"]


def test_an_index_behind_the_store_suggests_nothing_gone_or_hidden_since(
    store: Store, completer: Completer
) -> None:
    many = [entity(f"示名{ordinal}", "term") for ordinal in range(MADE_AT_ONCE)]
    hold(store, *many)
    leaving = hold(store, entity("示将隐"), title="示将隐文")
    gone = hold(store, entity("示将去"), title="示将去文")
    both = hold(store, entity("示常在"), title="示常在文")
    hold(store, entity("示常在"))
    assert len(texts(completer, "示将", OPEN)) == 4
    assert suggested(completer, "示常在", OPEN)[0].count == 2
    store.correct(leaving, {"collection": "机要"}, actor="test")
    store.correct(both, {"collection": "机要"}, actor="test")
    store.remove(gone, actor="test")
    assert texts(completer, "示将", OPEN) == []
    assert [(one.text, one.count) for one in suggested(completer, "示常在", OPEN)] == [
        ("示常在", 1)
    ]
    completer.close()
    completer.refresh()
    assert texts(completer, "示将", OPEN) == []
    assert suggested(completer, "示将") != []


def test_who_types_while_the_first_index_is_made_at_leisure_does_not_wait_for_rests(
    store: Store, completer: Completer, monkeypatch: pytest.MonkeyPatch
) -> None:
    hold(store, *(entity(f"示名{ordinal}", "term") for ordinal in range(500)))
    monkeypatch.setattr("indexer.completion.RESTS", 1_000_000)
    with ThreadPoolExecutor(2) as pool:
        beside = pool.submit(completer.refresh)
        found = pool.submit(texts, completer, "示名499")
        assert found.result(timeout=60) == ["示名499"]
        assert beside.result(timeout=60) is None


@pytest.mark.parametrize(
    ("typed", "pairs"),
    [
        ("林示", [("official", "of-林示例-甲县")]),
        ("水库 林示", [("q", "水库"), ("official", "of-林示例-甲县")]),
        ("示字", [("number", "示字〔2024〕1号")]),
        ("关于", [("q", '"管理办法（试行）的通知"')]),
    ],
)
def test_a_suggestion_says_how_to_search_for_it(
    store: Store, completer: Completer, typed: str, pairs: list[tuple[str, str]]
) -> None:
    hold(
        store,
        entity("林示例", detail="甲县"),
        title="关于印发“示例”管理办法（试行）的通知",
        number="示字〔2024〕1号",
    )
    assert parse_qsl(suggested(completer, typed)[0].query) == pairs


def test_nothing_typed_suggests_nothing(store: Store, completer: Completer) -> None:
    hold(store, entity("林示例"))
    assert texts(completer, "  ") == []
    assert texts(completer, "龘") == []
    assert texts(completer, "林示例" * 5000) == []
