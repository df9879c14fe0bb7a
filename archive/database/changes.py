"""In what order did documents come, change and go?"""

from collections.abc import Sequence

from sqlalchemy import delete, false, func, insert, literal, select, true, union_all

from archive.database.event_log import append
from archive.database.page_reading_tables import page_readings
from archive.database.part import Part, take_positions
from archive.database.tables import (
    collections,
    decisions,
    documents,
    head,
    removals,
    versions,
)
from archive.errors import DocumentNotFound
from archive.events import DEACCESSION, Entry
from archive.model import Change, DocumentId, Position, Sha256


class Changes(Part):
    """Tells the order of changes; removes documents."""

    def position(self) -> Position:
        """See ``Store``."""
        with self._database.read() as connection:
            return Position(connection.execute(select(head.c.position)).scalar_one())

    def changes_since(self, position: Position, *, limit: int) -> Sequence[Change]:
        """See ``Store``."""
        live = select(documents.c.position, documents.c.id, false()).where(
            documents.c.position > position
        )
        gone = select(removals.c.position, removals.c.document_id, true()).where(
            removals.c.position > position
        )
        query = union_all(
            live.order_by(documents.c.position).limit(limit).subquery().select(),
            gone.order_by(removals.c.position).limit(limit).subquery().select(),
        ).order_by("position")
        with self._database.read() as connection:
            rows = connection.execute(query.limit(limit))
            return [Change(at, key, bool(removed)) for at, key, removed in rows]

    def remove(self, document_id: DocumentId, *, actor: str) -> Position:
        """See ``Store``."""
        with self._database.write() as connection:
            row = connection.execute(
                select(documents, collections.c.name.label("collection"))
                .join(collections)
                .where(documents.c.id == document_id)
            ).first()
            if row is None:
                raise DocumentNotFound(document_id=document_id)
            hashes = connection.execute(
                select(versions.c.sha256).where(versions.c.document_key == row.key)
            ).scalars()
            originals = sorted({*hashes, row.sha256})
            connection.execute(delete(documents).where(documents.c.key == row.key))
            connection.execute(
                delete(decisions).where(decisions.c.subject_id == document_id)
            )
            position = take_positions(connection, 1)
            removal = {"document_id": document_id, "position": position}
            connection.execute(insert(removals), [removal])
            details = {
                "sha256": originals,
                "name": row.name,
                "collection": row.collection,
            }
            entry = Entry(DEACCESSION, actor, document_id, "success", details)
            append(connection, [entry])
        for sha256 in originals:
            self._forget_if_unheld(sha256)
        return position

    def _forget_if_unheld(self, sha256: Sha256) -> None:
        """Remove an original while nobody can record it anew.

        Only after the removal is committed: a crash in between leaves a file too
        many for the sweep, never a record without its original.
        """
        with self._database.write() as connection:
            holders = select(func.count()).where(versions.c.sha256 == literal(sha256))
            if connection.execute(holders).scalar_one() == 0:
                readings = page_readings.c.sha256 == sha256
                connection.execute(delete(page_readings).where(readings))
                self._blobs.forget(sha256)
