"""How do scans that were taken in get their text, after everything else?

A scan is stored at once, without text. Reading it by OCR gives it a further
extraction later, one document at a time and at low priority, so that it never keeps
another file waiting. One process of a data folder does this at a time.
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
from archive.ocr import OCR_FAILED, is_unread_scan
from archive.receive import ReadFile, check_classification, complete
from archive.sandbox import Sandbox
from archive.store import Store

PAGE = 100


class ScanReader:
    """Reads the scans of one store."""

    def __init__(self, store: Store, sandbox: Sandbox) -> None:
        self._store = store
        self._sandbox = sandbox

    def read_all(self, is_over: Callable[[], bool] = lambda: False) -> Iterator[str]:
        """Read every unread scan; yield the id of each once it is recorded.

        ``is_over`` is asked before each and after it: what was read in vain because
        the process ends is not recorded as a failure.
        """
        for document in self._unread():
            if is_over():
                return
            try:
                read = self._read(document)
            except ClassifiedDocument as error:
                self._store.record_refusal(document.id, error)
            except RefusedFile as error:
                if is_over():
                    return
                self._give_up(document, error)
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

    def _read(self, document: Document) -> ReadFile:
        path = Path(self._store.blobs.path(document.sha256))
        extraction = self._sandbox.extract(OriginalFile(path, document.name))
        read = complete(extraction, document.name)
        check_classification(read.metadata)
        return read

    def _record(self, document: Document, read: ReadFile) -> None:
        try:
            now = self._store.document(document.id, visible=None)
        except NotFound:
            return
        # Replaced or binned meanwhile: the words are not those of what is held now.
        if now.sha256 == document.sha256 and now.state == "stored":
            self._store.record_extraction(document.id, read.extraction, read.metadata)

    def _give_up(self, document: Document, error: RefusedFile) -> None:
        """Keep the document as it is, with the remark that OCR failed."""
        before = self._store.extraction(document.id, visible=None)
        notice = Notice(OCR_FAILED, {"code": error.code})
        marked = replace(before, warnings=(*before.warnings, notice))
        self._record(document, complete(marked, document.name))


@contextmanager
def alone_in(data: Path) -> Iterator[bool]:
    """Tell whether no other process reads the scans of this data folder."""
    door = Attendance(data / "ocr.lock").alone()
    try:
        yield door is not None
    finally:
        if door is not None:
            os.close(door)
