"""What must every store keep to of files that were handed in together?"""

from dataclasses import replace

import pytest

from archive.accessions import AccessionId
from archive.errors import AccessionNotFound, DamagedFile
from archive.jobs import JobUpdate
from archive.model import Extraction, Failure, Metadata
from archive.store import Acknowledgement, Store
from tests.archive import store_samples as samples

STRANGERS = frozenset({"全宗二"})


def begun(store: Store, files: int = 3) -> AccessionId:
    return store.accessions.begin(
        collection="全宗一", actor="示例员", files=files, size_bytes=99
    ).id


def put(store: Store, accession: AccessionId, content: str) -> Acknowledgement:
    arrival = replace(samples.arrival(store, content), accession_id=accession)
    return store.acknowledge_many([arrival], claim_jobs=False)[0]


def test_every_file_of_an_accession_is_told_by_what_became_of_it(store: Store) -> None:
    accession = begun(store)
    readable, broken = put(store, accession, "甲"), put(store, accession, "乙")
    put(store, accession, "甲")
    put(store, accession, "丙")
    store.accessions.refuse(
        accession, name="空.txt", path="空.txt", size_bytes=0, failure=Failure("empty")
    )
    store.claim_jobs(limit=2)
    store.record_extraction(
        readable.document_id, Extraction("t", "1", "text/plain", "甲"), Metadata()
    )
    store.record_refusal(broken.document_id, DamagedFile())
    store.update_jobs(
        [
            JobUpdate(said.job_id, "done", "searchable", 1.0)
            for said in (readable, broken)
            if said.job_id
        ]
    )

    progress = store.accessions.accession(accession, visible=None)
    items = store.accessions.items(accession, visible=None)

    assert progress.counts == {
        "readable": 1,
        "refused": 2,
        "duplicate": 1,
        "waiting": 1,
    }
    assert (progress.offered, progress.moving) == (5, 1)
    assert [item.state for item in items] == [
        "readable",
        "refused",
        "duplicate",
        "waiting",
        "refused",
    ]
    assert items[-1].failure == Failure("empty") and items[-1].document_id is None


def test_files_can_be_asked_for_by_what_became_of_them(store: Store) -> None:
    accession = begun(store)
    said = put(store, accession, "甲")
    put(store, accession, "乙")
    store.cancel_jobs(visible=None, actor="示例员", job_ids=[str(said.job_id)])

    found = store.accessions.items(accession, visible=None, states=["cancelled"])

    assert [item.document_id for item in found] == [said.document_id]


def test_a_whole_accession_is_cancelled_at_once(store: Store) -> None:
    accession, other = begun(store), begun(store)
    put(store, accession, "甲")
    put(store, accession, "乙")
    kept = put(store, other, "丙")

    cancelled = store.cancel_jobs(visible=None, actor="示例员", accession_id=accession)

    assert len(cancelled) == 2
    assert [job.id for job in store.claim_jobs(limit=9)] == [kept.job_id]


def test_time_left_is_told_once_there_is_a_pace(store: Store) -> None:
    accession = begun(store, files=6)
    said = [put(store, accession, one) for one in "甲乙丙丁"]
    assert store.accessions.accession(accession, visible=None).seconds_left is None

    done = [one.job_id for one in said[:3] if one.job_id]
    store.update_jobs([JobUpdate(job, "done", "searchable", 1.0) for job in done])

    seconds = store.accessions.accession(accession, visible=None).seconds_left
    assert seconds is not None and 0 <= seconds < 60


def test_strangers_see_nothing_of_an_accession(store: Store) -> None:
    accession = begun(store)
    put(store, accession, "甲")
    store.accessions.refuse(
        accession, name="空", path="空", size_bytes=0, failure=Failure("empty")
    )

    with pytest.raises(AccessionNotFound):
        store.accessions.accession(accession, visible=STRANGERS)
    with pytest.raises(AccessionNotFound):
        store.accessions.items(accession, visible=STRANGERS)
    assert store.accessions.latest(visible=STRANGERS) == []
    assert store.accessions.refused_at_the_door(visible=STRANGERS) == []
    assert len(store.accessions.refused_at_the_door(visible=None)) == 1
    assert len(store.accessions.latest(visible=None)) == 1


def test_a_document_moved_out_of_sight_leaves_its_file_name_only(store: Store) -> None:
    accession = begun(store)
    moved, kept = put(store, accession, "甲"), put(store, accession, "乙")
    store.correct(moved.document_id, {"collection": "全宗二"}, actor="档案员")
    seen = frozenset({"全宗一"})

    first, second = store.accessions.items(accession, visible=seen)
    progress = store.accessions.accession(accession, visible=seen)
    waiting = store.accessions.items(accession, visible=seen, states=["waiting"])
    everything = store.accessions.items(accession, visible=None)

    assert (first.state, first.document_id, first.job_id) == ("removed", None, None)
    assert first.name == everything[0].name and first.step is None
    assert (second.document_id, second.job_id) == (kept.document_id, kept.job_id)
    assert progress.counts == {"removed": 1, "waiting": 1}
    assert waiting == [second]
    assert everything[0].document_id == moved.document_id


def test_an_accession_of_which_nothing_came_is_not_listed(store: Store) -> None:
    begun(store)

    assert store.accessions.latest(visible=None) == []
