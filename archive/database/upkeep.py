"""Is what we hold still what was recorded, and what may be swept away?"""

import zlib
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Final

from sqlalchemy import LargeBinary, func, select, type_coerce

from archive.database.column_types import unpack
from archive.database.connection import Database, damage, sqlite_url
from archive.database.outcomes import bytes_sha256
from archive.database.part import AnyRow, Part
from archive.database.tables import documents, extractions, versions
from archive.model import Blob, DocumentId, Sha256
from archive.store import Snapshot

PAGE: Final = 1000


class Upkeep(Part):
    """Walks through everything recorded, a page at a time."""

    def originals(self) -> Iterator[tuple[DocumentId, Blob]]:
        """See ``Store``."""
        after = (0, 0)
        while page := self._originals_after(*after):
            for row in page:
                yield row.id, Blob(row.sha256, row.size_bytes)
            after = (page[-1].document_key, page[-1].ordinal)

    def held_originals(self) -> frozenset[Sha256]:
        """See ``Store``."""
        with self._database.read() as connection:
            return frozenset(connection.execute(select(versions.c.sha256)).scalars())

    def _originals_after(self, key: int, ordinal: int) -> Sequence[AnyRow]:
        columns = versions.c
        is_later_version = (columns.document_key == key) & (columns.ordinal > ordinal)
        query = (
            select(documents.c.id, versions)
            .join(versions)
            .where((columns.document_key > key) | is_later_version)
            .order_by(columns.document_key, columns.ordinal)
            .limit(PAGE)
        )
        with self._database.read() as connection:
            return connection.execute(query).all()

    def one_state(self) -> AbstractContextManager[None]:
        """See ``Store``."""
        return self._database.one_state()

    def altered_texts(self) -> Iterator[DocumentId]:
        """See ``Store``."""
        after = 0
        while page := self._texts_after(after):
            for row in page:
                if not _is_intact(row):
                    yield row.id
            after = page[-1].key

    def snapshot(self, file: Path) -> Snapshot:
        """See ``Store``."""
        self._database.copy_to(file)
        copy = Database(sqlite_url(file), lock_timeout_seconds=1)
        try:
            with copy.read() as connection:
                hashes = connection.execute(select(versions.c.sha256)).scalars()
                originals = frozenset(hashes)
                count = select(func.count()).select_from(documents)
                return Snapshot(connection.execute(count).scalar_one(), originals)
        finally:
            copy.close()

    def damage(self) -> str | None:
        """See ``Store``."""
        with self._database.read() as connection:
            return damage(connection)

    def sweep(self) -> int:
        """See ``Store``."""
        return self._blobs.sweep(self.held_originals)

    def _texts_after(self, key: int) -> Sequence[AnyRow]:
        columns = extractions.c
        # Read as bytes: a text that cannot be decoded must not end the walk.
        query = (
            select(
                columns.key,
                documents.c.id,
                type_coerce(columns.text, LargeBinary).label("packed"),
                columns.text_sha256,
            )
            .join(documents, documents.c.key == columns.document_key)
            .where(columns.key > key)
            .order_by(columns.key)
            .limit(PAGE)
        )
        with self._database.read() as connection:
            return connection.execute(query).all()


def _is_intact(row: AnyRow) -> bool:
    try:
        digest = bytes_sha256(unpack(row.packed))
    except zlib.error:
        return False
    return digest == str(row.text_sha256)
