"""Which originals has a document had, and is it in the bin?"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, Text, cast, insert, select, update

from archive.database.attached import attachments_of, holders_of
from archive.database.codec import given_from_json, given_to_json, metadata_to_json
from archive.database.decisions import decided_fields
from archive.database.documents import document_rows, to_documents
from archive.database.event_log import append
from archive.database.metadata import effective
from archive.database.outcomes import extraction_row, forget_analyses
from archive.database.part import AnyRow, Part, next_key, take_positions
from archive.database.tables import (
    collections,
    documents,
    extractions,
    sources,
    versions,
)
from archive.errors import (
    AlreadyHeld,
    DocumentNotFound,
    ReadingCancelled,
    StorageFailure,
)
from archive.events import BINNED, REPLACEMENT, UNBINNED, Entry
from archive.model import (
    Blob,
    Document,
    DocumentId,
    DocumentState,
    Position,
    Source,
    Version,
    Visible,
)
from archive.versions import Extracted


class Versions(Part):
    """Replaces originals, keeping the old ones, and moves documents to the bin."""

    def versions(self, document_id: str, *, visible: Visible) -> Sequence[Version]:
        """See ``Store``."""
        with self._database.read() as connection:
            found = connection.execute(
                document_rows(visible).where(documents.c.id == document_id)
            ).first()
            if found is None:
                raise DocumentNotFound(document_id=document_id)
            rows = connection.execute(
                select(versions)
                .where(versions.c.document_key == found.key)
                .order_by(versions.c.ordinal)
            )
            return [
                Version(
                    row.ordinal,
                    Blob(row.sha256, row.size_bytes),
                    row.received_at,
                    row.replaced_by,
                )
                for row in rows
            ]

    def replace_original(self, blob: Blob, source: Source, read: Extracted) -> Position:
        """See ``Store``."""
        with self._database.write() as connection:
            if not self._blobs.file(blob.sha256).is_file():
                raise StorageFailure(reason="ENOENT", sha256=blob.sha256)
            row = _row(connection, read.document_id)
            _check_new(connection, row, blob)
            position = take_positions(connection, 1)
            forget_analyses(connection, [row.key])
            _add_version(connection, row, blob, source)
            changes = {
                "position": position,
                "version": row.version + 1,
                "sha256": blob.sha256,
                "size_bytes": blob.size_bytes,
                "name": source.name,
                **_as_read(connection, row, read),
            }
            connection.execute(
                update(documents).where(documents.c.key == row.key).values(changes)
            )
            details = {"sha256": blob.sha256, "before": row.sha256, "name": source.name}
            actor = source.received_by
            entry = Entry(REPLACEMENT, actor, read.document_id, "success", details)
            append(connection, [entry])
        return position

    def bin(self, document_id: DocumentId, *, actor: str) -> Position:
        """See ``Store``."""
        return self._move(document_id, "binned", BINNED, actor)

    def take_from_bin(self, document_id: DocumentId, *, actor: str) -> Position:
        """See ``Store``."""
        return self._move(document_id, None, UNBINNED, actor)

    def listing(
        self,
        state: DocumentState,
        *,
        visible: Visible,
        collection: str | None = None,
        notice: str | None = None,
        limit: int = 50,
        offset: int = 0,
    ) -> Sequence[Document]:
        """See ``Store``."""
        query = document_rows(visible).where(documents.c.state == state)
        if collection is not None:
            query = query.where(collections.c.name == collection)
        if notice is not None:
            told = cast(extractions.c.warnings, Text).contains(
                f'"{notice}"', autoescape=True
            )
            query = query.where(told)
        query = query.order_by(documents.c.key.desc()).limit(limit).offset(offset)
        with self._database.read() as connection:
            return to_documents(connection, query)

    def attachments_of(
        self, document: Document, *, visible: Visible
    ) -> Sequence[Document]:
        """See ``Store``."""
        with self._database.read() as connection:
            return attachments_of(connection, document, visible)

    def holders_of(self, document: Document, *, visible: Visible) -> Sequence[Document]:
        """See ``Store``."""
        with self._database.read() as connection:
            return holders_of(connection, document, visible)

    def _move(
        self,
        document_id: DocumentId,
        state: DocumentState | None,
        kind: str,
        actor: str,
    ) -> Position:
        """Move a document to the bin, or with no state given back out of it."""
        with self._database.write() as connection:
            row = _row(connection, document_id)
            if (row.state == "binned") == (state == "binned"):
                return Position(row.position)
            forget_analyses(connection, [row.key])
            position = take_positions(connection, 1)
            connection.execute(
                update(documents)
                .where(documents.c.key == row.key)
                .values(state=state or _state_outside(connection, row))
                .values(position=position)
            )
            append(connection, [Entry(kind, actor, document_id)])
        return position


def _row(connection: Connection, document_id: DocumentId) -> AnyRow:
    query = select(documents).where(documents.c.id == document_id)
    row = connection.execute(query).first()
    if row is None:
        raise DocumentNotFound(document_id=document_id)
    return row


def _check_new(connection: Connection, row: AnyRow, blob: Blob) -> None:
    """Raise AlreadyHeld if the collection holds these bytes, here or elsewhere."""
    query = (
        select(documents.c.id, versions.c.ordinal)
        .join(versions)
        .where(documents.c.collection_key == row.collection_key)
        .where(versions.c.sha256 == blob.sha256)
    )
    held = connection.execute(query).first()
    if held is not None:
        raise AlreadyHeld(document_id=held.id, version=held.ordinal)


def _add_version(
    connection: Connection, row: AnyRow, blob: Blob, source: Source
) -> None:
    connection.execute(
        update(versions)
        .where(versions.c.document_key == row.key, versions.c.replaced_by.is_(None))
        .values(replaced_by=row.version + 1)
    )
    version = {
        "document_key": row.key,
        "ordinal": row.version + 1,
        "sha256": blob.sha256,
        "size_bytes": blob.size_bytes,
        "received_at": source.received_at,
    }
    connection.execute(insert(versions), [version])
    received = {
        "key": next_key(connection, sources),
        "document_key": row.key,
        "name": source.name,
        "path": source.path,
        "received_at": source.received_at,
        "received_by": source.received_by,
    }
    connection.execute(insert(sources), [received])


def _as_read(connection: Connection, row: AnyRow, read: Extracted) -> dict[str, Any]:
    """Record what the new original says; return what changes in the document."""
    key = next_key(connection, extractions)
    values = extraction_row(read.extraction, row.key, row.version + 1)
    connection.execute(insert(extractions), [{**values, "key": key}])
    decided = decided_fields(connection, [read.document_id]).get(read.document_id, {})
    # A line of a batch that is replaced by a file is read as a file from now on.
    given = replace(given_from_json(row.given), name=None)
    return {
        "given": given_to_json(given),
        "state": "readable" if read.extraction.text.strip() else "stored",
        "extraction_key": key,
        "failure": None,
        "read_metadata": metadata_to_json(read.metadata),
        "metadata": metadata_to_json(effective(read.metadata, given, decided)),
    }


def _state_outside(connection: Connection, row: AnyRow) -> DocumentState:
    if row.failure is not None:
        is_cancelled = row.failure[0] == ReadingCancelled.code
        return "cancelled" if is_cancelled else "refused"
    if row.extraction_key is None:
        return "received"
    query = select(extractions.c.text).where(extractions.c.key == row.extraction_key)
    text = connection.execute(query).scalar_one()
    return "readable" if str(text).strip() else "stored"
