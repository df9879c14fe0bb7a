import io
import logging
import os
import sqlite3
import threading
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import UTC, datetime

import pytest

from archive.errors import DamagedFile, StorageFailure
from archive.jobs import MOST_ATTEMPTS
from archive.model import Document, DocumentId, Extraction, Given, Job, Metadata, Source
from archive.shapes import Json
from tests.web.archive_parts import Archive
from web.worker import QUIT, WAKE, Bell, Index, Interrupt, Read, Worker, listen


class FollowingIndex:
    """Knows the store's position as of the last time it caught up."""

    def __init__(self, archive: Archive) -> None:
        self._store = archive.store
        self.position = 0
        self.is_warm = False

    def is_behind(self) -> bool:
        return self.position != self._store.position()

    def catch_up(self) -> object:
        self.position = self._store.position()
        return self.position

    def renew(self) -> None:
        """Do nothing: words do not change here."""

    def tidy(self) -> None:
        """Do nothing: there are no parts to join here."""

    def warm(self) -> None:
        self.is_warm = True


def _receipt(document: Document, seconds: float) -> Json:
    return {"document_id": document.id, "status": document.state}


def _arrive(archive: Archive, text: str) -> DocumentId:
    blob = archive.store.blobs.keep(io.BytesIO(text.encode()), limit_bytes=None)
    source = Source("a.txt", "a.txt", datetime.now(UTC), "test")
    said = archive.store.acknowledge(blob, source, Given(), collection="公开")
    return said.document_id


def _worker(
    archive: Archive,
    index: Index,
    bell: Bell | None = None,
    *,
    read: Read | None = None,
    interrupt: Interrupt = lambda _: None,
) -> Worker:
    @contextmanager
    def hold() -> Iterator[Index | None]:
        yield index

    failed_once: set[DocumentId] = set()

    def read_all(jobs: Sequence[Job]) -> set[DocumentId]:
        return {job.document_id for job in jobs if not read_one(job)}

    def read_one(job: Job) -> bool:
        document = archive.store.document(job.document_id, visible=None)
        with archive.store.blobs.open(document.sha256) as stream:
            text = stream.read().decode()
        if text == "坏":
            archive.store.record_refusal(job.document_id, DamagedFile())
        elif text == "错":
            raise ZeroDivisionError
        elif text == "满":
            raise StorageFailure(reason="EIO")
        elif text == "卡" and job.document_id not in failed_once:
            failed_once.add(job.document_id)
            return False
        else:
            extraction = Extraction("text", "1", "text/plain", text)
            archive.store.record_extraction(job.document_id, extraction, Metadata())
        return True

    return Worker(
        archive.store,
        hold_index=hold,
        read=read or read_all,
        receipt=_receipt,
        bell=bell or Bell(),
        interrupt=interrupt,
    )


def _job(archive: Archive) -> Job:
    return archive.store.jobs(visible=None)[0]


def test_a_file_is_read_then_indexed_then_done(archive: Archive) -> None:
    index = FollowingIndex(archive)
    worker = _worker(archive, index)
    document_id = _arrive(archive, "交接清单")
    assert worker.read_next()
    assert (_job(archive).state, _job(archive).step) == ("running", "recognising")
    worker.update(index)
    job = _job(archive)
    assert (job.state, job.step, job.progress) == ("done", "searchable", 1.0)
    assert job.receipt == {"document_id": document_id, "status": "readable"}
    assert not index.is_behind()


def test_without_waiting_files_there_is_nothing_to_read(archive: Archive) -> None:
    assert not _worker(archive, FollowingIndex(archive)).read_next()


def test_a_refused_file_fails_its_job_and_keeps_its_reason(archive: Archive) -> None:
    index = FollowingIndex(archive)
    worker = _worker(archive, index)
    document_id = _arrive(archive, "坏")
    worker.read_next()
    worker.update(index)
    assert _job(archive).state == "failed"
    failure = archive.store.document(document_id, visible=None).failure
    assert failure is not None and failure.code == "damaged"


def test_a_fault_of_ours_costs_one_file_and_is_logged(
    archive: Archive, caplog: pytest.LogCaptureFixture
) -> None:
    index = FollowingIndex(archive)
    worker = _worker(archive, index)
    bad, good = _arrive(archive, "错"), _arrive(archive, "好")
    with caplog.at_level(logging.CRITICAL):
        assert worker.read_next()
    assert not worker.read_next()
    worker.update(index)
    assert archive.store.document(bad, visible=None).state == "refused"
    assert archive.store.document(good, visible=None).state == "readable"


def test_what_the_disk_does_not_give_now_is_tried_again(archive: Archive) -> None:
    index = FollowingIndex(archive)
    worker = _worker(archive, index)
    stuck, good = _arrive(archive, "卡"), _arrive(archive, "好")
    worker.read_next()
    worker.update(index)
    assert archive.store.document(good, visible=None).state == "readable"
    assert archive.store.document(stuck, visible=None).state == "received"
    assert not worker.read_next()
    (postponed,) = archive.store.jobs(visible=None, state="waiting")
    assert postponed.attempts == 1 and postponed.due_at is not None


def test_a_file_is_given_up_after_many_attempts(archive: Archive) -> None:
    document_id = _arrive(archive, "好")
    with closing(sqlite3.connect(archive.folder / "store.sqlite3")) as database:
        database.execute("UPDATE jobs SET attempts = ?", [MOST_ATTEMPTS])
        database.commit()
    worker = _worker(archive, FollowingIndex(archive))
    assert worker.read_next()
    failure = archive.store.document(document_id, visible=None).failure
    assert failure is not None and failure.code == "extraction_crashed"


def test_the_reading_of_a_cancelled_file_is_interrupted(archive: Archive) -> None:
    index, interrupted = FollowingIndex(archive), list[DocumentId]()
    document_id = _arrive(archive, "交接清单")
    worker: Worker

    def read(jobs: Sequence[Job]) -> set[DocumentId]:
        ids = [job.id for job in jobs]
        archive.store.cancel_jobs(visible=None, actor="示例员", job_ids=ids)
        worker.stop_cancelled()
        return set()

    worker = _worker(
        archive, index, read=read, interrupt=lambda ids: interrupted.extend(ids)
    )
    worker.read_next()
    worker.update(index)
    assert interrupted == [document_id]
    job = _job(archive)
    assert job.state == "cancelled"
    assert job.receipt == {"document_id": document_id, "status": "cancelled"}


def test_a_failing_disk_ends_the_worker_and_the_job_is_not_lost(
    archive: Archive,
) -> None:
    document_id = _arrive(archive, "满")
    with pytest.raises(StorageFailure):
        _worker(archive, FollowingIndex(archive)).run()
    assert archive.store.document(document_id, visible=None).state == "received"


def test_a_worker_goes_on_until_it_is_told_to_stop(archive: Archive) -> None:
    bell, index = Bell(), FollowingIndex(archive)
    done = threading.Event()

    class Watched(FollowingIndex):
        def catch_up(self) -> object:
            bell.stop()
            done.set()
            return super().catch_up()

    _arrive(archive, "交接清单")
    index = Watched(archive)
    _worker(archive, index, bell).run()
    assert done.is_set() and index.is_warm
    assert archive.store.documents(visible=None)[0].state == "readable"


def pipe_of(words: bytes) -> int:
    """Return the end to read of a pipe that holds some words and is closed."""
    read_end, write_end = os.pipe()
    os.write(write_end, words)
    os.close(write_end)
    return read_end


def test_a_word_of_the_parent_rings_or_stops_the_bell() -> None:
    bell, died = Bell(), threading.Event()
    commands = pipe_of(WAKE + WAKE)
    listen(commands, bell, died.set)
    os.close(commands)
    assert bell.count == 2 and not bell.is_over
    assert died.is_set()


def test_after_quit_the_end_of_the_pipe_is_no_death() -> None:
    bell, died = Bell(), threading.Event()
    commands = pipe_of(QUIT)
    listen(commands, bell, died.set)
    os.close(commands)
    assert bell.is_over and not died.is_set()


def test_a_parent_that_dies_without_a_word_takes_the_worker_along() -> None:
    read_end, write_end = os.pipe()
    died = threading.Event()
    thread = threading.Thread(target=listen, args=(read_end, Bell(), died.set))
    thread.start()
    os.close(write_end)
    thread.join(10)
    os.close(read_end)
    assert died.is_set()


def test_a_ring_before_the_wait_is_not_missed() -> None:
    bell = Bell()
    seen = bell.count
    bell.ring()
    bell.wait(seen, seconds=3600)
