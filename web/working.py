"""Which parts does the worker process join?"""

import logging
import sys
import threading
from collections.abc import Callable, Collection, Sequence
from contextlib import AbstractContextManager
from dataclasses import replace
from functools import partial

from archive.commands import OK, CommandContext
from archive.model import Document, DocumentId, Job, Notice
from archive.ocr import OCR_ENTRIES, OCR_LIMITS, is_available
from archive.ocr.reading import ScanReader, alone_in
from archive.receipts import receipt_of
from archive.receive import Reader, holds_files
from archive.sandbox import Sandbox
from archive.settings import StoreSettings
from archive.shapes import Json, Words, receipt_json
from archive.store import Store
from indexer.assembly import open_indexing
from web.members import Members
from web.proposing import Proposer, proposing
from web.worker import Bell, Index, Worker, obey_parent

PROCESSES = 2
STANDBY_SECONDS = 0.5
SCAN_POLL_SECONDS = 10.0


def work(context: CommandContext) -> int:
    """Work on the data folder until the parent says quit or dies."""
    logging.basicConfig(format="%(asctime)s %(levelname)s %(name)s %(message)s")
    bell = Bell()
    obey_parent(sys.stdin.fileno(), bell)
    store = context.open_store()
    indexing = open_indexing(context.data, store, processes=PROCESSES)
    settings = StoreSettings.from_environment(context.environment)
    with Sandbox(processes=settings.readers + 1) as sandbox:
        reader = Reader(sandbox)
        members = Members(
            store, reader, limit_bytes=settings.file_limit_bytes, words=context.words
        )

        def read(jobs: Sequence[Job]) -> Collection[DocumentId]:
            ids = [job.document_id for job in jobs]
            unread = reader.read_documents(store, ids)
            members.take_in([one for one in ids if one not in unread])
            return unread

        def hold_index() -> AbstractContextManager[Index | None]:
            return proposing(
                lambda: indexing.writer(wait_seconds=STANDBY_SECONDS),
                lambda: Proposer(
                    context.data, store.position, bell, context.environment
                ),
            )

        scans = _start_reading_scans(context, store, bell)
        Worker(
            store,
            hold_index=hold_index,
            read=read,
            receipt=partial(_receipt, context.words, members),
            bell=bell,
            readers=settings.readers,
            interrupt=sandbox.interrupt,
            warm_reading=sandbox.warm,
        ).run()
        scans()
    store.close()
    return OK


def _start_reading_scans(
    context: CommandContext, store: Store, bell: Bell
) -> Callable[[], None]:
    """Read scans in the background; return what ends that."""
    if not is_available() or context.environment.get("HANDOVER_OCR") == "0":
        return lambda: None
    sandbox = Sandbox(limits=OCR_LIMITS, processes=1, entries=OCR_ENTRIES)
    reader = ScanReader(store, sandbox)

    def read() -> None:
        while not bell.is_over:
            seen = bell.count
            with alone_in(context.data) as is_alone:
                if is_alone:
                    for _ in reader.read_all(lambda: bell.is_over):
                        bell.ring()
            bell.wait(seen, SCAN_POLL_SECONDS)

    thread = threading.Thread(target=read, daemon=True)
    thread.start()

    def end() -> None:
        sandbox.abort()
        thread.join()
        sandbox.close()

    return end


def _receipt(
    words: Words, members: Members, document: Document, seconds: float
) -> Json:
    path = document.sources[-1].path if document.sources else document.name
    receipt = receipt_of(
        document, path=path, name=document.name, seconds=seconds, is_duplicate=False
    )
    taken_in = members.receipts(document.id)
    if taken_in is None:
        return receipt_json(receipt, words)
    if not holds_files(document.warnings):
        # Instead of the remark that an archive has no text.
        notice = Notice("unpacked", {"count": len(taken_in)})
        receipt = replace(receipt, warnings=(notice,))
    return {**receipt_json(receipt, words), "members": taken_in}
