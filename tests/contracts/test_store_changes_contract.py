"""In what order do decisions and changes stand, in every store?"""

import pytest

from archive.errors import (
    DocumentNotFound,
    InvalidInput,
    StorageFailure,
)
from archive.model import (
    Given,
    Metadata,
    Position,
)
from archive.store import Store
from tests.archive import store_samples as samples


def test_a_correction_wins_for_ever(store: Store) -> None:
    document_id = samples.readable(store, given=Given(title="所给标题"))

    fields = {"title": "所定标题", "issuers": ["甲", "乙"], "type": None}
    store.correct(document_id, fields, actor="档案员")
    store.record_extraction(
        document_id, samples.extraction(version="2"), samples.metadata()
    )

    found = store.document(document_id, visible=None).metadata
    assert (found.title, found.issuers, found.type) == ("所定标题", ("甲", "乙"), None)
    assert found.addressees == ("各乡镇人民政府",)
    assert found.evidence == {}


def test_the_latest_correction_of_a_field_holds(store: Store) -> None:
    document_id = samples.readable(store)

    store.correct(document_id, {"issued_on": "1982-05"}, actor="档案员")
    store.correct(document_id, {"issued_on": "1982-06-30"}, actor="档案员")

    found = store.document(document_id, visible=None)
    assert found.metadata.issued_on == "1982-06-30"


@pytest.mark.parametrize(
    "fields",
    [
        {"sha256": "ab"},
        {"title": "  "},
        {"title": 5},
        {"issuers": "甲"},
        {"issuers": [""]},
        {"issued_on": "1982-13"},
        {"issued_on": "82-05"},
        {"issued_on": "1982-02-30"},
        {"collection": None},
    ],
)
def test_a_correction_out_of_range_changes_nothing(
    store: Store, fields: dict[str, object]
) -> None:
    document_id = samples.readable(store)
    before = store.document(document_id, visible=None)

    with pytest.raises(InvalidInput):
        store.correct(document_id, fields, actor="档案员")

    assert store.document(document_id, visible=None) == before


def test_a_document_moves_to_another_collection(store: Store) -> None:
    document_id = samples.readable(store)

    position = store.correct(document_id, {"collection": "全宗二"}, actor="档案员")

    moved = store.document(document_id, visible=frozenset({"全宗二"}))
    assert moved.position == position
    with pytest.raises(DocumentNotFound):
        store.document(document_id, visible=frozenset({"全宗一"}))


def test_a_document_does_not_move_beside_its_twin(store: Store) -> None:
    document_id = samples.readable(store)
    samples.readable(store, collection="全宗二")

    with pytest.raises(InvalidInput):
        store.correct(document_id, {"collection": "全宗二"}, actor="档案员")

    assert store.document(document_id, visible=None).collection == "全宗一"


def test_a_removed_document_leaves_nothing_but_its_change(store: Store) -> None:
    said = samples.acknowledged(store)
    store.record_extraction(said.document_id, samples.extraction(), Metadata())
    store.save_analysis(said.document_id, samples.analysis(samples.place("示例县")))

    position = store.remove(said.document_id, actor="档案员")

    assert store.documents(visible=None) == []
    assert store.entities(visible=None) == []
    assert store.jobs(visible=None) == []
    changes = store.changes_since(Position(0), limit=9)
    assert [(c.position, c.is_removed) for c in changes] == [(position, True)]
    with pytest.raises(StorageFailure):
        store.blobs.open(said.sha256)
    with pytest.raises(DocumentNotFound):
        store.remove(said.document_id, actor="档案员")


def test_an_original_stays_while_another_document_holds_it(store: Store) -> None:
    first = samples.acknowledged(store)
    second = samples.acknowledged(store, collection="全宗二")

    store.remove(first.document_id, actor="档案员")
    store.blobs.open(second.sha256).close()
    store.remove(second.document_id, actor="档案员")

    with pytest.raises(StorageFailure):
        store.blobs.open(second.sha256)


def test_a_removed_document_can_come_again(store: Store) -> None:
    first = samples.readable(store)
    store.remove(first, actor="档案员")

    again = samples.acknowledged(store)

    assert not again.is_duplicate
    assert again.document_id != first


def test_changes_are_totally_ordered_one_for_each_document(store: Store) -> None:
    ids = [samples.readable(store, text) for text in ("甲文", "乙文", "丙文")]
    store.correct(ids[0], {"title": "新题"}, actor="档案员")
    store.remove(ids[1], actor="档案员")

    changes = store.changes_since(Position(0), limit=9)

    assert [c.document_id for c in changes] == [ids[2], ids[0], ids[1]]
    assert [c.is_removed for c in changes] == [False, False, True]
    assert [c.position for c in changes] == sorted({c.position for c in changes})
    assert changes[-1].position == store.position()
    assert store.changes_since(changes[1].position, limit=9) == changes[2:]
    assert store.changes_since(Position(0), limit=2) == changes[:2]


def test_acknowledging_and_analysing_are_no_changes(store: Store) -> None:
    document_id = samples.readable(store)
    before = store.position()

    samples.acknowledged(store, "另文")
    store.save_analysis(document_id, samples.analysis())

    assert store.position() == before
