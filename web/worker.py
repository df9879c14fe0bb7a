"""How do received files become searchable while the service runs?

A worker is a process beside the web one. A few threads read waiting files, each in
its sandbox; the main thread holds the writer lock and carries what the store has,
from whatever process, into the index. A second worker of the same folder stands by.
"""

import logging
import os
import signal
import threading
import time
from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass
from typing import Protocol

from archive.errors import (
    ExtractionCrashed,
    NotFound,
    OriginalUnreadable,
    StorageFailure,
)
from archive.jobs import MOST_ATTEMPTS, URGENT, JobUpdate
from archive.model import Document, DocumentId, DocumentState, Job, JobState
from archive.shapes import Json
from archive.store import Store

log = logging.getLogger(__name__)

JOBS_AT_ONCE = 16
"""So many small files share the waits for the disk; more would delay the first."""
INDEX_POLL_SECONDS = 0.1
READ_POLL_SECONDS = 0.5
"""How often to look for what another process left; our own rings the bell."""
REQUEUE_SECONDS = 10.0
CANCEL_POLL_SECONDS = 1.0
WAKE, QUIT = b"w", b"q"

Read = Callable[[Sequence[Job]], Collection[DocumentId]]
"""Reads the documents of jobs and records what was read, or the refusals.

Returns those whose originals the disk does not give now.
"""
Interrupt = Callable[[Collection[DocumentId]], None]
"""Ends at once the reading of those of the documents that are being read."""
MakeReceipt = Callable[[Document, float], Json]
"""Makes a receipt of a document and the seconds that it took."""


class Index(Protocol):
    """The index, as the holder of the writer lock sees it."""

    def is_behind(self) -> bool:
        """Tell whether the store has what the index has not; asked often."""

    def catch_up(self) -> object:
        """Bring the index up to the store."""

    def renew(self) -> None:
        """Go on with building it by other words, if they changed; at once back."""

    def warm(self) -> None:
        """Load what the first document would otherwise wait for."""

    def tidy(self) -> None:
        """Go on with putting the index in order; at once back."""


_ENDS: Mapping[DocumentState, JobState] = {
    "refused": "failed",
    "cancelled": "cancelled",
}

HoldIndex = Callable[[], AbstractContextManager[Index | None]]
"""Waits a moment for the writer lock and holds it; None if another process has it."""


@dataclass(frozen=True, slots=True)
class _ReadJob:
    job: Job
    started: float


class Bell:
    """Wakes whoever waits for work, and tells when to stop."""

    def __init__(self) -> None:
        self._rung = threading.Condition()
        self._count = 0
        self.is_over = False

    def ring(self) -> None:
        """Wake everybody who waits."""
        with self._rung:
            self._count += 1
            self._rung.notify_all()

    def stop(self) -> None:
        """Tell everybody to end."""
        self.is_over = True
        self.ring()

    @property
    def count(self) -> int:
        """How often it was rung; to be read before looking for work."""
        return self._count

    def wait(self, seen: int, seconds: float) -> None:
        """Wait until it is rung more than ``seen`` times, ``seconds`` at most."""
        with self._rung:
            self._rung.wait_for(lambda: self._count != seen, seconds)


class Worker:
    """Reads waiting jobs and keeps the index in step until it is told to stop."""

    def __init__(
        self,
        store: Store,
        *,
        hold_index: HoldIndex,
        read: Read,
        receipt: MakeReceipt,
        bell: Bell,
        readers: int = 2,
        interrupt: Interrupt = lambda _: None,
        warm_reading: Callable[[], None] = lambda: None,
    ) -> None:
        self._store = store
        self._hold_index = hold_index
        self._read = read
        self._receipt = receipt
        self._bell = bell
        self._readers = readers
        self._interrupt = interrupt
        self._warm_reading = warm_reading
        self._read_jobs: list[_ReadJob] = []
        self._being_read: set[DocumentId] = set()
        self._lock = threading.Lock()
        self._failure: BaseException | None = None

    def run(self) -> None:
        """Work until the bell says stop; raises what a reading thread died of."""
        while not self._bell.is_over:
            with self._hold_index() as index:
                if index is not None:
                    self._store.sweep()
                    self._work(index)
        if self._failure is not None:
            raise self._failure

    def _work(self, index: Index) -> None:
        # One reader more than may be busy with folders: a single file never waits
        # for thousands.
        priorities = [URGENT, *[None] * self._readers]
        threads = [
            threading.Thread(
                target=self._read_until_stopped, args=[priority], daemon=True
            )
            for priority in priorities
        ]
        self._store.requeue_running_jobs()
        next_requeue = time.monotonic() + REQUEUE_SECONDS
        next_cancel = time.monotonic()
        for thread in threads:
            thread.start()
        self.update(index)
        # After the index, which a new service waits for.
        self._warm_reading()
        index.warm()
        while not self._bell.is_over:
            seen = self._bell.count
            if time.monotonic() >= next_requeue:
                self._store.requeue_running_jobs()
                next_requeue = time.monotonic() + REQUEUE_SECONDS
            if time.monotonic() >= next_cancel:
                self.stop_cancelled()
                next_cancel = time.monotonic() + CANCEL_POLL_SECONDS
            self.update(index)
            index.renew()
            index.tidy()
            self._bell.wait(seen, INDEX_POLL_SECONDS)

    def update(self, index: Index) -> None:
        """Bring the index up to date and finish the jobs that this makes visible."""
        with self._lock:
            finished, self._read_jobs = self._read_jobs, []
        if index.is_behind():
            index.catch_up()
        self._store.update_jobs(
            [update for one in finished if (update := self._finished(one))]
        )

    def read_next(self, priority: int | None = None) -> bool:
        """Read the next waiting files; tell whether there were any."""
        jobs = self._store.claim_jobs(limit=JOBS_AT_ONCE, priority=priority)
        if not jobs:
            return False
        started = time.monotonic()
        ids = {job.document_id for job in jobs}
        with self._lock:
            self._being_read |= ids
        try:
            unread = self._read_all([job for job in jobs if not self._given_up(job)])
        finally:
            with self._lock:
                self._being_read -= ids
        self._postpone([job for job in jobs if job.document_id in unread])
        read = [job for job in jobs if job.document_id not in unread]
        self._store.update_jobs(
            [JobUpdate(job.id, "running", "recognising", 0.6) for job in read]
        )
        with self._lock:
            self._read_jobs += [_ReadJob(job, started) for job in read]
        self._bell.ring()
        return True

    def stop_cancelled(self) -> None:
        """End the reading of files that were cancelled since it began."""
        with self._lock:
            being_read = list(self._being_read)
        if being_read and (cancelled := self._store.cancelled_among(being_read)):
            self._interrupt([one for one in being_read if one in cancelled])

    def _given_up(self, job: Job) -> bool:
        """Refuse a file with which several readers died; tell whether it was."""
        if job.attempts <= MOST_ATTEMPTS:
            return False
        with suppress(NotFound):
            self._store.record_refusal(job.document_id, ExtractionCrashed())
        return True

    def _postpone(self, jobs: Sequence[Job]) -> None:
        """Let what the disk did not give be tried again, but not for ever."""
        self._store.postpone_jobs([job.id for job in jobs])
        for job in jobs:
            if job.attempts >= MOST_ATTEMPTS:
                with suppress(NotFound):
                    document = self._store.document(job.document_id, visible=None)
                    error = OriginalUnreadable(sha256=document.sha256)
                    self._store.record_refusal(job.document_id, error)

    def _read_all(self, jobs: Sequence[Job]) -> Collection[DocumentId]:
        try:
            return self._read(jobs)
        except StorageFailure:
            raise
        except Exception:
            # A fault of ours in one file must not keep the others waiting.
            if len(jobs) != 1:
                return {id_ for job in jobs for id_ in self._read_all([job])}
            (job,) = jobs
            log.exception("reading document %s failed", job.document_id)
            with suppress(NotFound):
                self._store.record_refusal(job.document_id, ExtractionCrashed())
            return ()

    def _read_until_stopped(self, priority: int | None) -> None:
        try:
            while not self._bell.is_over:
                seen = self._bell.count
                if not self.read_next(priority):
                    self._bell.wait(seen, READ_POLL_SECONDS)
        except BaseException as failure:
            self._failure = failure
            self._bell.stop()

    def _finished(self, read: _ReadJob) -> JobUpdate | None:
        try:
            document = self._store.document(read.job.document_id, visible=None)
        except NotFound:
            return None
        receipt = self._receipt(document, time.monotonic() - read.started)
        state = _ENDS.get(document.state, "done")
        return JobUpdate(read.job.id, state, "searchable", 1.0, receipt)


def listen(commands: int, bell: Bell, die: Callable[[], None]) -> None:
    """Obey the parent until it says quit; if it dies without a word, die too."""
    # Read without a buffer: a thread waiting in a buffered read holds its lock,
    # which ends the interpreter's shutdown in an abort.
    while command := os.read(commands, 1):
        if command == WAKE:
            bell.ring()
        elif command == QUIT:
            bell.stop()
            return
    die()


def die_with_children() -> None:
    """End this process and those it started at once; the index survives that."""
    if os.getpgrp() == os.getpid():
        os.killpg(0, signal.SIGKILL)
    os._exit(1)


def obey_parent(commands: int, bell: Bell) -> None:
    """Listen in the background to the parent at the other end of a pipe."""
    threading.Thread(
        target=listen, args=(commands, bell, die_with_children), daemon=True
    ).start()
