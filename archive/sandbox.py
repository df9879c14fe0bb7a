"""How is a file read so that a bad one costs only itself?

Extractors run in child processes that are reused from file to file. A child has a
limit of address space, processor time, open files and wall-clock time, may write no
file and core, start no program and open no socket (refused by an audit hook, which
holds for Python code; native parsers are told not to use the network where they are
called). A child that crashes, hangs or swells is replaced.
"""

import json
import logging
import os
import select
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Collection, Sequence
from dataclasses import asdict
from pathlib import Path
from threading import BoundedSemaphore, Lock
from types import TracebackType
from typing import Self, TypeVar

from archive.errors import (
    ExtractionCrashed,
    ExtractionTimedOut,
    ExtractionTooLarge,
    StorageFailure,
)
from archive.extract import EXTRACTORS
from archive.extract.base import Attachment, ExtractorEntry, OriginalFile
from archive.model import DocumentId, Extraction
from archive.page_frames import page_of, reading_of
from archive.page_readings import PageReading
from archive.render.base import PageRequest, PageView
from archive.sandbox_frames import (
    ATTACHMENTS,
    EXTRACTION,
    HEADER,
    PAGE,
    READING,
    Json,
    Limits,
    attachments_of,
    extraction_of,
    frame,
    message,
    refusal_of,
    request_message,
)

log = logging.getLogger(__name__)

T = TypeVar("T")
_READ_BYTES = 1 << 20


class Sandbox:
    """Reading processes, at most ``processes`` at a time; safe to share by threads."""

    def __init__(
        self,
        *,
        limits: Limits | None = None,
        processes: int = 2,
        entries: Sequence[ExtractorEntry] = EXTRACTORS,
        import_folders: Sequence[Path] = (),
    ) -> None:
        """Start nothing yet; ``import_folders`` hold extractors from elsewhere."""
        self._limits = limits or Limits()
        self._entries = tuple(entries)
        self._import_folders = tuple(import_folders)
        self._places = BoundedSemaphore(processes)
        self._idle: list[_Child] = []
        self._busy: dict[_Child, DocumentId | None] = {}
        self._lock = Lock()

    def extract(self, original: OriginalFile) -> Extraction:
        """Return what was read, passages left empty; waits for a free process.

        Raises what ``Extractor.extract`` raises, ExtractionTimedOut,
        ExtractionTooLarge or ExtractionCrashed.
        """
        return _answered(self._ask(original, EXTRACTION), extraction_of)

    def attachments(self, original: OriginalFile) -> Sequence[Attachment]:
        """Return the files a document holds, in order; raises as ``extract`` does.

        Those beyond what an answer may hold come without bytes.
        """
        return _answered(self._ask(original, ATTACHMENTS), attachments_of)

    def page(self, original: OriginalFile, request: PageRequest) -> PageView | None:
        """Return a page as it looked, or None if the file has no such page.

        None too for kinds that no renderer shows. Raises as ``extract`` does.
        """
        return _answered(self._ask(original, PAGE, request), page_of)

    def read_page(
        self, original: OriginalFile, number: int
    ) -> tuple[PageReading | None, int]:
        """Return what is read on a page, and how many pages there are.

        None if the file has no such page. Raises as ``extract`` does.
        """
        return _answered(self._ask(original, READING, PageRequest(number)), reading_of)

    def _ask(
        self, original: OriginalFile, wanted: str, page: PageRequest | None = None
    ) -> Json:
        with self._places:
            child = self._child()
            self._busy[child] = original.document_id
            try:
                answer = child.ask(original, wanted, page)
            except BaseException:
                child.kill()
                raise
            finally:
                self._busy.pop(child, None)
            if answer["spent"]:
                child.kill()
            else:
                with self._lock:
                    self._idle.append(child)
        return answer

    def warm(self) -> None:
        """Start a process now, so that the first file need not wait for it."""
        child = self._child()
        with self._lock:
            self._idle.append(child)

    def close(self) -> None:
        """End the idle processes; one that reads ends when its file is done."""
        with self._lock:
            idle, self._idle = self._idle, []
        for child in idle:
            child.kill()

    def interrupt(self, document_ids: Collection[DocumentId]) -> None:
        """End the processes that read for these; who waits gets ExtractionCrashed.

        The same bytes may be read for another document: that goes on.
        """
        for child, document_id in list(self._busy.items()):
            if document_id in document_ids:
                child.interrupt()

    def abort(self) -> None:
        """End the processes that read as well; who waits gets ExtractionCrashed."""
        for child in list(self._busy):
            child.interrupt()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _child(self) -> "_Child":
        with self._lock:
            while self._idle:
                child = self._idle.pop()
                if child.is_alive():
                    return child
                child.kill()
        return _Child(self._limits, self._entries, self._import_folders)


class _Child:
    def __init__(
        self,
        limits: Limits,
        entries: Sequence[ExtractorEntry],
        import_folders: Sequence[Path],
    ) -> None:
        self._limits = limits
        listed = [(entry.target, sorted(entry.media_types)) for entry in entries]
        folders = [*map(str, import_folders), *(f or "." for f in sys.path)]
        module = "archive.sandbox_worker"
        arguments = [json.dumps(asdict(limits)), json.dumps(listed)]
        try:
            self._process = subprocess.Popen(
                [sys.executable, "-B", "-P", "-X", "utf8", "-m", module, *arguments],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                bufsize=0,
                env={"PYTHONPATH": os.pathsep.join(folders), "LC_ALL": "C.UTF-8"},
            )
        except OSError as error:
            raise StorageFailure(reason="no_reading_process") from error

    def is_alive(self) -> bool:
        return self._process.poll() is None

    def ask(
        self, original: OriginalFile, wanted: str, page: PageRequest | None
    ) -> Json:
        """Return the answer to one file; after any error the child is of no use."""
        deadline = time.monotonic() + self._limits.wall_seconds
        request = request_message(original, wanted, page)
        assert self._process.stdin is not None
        try:
            self._process.stdin.write(frame(request))
        except BrokenPipeError:
            raise self._death() from None
        (length,) = HEADER.unpack(self._read(HEADER.size, deadline))
        if length > self._limits.answer_bytes:
            raise ExtractionTooLarge()
        try:
            return message(self._read(length, deadline))
        except ValueError:
            raise ExtractionCrashed() from None

    def interrupt(self) -> None:
        self._process.kill()

    def kill(self) -> None:
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                pipe.close()

    def _read(self, size: int, deadline: float) -> bytes:
        assert self._process.stdout is not None
        descriptor = self._process.stdout.fileno()
        waiting = select.poll()
        waiting.register(descriptor, select.POLLIN)
        received = bytearray()
        while len(received) < size:
            left = deadline - time.monotonic()
            if left <= 0 or not waiting.poll(left * 1000):
                raise ExtractionTimedOut(seconds=self._limits.wall_seconds)
            chunk = os.read(descriptor, min(_READ_BYTES, size - len(received)))
            if not chunk:
                raise self._death()
            received += chunk
        return bytes(received)

    def _death(self) -> ExtractionCrashed | ExtractionTimedOut:
        status = self._process.wait()
        if status in (-signal.SIGXCPU, -signal.SIGALRM):
            return ExtractionTimedOut(seconds=self._limits.cpu_seconds)
        return ExtractionCrashed(exit_status=status)


def _answered(answer: Json, read: Callable[[Json], T]) -> T:
    if "refused" in answer:
        raise refusal_of(answer["refused"], answer["details"])
    if "failed" in answer:
        log.error("an extractor failed:\n%s", answer["failed"])
        raise ExtractionCrashed()
    try:
        return read(answer)
    except (KeyError, TypeError, ValueError):
        raise ExtractionCrashed() from None
