"""How do scans that were taken in get their text, after everything else?

A scan is stored at once, without text. Reading it by OCR gives it a further
extraction later, one page at a time and at low priority, so that it never keeps
another file waiting. Each page is kept as soon as it is read: after a crash reading
goes on with the next. One process of a data folder does this at a time.
"""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from archive.errors import ClassifiedDocument, NotFound, RefusedFile
from archive.extract.base import OriginalFile
from archive.locks import Attendance
from archive.model import Document, Notice
from archive.ocr import NAME, OCR_FAILED, is_unread_scan, ocr_version, reader_name
from archive.ocr.assembled import assembled
from archive.page_readings import PageReading
from archive.receive import ReadFile, check_classification, complete
from archive.sandbox import Sandbox
from archive.store import Store

PAGE = 100
PageRead = Callable[[int, int], None]
"""Told the number of a page that was read, and of how many."""


class _Interrupted(Exception):
    """The process ends; pages read so far are kept."""


class _Failed(Exception):
    """Not one page could be read; the reason's code is the argument."""


class ScanReader:
    """Reads the scans of one store."""

    def __init__(
        self,
        store: Store,
        sandbox: Sandbox,
        *,
        page_read: PageRead = lambda number, pages: None,
    ) -> None:
        self._store = store
        self._sandbox = sandbox
        self._page_read = page_read
        self._version = ocr_version()
        self._reader = reader_name(NAME, self._version)

    def read_all(self, is_over: Callable[[], bool] = lambda: False) -> Iterator[str]:
        """Read every unread scan; yield the id of each once it is recorded.

        ``is_over`` is asked before and after each page: what was read in vain because
        the process ends is not recorded as a failure.
        """
        for document in self._unread():
            try:
                read = self._read(document, is_over)
            except _Interrupted:
                return
            except ClassifiedDocument as error:
                self._store.record_refusal(document.id, error)
            except RefusedFile as error:
                self._give_up(document, error.code)
            except _Failed as error:
                self._give_up(document, error.args[0])
            else:
                self._record(document, read)
            yield document.id

    def _unread(self) -> Iterator[Document]:
        tried: set[str] = set()
        offset = 0
        while page := self._store.listing(
            "stored", visible=None, limit=PAGE, offset=offset
        ):
            found = [d for d in page if is_unread_scan(d) and d.id not in tried]
            for document in found:
                tried.add(document.id)
                yield document
            # What was read has left the list, and the rest moved up.
            offset = 0 if found else offset + PAGE

    def _read(self, document: Document, is_over: Callable[[], bool]) -> ReadFile:
        readings = self._pages(document, is_over)
        failures = [one.failure for one in readings if one.failure]
        if failures and len(failures) == len(readings):
            raise _Failed(failures[0])
        extraction = assembled(
            readings, version=self._version, media_type=document.media_type or ""
        )
        read = complete(extraction, document.name)
        check_classification(read.metadata)
        return read

    def _pages(
        self, document: Document, is_over: Callable[[], bool]
    ) -> list[PageReading]:
        kept = self._store.page_readings
        done = {one.number: one for one in kept.readings(document.sha256, self._reader)}
        readings: list[PageReading] = []
        begun = kept.progress([document.sha256], self._reader).get(document.sha256)
        pages = begun.pages if begun else None
        while pages is None or len(readings) < pages:
            number = len(readings) + 1
            if number not in done:
                reading, pages = self._page(document, number, pages, is_over)
                if reading is None:
                    break
                kept.record(document.sha256, self._reader, reading, pages=pages)
                self._page_read(number, pages)
                done[number] = reading
            readings.append(done[number])
        return readings

    def _page(
        self,
        document: Document,
        number: int,
        pages: int | None,
        is_over: Callable[[], bool],
    ) -> tuple[PageReading | None, int]:
        """Return a page, tried twice; how many there are must be known to give up."""
        original = OriginalFile(
            Path(self._store.blobs.path(document.sha256)), document.name
        )
        for is_last in (False, True):
            if is_over():
                raise _Interrupted
            try:
                return self._sandbox.read_page(original, number)
            except RefusedFile as error:
                if is_over():
                    raise _Interrupted from None
                if is_last and pages is None:
                    raise
                failure = error.code
        return PageReading(number, 1.0, failure=failure), pages or number

    def _record(self, document: Document, read: ReadFile) -> None:
        try:
            now = self._store.document(document.id, visible=None)
        except NotFound:
            return
        # Replaced or binned meanwhile: the words are not those of what is held now.
        if now.sha256 == document.sha256 and now.state == "stored":
            self._store.record_extraction(document.id, read.extraction, read.metadata)

    def _give_up(self, document: Document, code: str) -> None:
        """Keep the document as it is, with the remark that OCR failed."""
        before = self._store.extraction(document.id, visible=None)
        notice = Notice(OCR_FAILED, {"code": code})
        marked = replace(before, warnings=(*before.warnings, notice))
        self._record(document, complete(marked, document.name))


def read_again(store: Store, document: Document) -> None:
    """Let a scan that could not be read be tried anew."""
    store.page_readings.forget(document.sha256)
    before = store.extraction(document.id, visible=None)
    kept = tuple(notice for notice in before.warnings if notice.code != OCR_FAILED)
    read = complete(replace(before, warnings=kept), document.name)
    store.record_extraction(document.id, read.extraction, read.metadata)


@contextmanager
def alone_in(data: Path) -> Iterator[bool]:
    """Tell whether no other process reads the scans of this data folder."""
    door = Attendance(data / "ocr.lock").alone()
    try:
        yield door is not None
    finally:
        if door is not None:
            os.close(door)
