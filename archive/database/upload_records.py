"""Which files are on their way here in slices?"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from secrets import token_hex

from sqlalchemy import delete, insert, select, update

from archive.database.intake_tables import uploads
from archive.database.part import AnyRow, Part, next_key, now
from archive.errors import UploadNotFound
from archive.model import Sha256
from archive.uploads import Upload, UploadId


class UploadRecords(Part):
    """Keeps uploads until they are forgotten; see ``UploadStore``."""

    def begin(
        self,
        *,
        accession_id: str | None,
        collection: str,
        name: str,
        path: str,
        size_bytes: int,
        sha256: Sha256 | None,
        sender: str,
    ) -> Upload:
        """See ``UploadStore``."""
        row = {
            "id": token_hex(16),
            "accession_id": accession_id,
            "collection": collection,
            "name": name,
            "path": path,
            "size_bytes": size_bytes,
            "sha256": sha256,
            "created_by": sender,
            "changed_at": now(),
        }
        with self._database.write() as connection:
            row["key"] = next_key(connection, uploads)
            connection.execute(insert(uploads), [row])
            query = select(uploads).where(uploads.c.id == row["id"])
            return _to_upload(connection.execute(query).one())

    def upload(self, upload_id: str, *, sender: str) -> Upload:
        """See ``UploadStore``."""
        query = select(uploads).where(
            uploads.c.id == upload_id, uploads.c.created_by == sender
        )
        with self._database.read() as connection:
            row = connection.execute(query).first()
        if row is None:
            raise UploadNotFound(upload_id=upload_id)
        return _to_upload(row)

    def unfinished(self, *, sender: str) -> Sequence[Upload]:
        """See ``UploadStore``."""
        query = (
            select(uploads)
            .where(uploads.c.created_by == sender)
            .order_by(uploads.c.key.desc())
        )
        with self._database.read() as connection:
            found = [_to_upload(row) for row in connection.execute(query)]
        return [upload for upload in found if upload.said is None]

    def note(self, upload_id: UploadId, said: Mapping[str, object] | None) -> None:
        """See ``UploadStore``."""
        values = {"changed_at": now()} | ({} if said is None else {"said": said})
        with self._database.write() as connection:
            connection.execute(
                update(uploads).where(uploads.c.id == upload_id).values(values)
            )

    def forget(self, upload_id: UploadId) -> None:
        """See ``UploadStore``."""
        with self._database.write() as connection:
            connection.execute(delete(uploads).where(uploads.c.id == upload_id))

    def forget_stale(self, *, before: datetime) -> Sequence[UploadId]:
        """See ``UploadStore``."""
        is_stale = uploads.c.changed_at < before
        with self._database.write() as connection:
            stale = list(
                connection.execute(select(uploads.c.id).where(is_stale)).scalars()
            )
            connection.execute(delete(uploads).where(uploads.c.id.in_(stale)))
        return stale

    def known(self) -> frozenset[UploadId]:
        """See ``UploadStore``."""
        with self._database.read() as connection:
            return frozenset(connection.execute(select(uploads.c.id)).scalars())

    def sizes(self) -> Mapping[UploadId, int]:
        """See ``UploadStore``."""
        query = select(uploads.c.id, uploads.c.size_bytes, uploads.c.said)
        with self._database.read() as connection:
            rows = connection.execute(query).all()
        return {row.id: row.size_bytes for row in rows if row.said is None}


def _to_upload(row: AnyRow) -> Upload:
    return Upload(
        id=row.id,
        accession_id=row.accession_id,
        collection=row.collection,
        name=row.name,
        path=row.path,
        size_bytes=row.size_bytes,
        sha256=row.sha256,
        created_by=row.created_by,
        changed_at=row.changed_at,
        said=row.said,
    )
