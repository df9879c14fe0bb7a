"""What did people decide, and how is it kept for ever?"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any, Final

from sqlalchemy import Connection, insert, select, update
from sqlalchemy.exc import IntegrityError

from archive.database.codec import (
    given_from_json,
    metadata_from_json,
    metadata_to_json,
)
from archive.database.event_log import append
from archive.database.intake import collection_key
from archive.database.metadata import checked_corrections, effective
from archive.database.part import AnyRow, Part, chunks, now, take_positions
from archive.database.tables import decisions, documents, extractions
from archive.errors import DocumentNotFound, InvalidInput
from archive.events import METADATA_MODIFICATION, Entry
from archive.model import DocumentId, Position

DOCUMENT: Final = "document"


class Decisions(Part):
    """Records corrections; every one is kept, the latest of a field holds."""

    def correct(
        self, document_id: DocumentId, fields: Mapping[str, object], *, actor: str
    ) -> Position:
        """See ``Store``."""
        values = checked_corrections(fields)
        with self._database.write() as connection:
            row = _document(connection, document_id)
            _decide(connection, row, values, actor)
            decided = decided_fields(connection, [document_id])[document_id]
            position = take_positions(connection, 1)
            changes: dict[str, Any] = {
                "position": position,
                "metadata": metadata_to_json(
                    effective(
                        metadata_from_json(row.read_metadata),
                        given_from_json(row.given),
                        decided,
                    )
                ),
            }
            connection.execute(
                update(documents).where(documents.c.key == row.key).values(changes)
            )
            if "collection" in values:
                _move(connection, row.key, values["collection"])
            details = {"fields": values}
            entry = Entry(METADATA_MODIFICATION, actor, document_id, "success", details)
            append(connection, [entry])
        return position


def decided_fields(
    connection: Connection, document_ids: Sequence[DocumentId]
) -> Mapping[DocumentId, dict[str, Any]]:
    """Return by document the decided value of each field that has one."""
    decided: dict[DocumentId, dict[str, Any]] = defaultdict(dict)
    columns = decisions.c
    for chunk in chunks(document_ids):
        query = (
            select(columns.subject_id, columns.field, columns.value)
            .where(columns.subject_kind == DOCUMENT, columns.subject_id.in_(chunk))
            .order_by(columns.key)
        )
        for subject_id, field, value in connection.execute(query):
            decided[subject_id][field] = value
    return decided


def _document(connection: Connection, document_id: DocumentId) -> AnyRow:
    row = connection.execute(
        select(documents, extractions.c.id.label("extraction_id"))
        .outerjoin(extractions, extractions.c.key == documents.c.extraction_key)
        .where(documents.c.id == document_id)
    ).first()
    if row is None:
        raise DocumentNotFound(document_id=document_id)
    return row


def _decide(
    connection: Connection, document: AnyRow, values: Mapping[str, Any], actor: str
) -> None:
    rows = [
        {
            "subject_kind": DOCUMENT,
            "subject_id": document.id,
            "field": field,
            "value": value,
            "actor": actor,
            "decided_at": now(),
            "extraction_id": document.extraction_id,
        }
        for field, value in values.items()
    ]
    if rows:
        connection.execute(insert(decisions), rows)


def _move(connection: Connection, document_key: int, collection: str) -> None:
    key = collection_key(connection, collection)
    try:
        connection.execute(
            update(documents)
            .where(documents.c.key == document_key)
            .values(collection_key=key)
        )
    except IntegrityError as error:
        # The collection already holds a document with the same bytes.
        raise InvalidInput(field="collection", value=collection) from error
