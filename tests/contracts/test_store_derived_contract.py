"""What must every store show of work done and things recognised, and to whom?"""

import threading
from contextlib import closing
from pathlib import Path

import pytest

from archive.errors import (
    DocumentNotFound,
    EntityNotFound,
    JobNotFound,
)
from archive.jobs import JobUpdate
from archive.model import (
    DocumentId,
    JobId,
    Metadata,
)
from archive.store import Store
from archive.tenures import HandoverFilter
from tests.archive import store_samples as samples

NOBODY: frozenset[str] = frozenset()


def test_a_hidden_document_does_not_exist(store: Store) -> None:
    said = samples.acknowledged(store)
    assert said.job_id is not None
    store.record_extraction(said.document_id, samples.extraction(), Metadata())
    county = samples.place("示例县")
    store.save_analysis(
        said.document_id, samples.analysis(county, handover=samples.handover())
    )
    for visible in (NOBODY, frozenset({"全宗二"})):
        with pytest.raises(DocumentNotFound):
            store.document(said.document_id, visible=visible)
        with pytest.raises(DocumentNotFound):
            store.extraction(said.document_id, visible=visible)
        with pytest.raises(DocumentNotFound):
            store.analysis(said.document_id, visible=visible)
        with pytest.raises(JobNotFound):
            store.job(said.job_id, visible=visible)
        with pytest.raises(EntityNotFound):
            store.entity(county.id, visible=visible)
        assert store.documents(visible=visible) == []
        assert store.jobs(visible=visible) == []
        assert store.entities(visible=visible) == []
        assert store.documents_naming(county.id, visible=visible) == []
        assert store.tenures.handovers(HandoverFilter(), visible=visible) == []
        assert store.collections(visible=visible) == []
        assert set(store.counts(visible=visible).values()) == {0}


def test_counts_are_over_visible_documents_by_state(store: Store) -> None:
    samples.readable(store)
    samples.acknowledged(store, "另文", collection="全宗二")

    assert store.counts(visible=None)["received"] == 1
    assert store.counts(visible=frozenset({"全宗一"})) == {
        "received": 0,
        "readable": 1,
        "stored": 0,
        "refused": 0,
        "cancelled": 0,
        "binned": 0,
    }


def test_jobs_are_claimed_oldest_first_and_once(store: Store) -> None:
    ids = [samples.acknowledged(store, text).document_id for text in "甲乙丙"]

    claimed = [*store.claim_jobs(limit=2), *store.claim_jobs(limit=2)]

    assert [job.document_id for job in claimed] == ids
    assert store.claim_jobs(limit=1) == []


def test_two_threads_never_claim_the_same_job(store: Store) -> None:
    count = 24
    store.acknowledge_many(
        [samples.arrival(store, f"第{n}号") for n in range(count)], claim_jobs=False
    )
    claimed: list[JobId] = []

    def claim() -> None:
        while found := store.claim_jobs(limit=1):
            claimed.extend(job.id for job in found)

    threads = [threading.Thread(target=claim) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(claimed) == len(set(claimed)) == count


def test_a_job_tells_how_far_it_has_come(store: Store) -> None:
    said = samples.acknowledged(store)
    assert said.job_id is not None

    store.update_jobs(
        [JobUpdate(said.job_id, "done", "searchable", 1.0, {"status": "indexed"})]
    )

    job = store.job(said.job_id, visible=None)
    assert (job.state, job.step, job.progress) == ("done", "searchable", 1.0)
    assert job.receipt == {"status": "indexed"}
    assert store.jobs(visible=None) == [job]


def test_only_jobs_of_a_closed_store_are_queued_again(
    store: Store, tmp_path: Path
) -> None:
    samples.acknowledged(store, "甲")
    samples.acknowledged(store, "乙")
    (mine,) = store.claim_jobs(limit=1)
    with closing(samples.opened(tmp_path)) as other:
        (theirs,) = other.claim_jobs(limit=1)
        assert store.requeue_running_jobs() == 0

    assert store.requeue_running_jobs() == 1

    assert store.job(mine.id, visible=None).state == "running"
    assert store.job(theirs.id, visible=None).state == "waiting"


def test_what_was_recognised_comes_back_as_it_was(store: Store) -> None:
    document_id = samples.readable(store)
    assert store.analysis(document_id, visible=None) is None
    found = samples.analysis(samples.place("示例县"), handover=samples.handover())

    store.save_analysis(document_id, found)

    assert store.analysis(document_id, visible=None) == found
    assert store.analyses([document_id]) == {document_id: found}
    assert [
        h.source.document_id
        for h in store.tenures.handovers(HandoverFilter(), visible=None)
    ] == [document_id]


def test_a_new_analysis_takes_the_place_of_the_old(store: Store) -> None:
    document_id = samples.readable(store)
    store.save_analysis(document_id, samples.analysis(samples.place("甲县")))

    store.save_analysis(document_id, samples.analysis(samples.place("乙县")))

    assert [c.entity.name for c in store.entities(visible=None)] == ["乙县"]


def test_a_new_text_forgets_what_was_recognised_in_the_old(store: Store) -> None:
    document_id = samples.readable(store)
    store.save_analysis(document_id, samples.analysis(samples.place("甲县")))

    store.record_extraction(document_id, samples.extraction("改过的文"), Metadata())

    assert store.analysis(document_id, visible=None) is None
    assert store.entities(visible=None) == []


def test_the_same_text_read_again_keeps_its_extraction(store: Store) -> None:
    document_id = samples.readable(store)
    before = store.document(document_id, visible=None).extraction_id
    store.save_analysis(document_id, samples.analysis(samples.place("甲县")))

    store.record_extraction(document_id, samples.extraction(), samples.metadata())

    assert store.document(document_id, visible=None).extraction_id == before
    assert store.analysis(document_id, visible=None) is not None


def test_entities_are_counted_over_visible_documents(store: Store) -> None:
    first, second = samples.place("甲县", "甲地"), samples.place("乙县")
    ids = [samples.readable(store, text) for text in ("一文", "二文")]
    hidden = samples.readable(store, "三文", collection="全宗二")
    store.save_analyses(
        [
            (ids[0], samples.analysis(first, second)),
            (ids[1], samples.analysis(second)),
            (hidden, samples.analysis(first, second)),
        ]
    )

    seen = store.entities(visible=frozenset({"全宗一"}), kind="place")

    assert [(c.entity, c.documents) for c in seen] == [(second, 2), (first, 1)]
    assert store.entities(visible=None, limit=1)[0].documents == 3
    assert store.entities(visible=None, starts_with="甲")[0].entity == first
    assert store.entities(visible=None, kind="official") == []
    assert [d.id for d in store.documents_naming(second.id, visible=None)] == [
        hidden,
        *ids[::-1],
    ]


def test_entities_are_found_by_name_and_alias(store: Store) -> None:
    county = samples.place("Ａ县", "B地")
    store.save_analysis(samples.readable(store), samples.analysis(county))

    assert store.entity_ids_named("place", "b地") == {county.id}
    assert store.entity_ids_named("place", "ａ县") == {county.id}
    assert store.entity_ids_named("official", "B地") == frozenset()


def test_an_entity_changes_with_what_recognisers_say(store: Store) -> None:
    document_id = samples.readable(store)
    store.save_analysis(document_id, samples.analysis(samples.place("甲县", "旧名")))

    store.save_analysis(document_id, samples.analysis(samples.place("甲县", "新名")))

    assert store.entity_ids_named("place", "旧名") == frozenset()
    assert store.entity_ids_named("place", "新名") == {"place:甲县"}


def test_an_analysis_of_an_unread_document_is_dropped(store: Store) -> None:
    unread = samples.acknowledged(store).document_id

    store.save_analyses(
        [
            (unread, samples.analysis(samples.place("甲县"))),
            (DocumentId("nowhere"), samples.analysis()),
        ]
    )

    assert store.entities(visible=None) == []


def test_names_and_their_counts_are_those_of_visible_documents(store: Store) -> None:
    county, other = samples.place("示例县"), samples.place("另县")
    first = samples.acknowledged(store)
    metadata = Metadata(title="示例通知", number="示〔2024〕1号")
    store.record_extraction(first.document_id, samples.extraction(), metadata)
    store.save_analysis(first.document_id, samples.analysis(county))
    second = samples.acknowledged(store, "另文", collection="全宗二")
    store.record_extraction(second.document_id, samples.extraction("另文"), Metadata())
    store.save_analysis(second.document_id, samples.analysis(county, other))
    samples.acknowledged(store, "未读之文")

    names = store.document_names(visible=None)
    assert [(name.id, name.title, name.number) for name in names] == [
        (first.document_id, "示例通知", "示〔2024〕1号"),
        (second.document_id, "通知.txt", None),
    ]
    one = frozenset({"全宗一"})
    assert [name.collection for name in store.document_names(visible=one)] == ["全宗一"]
    assert store.naming_counts(visible=None) == {county.id: 2, other.id: 1}
    assert store.naming_counts(visible=one) == {county.id: 1}
    assert store.naming_counts(visible=None, entity_ids=[other.id]) == {other.id: 1}
    assert store.naming_counts(visible=one, entity_ids=[other.id]) == {}


def test_jobs_are_counted_by_state(store: Store) -> None:
    for text in "甲乙丙":
        samples.acknowledged(store, text)
    store.claim_jobs(limit=1)

    assert store.job_counts() == {
        "waiting": 2,
        "running": 1,
        "done": 0,
        "failed": 0,
        "cancelled": 0,
    }
