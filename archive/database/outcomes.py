"""What came of reading a document: a text, or a reason why not?"""

import hashlib
from collections.abc import Mapping, Sequence
from secrets import token_hex
from typing import Any

from sqlalchemy import Connection, bindparam, delete, insert, select, update

from archive.database.codec import (
    failure_to_json,
    given_from_json,
    metadata_to_json,
    notices_to_json,
    pages_to_json,
    passages_to_json,
)
from archive.database.decisions import decided_fields
from archive.database.event_log import append
from archive.database.metadata import effective
from archive.database.part import AnyRow, Part, chunks, next_key, now, take_positions
from archive.database.tables import analyses, appearances, documents, extractions
from archive.database.tenure_rows import DERIVED
from archive.errors import DocumentNotFound, OriginalUnreadable, RefusedFile
from archive.events import FORMAT_IDENTIFICATION, REFUSAL, Entry
from archive.model import (
    DocumentId,
    Extraction,
    Failure,
    Metadata,
    Position,
)
from archive.versions import Extracted

READER = "archive"
"""The actor of what the archive does by itself."""


class Outcomes(Part):
    """Records what reading gave."""

    def record_extraction(
        self, document_id: DocumentId, extraction: Extraction, metadata: Metadata
    ) -> Position:
        """See ``Store``."""
        item = Extracted(document_id, extraction, metadata)
        position = self.record_extractions([item])[0]
        if position is None:
            raise DocumentNotFound(document_id=document_id)
        return position

    def record_extractions(
        self, items: Sequence[Extracted]
    ) -> Sequence[Position | None]:
        """See ``Store``."""
        ids = [item.document_id for item in items]
        with self._database.write() as connection:
            rows = _rows_to_read(connection, ids)
            known = [item for item in items if item.document_id in rows]
            keys = _keep_extractions(connection, known, rows)
            position = take_positions(connection, len(known))
            decided = decided_fields(connection, ids)
            changes = []
            for offset, (item, key) in enumerate(zip(known, keys, strict=True)):
                row = rows[item.document_id]
                change = _outcome(item, row, decided.get(item.document_id, {}))
                change |= {"at": row.key, "extraction_key": key}
                changes.append(change | {"position": position + offset})
            _change_documents(connection, changes)
            append(connection, [_identification(item) for item in known])
        positions = {
            item.document_id: Position(position + offset)
            for offset, item in enumerate(known)
        }
        return [positions.get(document_id) for document_id in ids]

    def record_refusal(
        self, document_id: DocumentId, error: RefusedFile | OriginalUnreadable
    ) -> Position:
        """See ``Store``."""
        failure = Failure(error.code, error.details)
        with self._database.write() as connection:
            row = _rows_to_read(connection, [document_id]).get(document_id)
            if row is None:
                raise DocumentNotFound(document_id=document_id)
            forget_analyses(connection, [row.key])
            decided = decided_fields(connection, [document_id]).get(document_id, {})
            given = given_from_json(row.given)
            position = take_positions(connection, 1)
            connection.execute(
                update(documents)
                .where(documents.c.key == row.key)
                .values(
                    state="refused",
                    position=position,
                    extraction_key=None,
                    failure=failure_to_json(failure),
                    read_metadata={},
                    metadata=metadata_to_json(effective(Metadata(), given, decided)),
                )
            )
            append(connection, [_refusal(document_id, failure)])
        return position


def _rows_to_read(
    connection: Connection, document_ids: Sequence[DocumentId]
) -> Mapping[DocumentId, AnyRow]:
    """Return the rows of documents; what was cancelled is as good as removed."""
    return {
        row.id: row
        for chunk in chunks(document_ids)
        for row in connection.execute(
            select(
                documents.c.id,
                documents.c.key,
                documents.c.version,
                documents.c.given,
                documents.c.extraction_key,
            ).where(documents.c.id.in_(chunk), documents.c.state != "cancelled")
        )
    }


def _keep_extractions(
    connection: Connection,
    items: Sequence[Extracted],
    rows: Mapping[DocumentId, AnyRow],
) -> list[int]:
    """Add the extractions that say something new; return the key of each."""
    current = _current(connection, [rows[item.document_id] for item in items])
    new, keys, stale = [], [], []
    key = next_key(connection, extractions)
    for item in items:
        row = rows[item.document_id]
        values = extraction_row(item.extraction, row.key, row.version)
        before = current.get(row.extraction_key)
        if before is not None and _says_the_same(before, values):
            keys.append(before.key)
            continue
        if before is not None:
            stale.append(row.key)
        new.append({**values, "key": key})
        keys.append(key)
        key += 1
    forget_analyses(connection, stale)
    if new:
        connection.execute(insert(extractions), new)
    return keys


def _current(connection: Connection, rows: Sequence[AnyRow]) -> Mapping[int, AnyRow]:
    keys = [row.extraction_key for row in rows if row.extraction_key is not None]
    return {
        row.key: row
        for chunk in chunks(keys)
        for row in connection.execute(
            select(extractions).where(extractions.c.key.in_(chunk))
        )
    }


def extraction_row(
    extraction: Extraction, document_key: int, version: int
) -> dict[str, Any]:
    """Return the row of a new extraction, without its key."""
    return {
        "id": token_hex(10),
        "document_key": document_key,
        "version": version,
        "extractor": extraction.extractor,
        "extractor_version": extraction.extractor_version,
        "media_type": extraction.media_type,
        "encoding": extraction.encoding,
        "text": extraction.text,
        "text_sha256": bytes_sha256(extraction.text.encode("utf-8", "surrogatepass")),
        "characters": len(extraction.text),
        "page_count": len(extraction.pages),
        "pages": pages_to_json(extraction.pages),
        "passages": passages_to_json(extraction.passages),
        "warnings": notices_to_json(extraction.warnings),
        "read_at": now(),
    }


def bytes_sha256(content: bytes) -> str:
    """Return the SHA-256 in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def _says_the_same(before: AnyRow, values: Mapping[str, Any]) -> bool:
    return all(
        getattr(before, name) == value
        for name, value in values.items()
        if name not in ("id", "read_at")
    )


def _outcome(
    item: Extracted, row: AnyRow, decided: Mapping[str, Any]
) -> dict[str, Any]:
    given = given_from_json(row.given)
    return {
        "new_state": "readable" if item.extraction.text.strip() else "stored",
        "read": metadata_to_json(item.metadata),
        "holding": metadata_to_json(effective(item.metadata, given, decided)),
    }


def _change_documents(
    connection: Connection, changes: Sequence[Mapping[str, Any]]
) -> None:
    if changes:
        connection.execute(
            update(documents)
            .where(documents.c.key == bindparam("at"))
            .values(
                state=bindparam("new_state"),
                read_metadata=bindparam("read"),
                metadata=bindparam("holding"),
                failure=None,
            ),
            [dict(change) for change in changes],
        )


def forget_analyses(connection: Connection, document_keys: Sequence[int]) -> None:
    """Forget what was recognised in texts that are no longer the current ones."""
    for chunk in chunks(document_keys):
        for table in (analyses, appearances, *DERIVED):
            connection.execute(delete(table).where(table.c.document_key.in_(chunk)))


def _identification(item: Extracted) -> Entry:
    details = {
        "media_type": item.extraction.media_type,
        "encoding": item.extraction.encoding,
        "extractor": item.extraction.extractor,
        "extractor_version": item.extraction.extractor_version,
        "characters": len(item.extraction.text),
    }
    return Entry(FORMAT_IDENTIFICATION, READER, item.document_id, "success", details)


def _refusal(document_id: DocumentId, failure: Failure) -> Entry:
    details = {"code": failure.code, **failure.details}
    return Entry(REFUSAL, READER, document_id, "failure", details)
