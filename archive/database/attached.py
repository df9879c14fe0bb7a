"""Which documents hang on a document, and on which does it hang?

An attachment was received in the same act as what holds it, under that one's path
and its own name.
"""

from collections.abc import Sequence

from sqlalchemy import (
    ColumnElement,
    Connection,
    Text,
    and_,
    or_,
    select,
    type_coerce,
)

from archive.database.column_types import dump_json
from archive.database.documents import document_rows, to_documents
from archive.database.part import AnyRow, chunks, is_visible
from archive.database.tables import collections, documents, sources
from archive.model import Document, Visible

MOST = 200


def attachments_of(
    connection: Connection, document: Document, visible: Visible
) -> list[Document]:
    """Return the visible documents that hang on one, in the order they came.

    At most ``MOST``, of those that are visible.
    """
    under = [_is_under(connection, source.path) for source in document.sources]
    beneath = select(sources.c.key).where(or_(*under))
    seen = select(documents.c.key).join(collections).where(is_visible(visible))
    query = (
        select(sources)
        .where(sources.c.key.in_(beneath), sources.c.document_key.in_(seen))
        .order_by(sources.c.key)
        .limit(MOST)
    )
    own = select(documents.c.key).where(documents.c.id == document.id)
    key = connection.execute(own).scalar()
    keys: dict[int, None] = {}
    last = -1
    while rows := connection.execute(query.where(sources.c.key > last)).all():
        for row in rows:
            if _holder_key(connection, row) == key:
                keys[row.document_key] = None
        if len(rows) < MOST or len(keys) >= MOST:
            break
        last = rows[-1].key
    return _documents(connection, [*keys][:MOST], visible)


def _is_under(connection: Connection, folder: str) -> ColumnElement[bool]:
    path, beginning = type_coerce(sources.c.path, Text), dump_json(f"{folder}/")[:-1]
    if connection.dialect.name == "sqlite":
        # By code points, as the index is sorted; a LIKE would read every source.
        return and_(path >= beginning, path < beginning[:-1] + chr(ord("/") + 1))
    return path.startswith(beginning, autoescape=True)


def holders_of(
    connection: Connection, document: Document, visible: Visible
) -> list[Document]:
    """Return the visible documents that one hangs on, the last one first."""
    query = (
        select(sources)
        .join(documents)
        .where(documents.c.id == document.id)
        .order_by(sources.c.key.desc())
    )
    keys = [
        key
        for row in connection.execute(query).all()
        if (key := _holder_key(connection, row)) is not None
    ]
    return _documents(connection, keys, visible)


def _holder_key(connection: Connection, row: AnyRow) -> int | None:
    """Return the document under whose path another's was received last before it."""
    if not row.path.endswith(f"/{row.name}"):
        return None
    query = (
        select(sources.c.document_key)
        .where(
            sources.c.path == row.path.removesuffix(f"/{row.name}"),
            sources.c.received_by == row.received_by,
            sources.c.key < row.key,
        )
        .order_by(sources.c.key.desc())
        .limit(1)
    )
    return connection.execute(query).scalar()


def _documents(
    connection: Connection, keys: Sequence[int], visible: Visible
) -> list[Document]:
    """Return visible documents in the order of their keys given, each once."""
    wanted = list(dict.fromkeys(keys))
    rows = {
        row.key: row.id
        for chunk in chunks(wanted)
        for row in connection.execute(
            select(documents.c.key, documents.c.id).where(documents.c.key.in_(chunk))
        )
    }
    found = {
        document.id: document
        for chunk in chunks(wanted)
        for document in to_documents(
            connection, document_rows(visible).where(documents.c.key.in_(chunk))
        )
    }
    ids = [rows[key] for key in wanted if key in rows]
    return [found[one] for one in ids if one in found]
