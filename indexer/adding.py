"""What do the commands that read files do: add and analyze?"""

import argparse
import hashlib
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryFile
from typing import TextIO

from archive.commands import FAILED, OK, CommandContext, print_json, print_text
from archive.database.metadata import effective
from archive.errors import RefusedFile
from archive.jobs import JobUpdate
from archive.model import Failure, Metadata
from archive.offered import Offer, OfferedFile, RefusedOffer, offered
from archive.progress import progress_bar, progress_count
from archive.receipts import Receipt
from archive.receive import Reader, ReadFile, complete, given_extraction
from archive.sandbox import Sandbox
from archive.settings import StoreSettings
from archive.shapes import (
    Json,
    evidence_json,
    failure_json,
    metadata_json,
    notices_json,
    pages_json,
    receipt_json,
)
from archive.store import Store
from indexer.analysis import Analyser
from indexer.assembly import open_indexing, open_reader
from indexer.errors import IndexUnwritable
from indexer.shapes import analysis_json, recognised_json
from indexer.taking_in import TakingIn

PROCESSES = 2
WAIT_SECONDS = 600.0
DEFAULT_COLLECTION = "默认"
ACTOR = "command"


def run_add(arguments: argparse.Namespace, context: CommandContext) -> int:
    """Take in files, folders, ZIPs and batches; a receipt each; then index them."""
    paths = [Path(path) for path in arguments.paths]
    store = context.open_store()
    return add_paths(paths, store, context, collection=arguments.collection)


def add_paths(
    paths: Sequence[Path],
    store: Store,
    context: CommandContext,
    *,
    collection: str | None,
) -> int:
    """Take in what the paths offer, index it, print receipts; return the status.

    Raises IndexUnwritable after the receipts: the files are kept by then.
    """
    with TemporaryFile(
        "w+", encoding="utf-8", errors="backslashreplace", newline="\n"
    ) as lines:
        is_all_well = _take_in(paths, store, context, collection, lines)
        is_visible = _index_then_print(lines, store, context)
    if not is_visible:
        sys.stderr.write("文件都已入档，索引稍后会跟上。\n")
    return OK if is_all_well else FAILED


def _index_then_print(lines: TextIO, store: Store, context: CommandContext) -> bool:
    """Make what was taken in visible, then print the receipts, come what may."""
    try:
        indexing = open_indexing(context.data, store, processes=PROCESSES)
        return indexing.make_visible(
            open_reader(context.data),
            wait_seconds=WAIT_SECONDS,
            progress=progress_bar("建立索引"),
        )
    except OSError as error:
        raise IndexUnwritable(reason=error.strerror, path=error.filename) from error
    finally:
        # The files are kept, whatever becomes of the index.
        lines.seek(0)
        for line in lines:
            print_text(line.removesuffix("\n"))


def _take_in(
    paths: Sequence[Path],
    store: Store,
    context: CommandContext,
    collection: str | None,
    lines: TextIO,
) -> bool:
    """Take files in and write a line of each receipt; tell whether none failed.

    Receipts of ten thousand files would fill memory until the index has them.
    """
    settings = StoreSettings.from_environment(context.environment)
    count = progress_count("已读取")
    is_all_well = True
    with Sandbox(processes=settings.readers) as sandbox:
        reader = Reader(sandbox)
        _finish_interrupted(store, reader)
        taking = TakingIn(
            store,
            reader,
            collection=collection or _usual_collection(context),
            actor=ACTOR,
            limit_bytes=settings.file_limit_bytes,
            processes=settings.readers,
            receipt_shape=lambda receipt: receipt_json(receipt, context.words),
        )
        offers = offered(paths, limit_bytes=settings.file_limit_bytes)
        for number, receipt in enumerate(taking.take_in(offers), start=1):
            lines.write(_line(receipt, context) + "\n")
            is_all_well = is_all_well and receipt.status != "failed"
            count(number)
        taking.close()
    return is_all_well


def _finish_interrupted(store: Store, reader: Reader) -> None:
    """Read what a killed process acknowledged and did not get to read."""
    store.requeue_running_jobs()
    while jobs := store.claim_jobs(limit=100):
        unread = reader.read_documents(store, [job.document_id for job in jobs])
        read = [job for job in jobs if job.document_id not in unread]
        store.update_jobs(
            [JobUpdate(job.id, "done", "searchable", 1.0) for job in read]
        )


def _usual_collection(context: CommandContext) -> str:
    return context.environment.get("HANDOVER_DEFAULT_COLLECTION") or DEFAULT_COLLECTION


def _line(receipt: Receipt, context: CommandContext) -> str:
    if context.is_json:
        return json.dumps(receipt_json(receipt, context.words), ensure_ascii=False)
    words = {
        "indexed": "可检索",
        "stored": "只收存",
        "duplicate": "重复",
        "failed": "退回",
    }
    reason = ""
    if receipt.error:
        reason = "　" + context.words(receipt.error.code, receipt.error.details)
    path = receipt.path.replace("\n", "␊").replace("\r", "␍")
    return f"{words[receipt.status]}　{path}{reason}"


def run_analyze(arguments: argparse.Namespace, context: CommandContext) -> int:
    """Print what is read and recognised in files, without an archive."""
    from indexer.analysis import open_analyser

    settings = StoreSettings.from_environment(context.environment)
    analyser = open_analyser()
    is_all_well = True
    paths = [Path(path) for path in arguments.paths]
    with Sandbox(processes=PROCESSES) as sandbox:
        reader = Reader(sandbox)
        for offer in offered(paths, limit_bytes=settings.file_limit_bytes):
            shape = _analyzed(offer, reader, analyser, context)
            is_all_well = is_all_well and shape["error"] is None
            print_json(shape)
    return OK if is_all_well else FAILED


def _analyzed(
    offer: Offer, reader: Reader, analyser: Analyser, context: CommandContext
) -> Json:
    shape: Json = {
        "document_id": None,
        "version": None,
        "name": offer.name,
        "path": offer.path,
    }
    try:
        read = _read(offer, reader)
    except RefusedFile as error:
        failure = Failure(error.code, error.details)
        return shape | _nothing() | {"error": failure_json(failure, context.words)}
    finally:
        if isinstance(offer, OfferedFile) and offer.is_temporary and offer.file:
            offer.file.unlink(missing_ok=True)
    extraction, metadata = read.extraction, read.metadata
    read_shape = (
        shape
        | {"sha256": _sha256(offer)}
        | metadata_json(metadata)
        | {
            "media_type": extraction.media_type,
            "encoding": extraction.encoding,
            "text": extraction.text,
            "pages": pages_json(extraction.pages),
            "evidence": evidence_json(metadata),
            "warnings": notices_json(extraction.warnings, context.words),
            "error": None,
        }
    )
    return recognised_json(
        read_shape, analyser.analyse(extraction, metadata), context.words
    )


def _read(offer: Offer, reader: Reader) -> ReadFile:
    if isinstance(offer, RefusedOffer):
        raise offer.error
    if offer.text is not None:
        read = complete(given_extraction(offer.text), offer.name)
        return ReadFile(read.extraction, effective(read.metadata, offer.given, {}))
    assert offer.file is not None
    return reader.read_file(offer.file, offer.name)


def _nothing() -> Json:
    return {
        "sha256": None,
        **metadata_json(Metadata()),
        "media_type": None,
        "encoding": None,
        "text": None,
        "pages": [],
        "evidence": evidence_json(Metadata()),
        "warnings": [],
        **analysis_json(None),
    }


def _sha256(offer: Offer) -> str | None:
    if not isinstance(offer, OfferedFile):
        return None
    if offer.content is not None:
        return hashlib.sha256(offer.content).hexdigest()
    if offer.file is None or offer.is_temporary:
        return None
    with offer.file.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
