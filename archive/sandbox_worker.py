"""What runs inside a reading process, and what is it kept from?

``python -m archive.sandbox_worker LIMITS ENTRIES`` reads one frame a file from
standard input and answers each on standard output; see ``archive.sandbox``.
"""

import json
import os
import resource
import signal
import sys
import traceback
from collections.abc import Iterable
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import BinaryIO

from archive.errors import RefusedFile
from archive.extract.base import (
    Attachment,
    Extractor,
    ExtractorEntry,
    Holder,
    OriginalFile,
)
from archive.model import Extraction, Notice
from archive.page_frames import page_message, page_request_of, reading_message
from archive.page_readings import PageReader, PageReading
from archive.render import RENDERERS
from archive.render.base import PageRequest, PageView, Renderer
from archive.sandbox_frames import (
    ATTACHMENTS,
    PAGE,
    READING,
    Json,
    Limits,
    attachments_message,
    extraction_message,
    frame,
    original_of,
    read_frame,
)
from archive.sniff import PACKED, is_mislabelled, sniff

_PAGE_BYTES = resource.getpagesize()
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
_FORBIDDEN = (
    "socket.",
    "subprocess.",
    "os.exec",
    "os.fork",
    "os.posix_spawn",
    "os.spawn",
    "os.system",
    "os.kill",
    "os.remove",
    "os.rename",
    "os.mkdir",
    "os.rmdir",
    "os.link",
    "os.symlink",
    "os.chmod",
    "os.chown",
    "os.truncate",
    "shutil.",
    "webbrowser.",
    "urllib.Request",
)


def read_original(
    original: OriginalFile, entries: tuple[ExtractorEntry, ...]
) -> Extraction:
    """Return what the extractor for the file's kind reads; raises RefusedFile.

    A kind that is known but has no extractor gives an empty text and a warning.
    """
    media_type = sniff(original.path, original.name)
    warnings: tuple[Notice, ...] = ()
    if is_mislabelled(original.name, media_type):
        warnings = (Notice("mislabelled", {"media_type": media_type}),)
    for entry in entries:
        if media_type in entry.media_types:
            extraction = _load(entry).extract(original)
            return replace(
                extraction,
                media_type=media_type,
                warnings=(*warnings, *extraction.warnings),
            )
    code = "not_unpacked" if media_type in PACKED else "no_reader_yet"
    unread = Notice(code, {"media_type": media_type})
    return Extraction("none", "1", media_type, "", warnings=(*warnings, unread))


def attached_to(
    original: OriginalFile, entries: tuple[ExtractorEntry, ...]
) -> Iterable[Attachment]:
    """Return the files that a document holds; raises RefusedFile."""
    media_type = sniff(original.path, original.name)
    for entry in entries:
        if media_type in entry.media_types:
            extractor: object = _load(entry)
            if isinstance(extractor, Holder):
                return extractor.attachments(original)
    return ()


def page_view(original: OriginalFile, request: PageRequest) -> PageView | None:
    """Return a page as it looked, if its kind is shown; raises RefusedFile."""
    media_type = sniff(original.path, original.name)
    for entry in RENDERERS:
        if media_type in entry.media_types:
            module, _, name = entry.target.partition(":")
            renderer: Renderer = getattr(import_module(module), name)()
            return renderer.view(original, request)
    return None


def page_reading(
    original: OriginalFile, number: int, entries: tuple[ExtractorEntry, ...]
) -> tuple[PageReading | None, int]:
    """Return what is read on a page, and how many there are; raises RefusedFile."""
    media_type = sniff(original.path, original.name)
    for entry in entries:
        if media_type in entry.media_types:
            extractor: object = _load(entry)
            if isinstance(extractor, PageReader):
                return extractor.read_page(original, number)
    return None, 0


def _load(entry: ExtractorEntry) -> Extractor:
    module, _, name = entry.target.partition(":")
    extractor: Extractor = getattr(import_module(module), name)()
    return extractor


class _Worker:
    def __init__(self, limits: Limits, entries: tuple[ExtractorEntry, ...]) -> None:
        self._limits = limits
        self._entries = entries
        self._idle_bytes = _address_space()

    def confine(self) -> None:
        """Give up, for good, what no extractor needs."""
        most = self._idle_bytes + self._limits.memory_bytes
        resource.setrlimit(resource.RLIMIT_AS, (most, most))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
        handles = self._limits.open_files
        resource.setrlimit(resource.RLIMIT_NOFILE, (handles, handles))
        # Before importing anything that a file could reach.
        sys.addaudithook(_refuse_forbidden)

    def answer(self, request: Json) -> Json:
        """Return the extraction, the refusal or the failure as a message."""
        self._grant_time()
        original = original_of(request)
        try:
            if request["wanted"] == ATTACHMENTS:
                return attachments_message(attached_to(original, self._entries))
            if request["wanted"] == PAGE:
                return page_message(page_view(original, page_request_of(request)))
            if request["wanted"] == READING:
                number = page_request_of(request).number
                return reading_message(*page_reading(original, number, self._entries))
            return extraction_message(read_original(original, self._entries))
        except RefusedFile as error:
            return {"refused": error.code, "details": dict(error.details)}
        except MemoryError:
            return {"refused": "extraction_memory", "details": {}}
        except Exception:
            # The parent logs it and refuses the file: reading ended in a defect.
            return {"failed": traceback.format_exc()}
        finally:
            signal.alarm(0)

    def is_spent(self, answer: Json) -> bool:
        """Say whether the next file had better get a fresh process."""
        if "failed" in answer or answer.get("refused") == "extraction_memory":
            return True
        grown = _address_space() - self._idle_bytes
        return grown * 4 > self._limits.memory_bytes

    def _grant_time(self) -> None:
        usage = resource.getrusage(resource.RUSAGE_SELF)
        used = int(usage.ru_utime + usage.ru_stime) + 1
        _, hard = resource.getrlimit(resource.RLIMIT_CPU)
        resource.setrlimit(resource.RLIMIT_CPU, (used + self._limits.cpu_seconds, hard))
        # The parent kills at the wall-clock limit; this is for when it has gone.
        signal.alarm(self._limits.wall_seconds + 5)


def _refuse_forbidden(event: str, arguments: tuple[object, ...]) -> None:
    if event == "open":
        _, _, flags = arguments
        if isinstance(flags, int) and flags & _WRITING:
            raise PermissionError(event)
    elif event.startswith(_FORBIDDEN):
        raise PermissionError(event)


def _address_space() -> int:
    return int(Path("/proc/self/statm").read_bytes().split()[0]) * _PAGE_BYTES


def _take_over_streams() -> tuple[BinaryIO, BinaryIO]:
    """Return the two pipes, and leave standard input and output pointing nowhere."""
    requests, answers = os.dup(0), os.dup(1)
    nowhere = os.open(os.devnull, os.O_RDWR)
    os.dup2(nowhere, 0)
    os.dup2(nowhere, 1)
    return os.fdopen(requests, "rb"), os.fdopen(answers, "wb")


def main() -> None:
    """Answer requests until the parent closes the pipe."""
    limits = Limits(**json.loads(sys.argv[1]))
    entries = tuple(
        ExtractorEntry(target, frozenset(media_types))
        for target, media_types in json.loads(sys.argv[2])
    )
    requests, answers = _take_over_streams()
    worker = _Worker(limits, entries)
    worker.confine()
    while request := read_frame(requests.read):
        answer = worker.answer(request)
        spent = worker.is_spent(answer)
        answers.write(frame({**answer, "spent": spent}))
        answers.flush()
        if spent:
            break


if __name__ == "__main__":
    main()
