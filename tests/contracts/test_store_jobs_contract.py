"""What must every store keep to of the files that wait to be read?"""

from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from archive.errors import DocumentNotFound, ReadingCancelled
from archive.jobs import FREE_ATTEMPTS, ORDINARY, URGENT, JobUpdate, wait_seconds
from archive.model import Extraction, Failure, Job, Metadata
from archive.store import Store
from archive.versions import Extracted
from tests.archive import store_samples as samples

EVERYBODY = None
STRANGERS = frozenset({"全宗二"})


def state_of(store: Store, job: Job) -> str:
    return store.job(job.id, visible=None).state


def waiting(store: Store, content: str) -> Job:
    said = samples.acknowledged(store, content)
    assert said.job_id is not None
    return store.job(said.job_id, visible=None)


def text(content: str) -> Extraction:
    return Extraction("text", "1", "text/plain", content)


def test_a_single_file_goes_before_a_folder_that_came_first(store: Store) -> None:
    folder = [samples.arrival(store, one) for one in "甲乙"]
    store.acknowledge_many(folder, claim_jobs=False, priority=ORDINARY)
    single = samples.arrival(store, "丙")
    (said,) = store.acknowledge_many([single], claim_jobs=False, priority=URGENT)

    (first,) = store.claim_jobs(limit=1)

    assert first.document_id == said.document_id
    assert store.claim_jobs(limit=9, priority=URGENT) == []
    assert len(store.claim_jobs(limit=9)) == 2


def test_a_job_that_killed_its_reader_is_claimed_alone(
    store: Store, tmp_path: Path
) -> None:
    tried, other = waiting(store, "甲"), waiting(store, "乙")
    with closing(samples.opened(tmp_path)) as dying:
        assert [job.id for job in dying.claim_jobs(limit=1)] == [tried.id]
    store.requeue_running_jobs()

    alone = store.claim_jobs(limit=9)

    assert [(job.id, job.attempts) for job in alone] == [(tried.id, 2)]
    assert [job.id for job in store.claim_jobs(limit=9)] == [other.id]


def test_what_was_read_when_its_reader_died_has_killed_nobody(
    store: Store, tmp_path: Path
) -> None:
    job = waiting(store, "甲")
    with closing(samples.opened(tmp_path)) as dying:
        dying.claim_jobs(limit=1)
        dying.update_jobs([JobUpdate(job.id, "running", "recognising", 0.6)])
    store.requeue_running_jobs()

    assert store.job(job.id, visible=None).attempts == 0


def test_each_attempt_in_vain_makes_the_next_wait_longer(store: Store) -> None:
    job = waiting(store, "甲")
    store.claim_jobs(limit=1)
    store.postpone_jobs([job.id])

    later = store.job(job.id, visible=None)

    assert later.state == "waiting"
    assert later.due_at is not None and later.due_at > datetime.now(UTC)
    assert store.claim_jobs(limit=1) == []
    assert wait_seconds(FREE_ATTEMPTS - 1) == 0
    assert wait_seconds(FREE_ATTEMPTS + 1) == 2 * wait_seconds(FREE_ATTEMPTS)


def test_a_cancelled_file_is_kept_and_never_read(store: Store) -> None:
    job, other = waiting(store, "甲"), waiting(store, "乙")

    cancelled = store.cancel_jobs(visible=None, actor="示例员", job_ids=[job.id])

    assert [one.id for one in cancelled] == [job.id]
    document = store.document(job.document_id, visible=None)
    assert document.state == "cancelled"
    assert document.failure == Failure(ReadingCancelled.code)
    with store.blobs.open(document.sha256) as original:
        assert original.read() == "甲".encode()
    assert [one.id for one in store.claim_jobs(limit=9)] == [other.id]
    assert store.events()[-1].kind == "cancellation"
    assert store.events()[-1].actor == "示例员"


def test_what_is_read_of_a_cancelled_file_is_not_recorded(store: Store) -> None:
    job = waiting(store, "甲")
    store.claim_jobs(limit=1)
    store.cancel_jobs(visible=None, actor="示例员", job_ids=[job.id])

    read = Extracted(job.document_id, text("甲"), Metadata())
    assert store.record_extractions([read]) == [None]
    with pytest.raises(DocumentNotFound):
        store.record_refusal(job.document_id, ReadingCancelled())
    store.update_jobs([JobUpdate(job.id, "done", "searchable", 1.0)])

    assert state_of(store, job) == "cancelled"
    assert store.cancelled_among([job.document_id]) == {job.document_id}


def test_what_is_read_already_cannot_be_cancelled(store: Store) -> None:
    job = waiting(store, "甲")
    store.claim_jobs(limit=1)
    store.record_extraction(job.document_id, text("甲"), Metadata())
    store.update_jobs([JobUpdate(job.id, "running", "recognising", 0.6)])

    assert store.cancel_jobs(visible=None, actor="示例员", job_ids=[job.id]) == []
    assert store.document(job.document_id, visible=None).state == "readable"


def test_nobody_cancels_or_retries_what_they_may_not_see(store: Store) -> None:
    job = waiting(store, "甲")

    assert not store.cancel_jobs(visible=STRANGERS, actor="他人", job_ids=[job.id])
    store.cancel_jobs(visible=EVERYBODY, actor="示例员", job_ids=[job.id])
    assert not store.retry([job.document_id], visible=STRANGERS, actor="他人")


@pytest.mark.parametrize("by", ["retrying", "sending the bytes again"])
def test_a_cancelled_file_can_be_put_in_again(store: Store, by: str) -> None:
    job = waiting(store, "甲")
    store.cancel_jobs(visible=None, actor="示例员", job_ids=[job.id])

    if by == "retrying":
        (again,) = store.retry([job.document_id], visible=None, actor="示例员")
    else:
        again = waiting(store, "甲")

    assert again.id != job.id and again.document_id == job.document_id
    document = store.document(job.document_id, visible=None)
    assert (document.state, document.failure) == ("received", None)
    store.claim_jobs(limit=1)
    store.record_extraction(job.document_id, text("甲"), Metadata())
    assert store.document(job.document_id, visible=None).state == "readable"
    assert store.cancelled_among([job.document_id]) == frozenset()


def test_what_is_on_its_way_is_counted_by_step(store: Store) -> None:
    first, _ = waiting(store, "甲"), waiting(store, "乙")
    store.update_jobs([JobUpdate(first.id, "running", "recognising", 0.6)])

    assert store.moving_counts(visible=None) == {"recognising": 1, "received": 1}
    assert store.moving_counts(visible=STRANGERS) == {}


def test_a_cancelled_file_comes_out_of_the_bin_as_cancelled(store: Store) -> None:
    job = waiting(store, "甲")
    store.cancel_jobs(visible=None, actor="示例员", job_ids=[job.id])
    store.bin(job.document_id, actor="示例员")
    store.take_from_bin(job.document_id, actor="示例员")

    assert store.document(job.document_id, visible=None).state == "cancelled"


def test_a_readable_document_is_not_retried(store: Store) -> None:
    held = samples.readable(store)

    assert store.retry([held], visible=None, actor="示例员") == []
