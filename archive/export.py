"""How does the archive leave for another system: originals, texts and metadata?

A bag (BagIt, RFC 8493) that needs no software of ours to be read: a folder a
document with its original by its own name, its text, and its metadata as JSON; one
table of all documents; and the event log.
"""

import csv
import io
import json
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Final

from archive.bag import BagWriter, new_bag
from archive.errors import DocumentNotFound, StorageFailure
from archive.events import EXPORT
from archive.model import Blob, Document, DocumentId, Event, Extraction
from archive.shapes import Words, document_json
from archive.store import Store

COLUMNS: Final = (
    *("document_id", "collection", "state", "name", "title", "type", "number"),
    *("issuers", "issued_on", "version", "sha256", "size_bytes", "media_type"),
    *("page_count", "received_at", "folder"),
)
EVENTS_AT_ONCE: Final = 1000
NAME_BYTES: Final = 200
"""File systems allow 255; an office's name may be longer after a recoding."""


@dataclass(frozen=True, slots=True)
class Export:
    """What was written; ``lost`` are documents an original of which is gone."""

    documents: int
    size_bytes: int
    lost: tuple[DocumentId, ...]


def export_bag(
    store: Store,
    folder: Path,
    words: Words,
    *,
    collections: Collection[str] | None,
    progress: Callable[[float], None] | None = None,
) -> Export:
    """Write the documents of these collections (None: all) to a new folder.

    Refused files are among them: they are held. The event log goes along when
    everything does. Raises FolderNotEmpty, StorageFailure or StorageFull.
    """
    visible = None if collections is None else frozenset(collections)
    total = sum(store.counts(visible=visible).values())
    rows: list[list[object]] = []
    lost: list[DocumentId] = []
    with new_bag(folder) as bag:
        for document, blobs in _held(store, visible):
            if not _write_document(store, bag, document, blobs, words):
                lost.append(document.id)
            rows.append(_row(document))
            if progress:
                progress(len(rows) / total)
        bag.add_text("metadata.csv", _table(rows))
        if visible is None:
            bag.add_text("events.jsonl", "".join(_events(store)))
        bag.finish({"External-Description": f"{len(rows)} documents"})
    store.log(
        EXPORT,
        actor="command",
        outcome="failure" if lost else "success",
        details={"documents": len(rows), "lost": len(lost)},
    )
    return Export(len(rows), bag.size_bytes, tuple(lost))


def _held(
    store: Store, visible: frozenset[str] | None
) -> Iterator[tuple[Document, list[Blob]]]:
    for document_id, pairs in groupby(store.originals(), key=lambda pair: pair[0]):
        blobs = [blob for _, blob in pairs]
        try:
            yield store.document(document_id, visible=visible), blobs
        except DocumentNotFound:
            continue


def _write_document(
    store: Store, bag: BagWriter, document: Document, blobs: list[Blob], words: Words
) -> bool:
    """Write a document; return whether every original of it is whole."""
    is_whole = True
    for ordinal, blob in enumerate(blobs, start=1):
        path = f"{_folder(document)}/v{ordinal}/{safe_name(document.name)}"
        try:
            with store.blobs.open(blob.sha256) as stream:
                is_whole = bag.add(path, stream) == blob.sha256 and is_whole
        except StorageFailure:
            is_whole = False
    extraction = _extraction(store, document)
    shape = document_json(document, None, words)
    if extraction:
        bag.add_text(f"{_folder(document)}/text.txt", extraction.text)
    text = json.dumps(shape, ensure_ascii=False, indent=2, default=str)
    bag.add_text(f"{_folder(document)}/metadata.json", text + "\n")
    return is_whole


def safe_name(name: str) -> str:
    """Return a file's name as every file system takes it, its suffix kept.

    Line ends, slashes and what UTF-8 cannot hold become ``_``; so does a per cent
    sign, which common BagIt tools do not decode.
    """
    clean = "".join(
        char if char.isprintable() and char not in '/\\:*?"<>|%' else "_"
        for char in name
    ).strip(". ")
    if len(clean.encode()) > NAME_BYTES:
        stem, dot, suffix = clean.rpartition(".")
        tail = dot + suffix if dot and len(suffix) < 10 else ""
        room = NAME_BYTES - len(tail.encode())
        clean = (stem if tail else clean).encode()[:room].decode(errors="ignore") + tail
    return clean or "original"


def _extraction(store: Store, document: Document) -> Extraction | None:
    try:
        return store.extraction(document.id, visible=None)
    except DocumentNotFound:
        return None


def _row(document: Document) -> list[object]:
    metadata = document.metadata
    facts = {
        "document_id": document.id,
        "collection": document.collection,
        "state": document.state,
        "name": document.name,
        "title": metadata.title,
        "type": metadata.type,
        "number": metadata.number,
        "issuers": "；".join(metadata.issuers),
        "issued_on": metadata.issued_on,
        "version": document.version,
        "sha256": document.sha256,
        "size_bytes": document.size_bytes,
        "media_type": document.media_type,
        "page_count": document.page_count,
        "received_at": document.received_at.isoformat(),
        "folder": _folder(document),
    }
    return [facts[column] for column in COLUMNS]


def _folder(document: Document) -> str:
    return f"documents/{document.id}"


def _table(rows: list[list[object]]) -> str:
    table = io.StringIO()
    writer = csv.writer(table, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    writer.writerows(rows)
    # The mark tells spreadsheet programs that this is UTF-8.
    return "\ufeff" + table.getvalue()


def _events(store: Store) -> Iterator[str]:
    after = 0
    while events := store.events(after=after, limit=EVENTS_AT_ONCE):
        for event in events:
            yield json.dumps(_event(event), ensure_ascii=False) + "\n"
        after = events[-1].ordinal


def _event(event: Event) -> dict[str, object]:
    return {
        "ordinal": event.ordinal,
        "happened_at": event.happened_at.isoformat(),
        "actor": event.actor,
        "kind": event.kind,
        "document_id": event.document_id,
        "outcome": event.outcome,
        "details": dict(event.details),
        "digest": event.digest,
    }
