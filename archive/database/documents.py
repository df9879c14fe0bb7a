"""What do we hold, as a reader sees it?"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any, get_args

from sqlalchemy import Connection, Select, func, select

from archive.database.codec import (
    failure_from_json,
    given_from_json,
    metadata_from_json,
    notices_from_json,
    pages_from_json,
    passages_from_json,
)
from archive.database.part import AnyRow, Part, chunks, is_visible
from archive.database.tables import (
    collections,
    documents,
    extractions,
    sources,
)
from archive.errors import DocumentNotFound
from archive.model import (
    Document,
    DocumentId,
    DocumentState,
    Extraction,
    Page,
    Source,
    Visible,
)
from archive.store import DocumentName


class Documents(Part):
    """Reads documents and their texts."""

    def document(self, document_id: str, *, visible: Visible) -> Document:
        """See ``Store``."""
        query = document_rows(visible).where(documents.c.id == document_id)
        with self._database.read() as connection:
            found = to_documents(connection, query)
        if not found:
            raise DocumentNotFound(document_id=document_id)
        return found[0]

    def documents(
        self, *, visible: Visible, newest_first: bool = True, limit: int = 50
    ) -> Sequence[Document]:
        """See ``Store``."""
        key = documents.c.key
        order = key.desc() if newest_first else key
        with self._database.read() as connection:
            query = document_rows(visible).order_by(order).limit(limit)
            return to_documents(connection, query)

    def extraction(
        self, document_id: str, *, visible: Visible, version: int | None = None
    ) -> Extraction:
        """See ``Store``."""
        query = _extraction_rows(visible, version).where(documents.c.id == document_id)
        with self._database.read() as connection:
            row = connection.execute(query).first()
        if row is None:
            raise DocumentNotFound(document_id=document_id)
        return to_extraction(row)

    def pages(
        self, document_ids: Sequence[DocumentId], *, visible: Visible
    ) -> Mapping[DocumentId, Sequence[Page]]:
        """See ``Store``."""
        query = (
            select(documents.c.id, extractions.c.pages)
            .select_from(documents)
            .join(collections)
            .join(extractions, extractions.c.key == documents.c.extraction_key)
            .where(is_visible(visible))
        )
        with self._database.read() as connection:
            return {
                row.id: pages_from_json(row.pages)
                for chunk in chunks(document_ids)
                for row in connection.execute(query.where(documents.c.id.in_(chunk)))
            }

    def documents_by_id(
        self, document_ids: Sequence[DocumentId]
    ) -> Mapping[DocumentId, Document]:
        """See ``Store``."""
        with self._database.read() as connection:
            return {
                document.id: document
                for chunk in chunks(document_ids)
                for document in to_documents(
                    connection, document_rows(None).where(documents.c.id.in_(chunk))
                )
            }

    def readable_documents(
        self, document_ids: Sequence[DocumentId]
    ) -> Sequence[tuple[Document, Extraction]]:
        """See ``Store``."""
        found: dict[str, tuple[Document, Extraction]] = {}
        with self._database.read() as connection:
            for chunk in chunks(document_ids):
                wanted = documents.c.id.in_(chunk) & (documents.c.state == "readable")
                texts = {
                    row.document_id: to_extraction(row)
                    for row in connection.execute(_extraction_rows(None).where(wanted))
                }
                for document in to_documents(
                    connection, document_rows(None).where(wanted)
                ):
                    found[document.id] = (document, texts[document.id])
        return [found[key] for key in dict.fromkeys(document_ids) if key in found]

    def document_names(self, *, visible: Visible) -> Sequence[DocumentName]:
        """See ``Store``."""
        query = (
            select(
                documents.c.id,
                documents.c.name,
                documents.c.metadata,
                collections.c.name.label("collection"),
            )
            .join(collections)
            .where(is_visible(visible), documents.c.state.in_(("readable", "stored")))
            .order_by(documents.c.key)
        )
        with self._database.read() as connection:
            return [
                DocumentName(
                    id=row.id,
                    collection=row.collection,
                    title=row.metadata.get("title") or row.name,
                    number=row.metadata.get("number"),
                    type=row.metadata.get("type"),
                    issued_on=row.metadata.get("issued_on"),
                )
                for row in connection.execute(query)
            ]

    def counts(self, *, visible: Visible) -> Mapping[str, int]:
        """See ``Store``."""
        query = (
            select(documents.c.state, func.count())
            .join(collections)
            .where(is_visible(visible))
            .group_by(documents.c.state)
        )
        with self._database.read() as connection:
            found = {state: count for state, count in connection.execute(query)}
        return {state: found.get(state, 0) for state in get_args(DocumentState)}

    def collections(self, *, visible: Visible) -> Sequence[str]:
        """See ``Store``."""
        query = select(collections.c.name).where(is_visible(visible))
        with self._database.read() as connection:
            return sorted(connection.execute(query).scalars())


def document_rows(visible: Visible) -> Select[Any]:
    """Select what ``to_documents`` needs of the documents a reader may see."""
    return (
        select(
            documents,
            collections.c.name.label("collection"),
            extractions.c.id.label("extraction_id"),
            extractions.c.media_type,
            extractions.c.encoding,
            extractions.c.page_count,
            extractions.c.characters,
            extractions.c.warnings,
        )
        .join(collections)
        .outerjoin(extractions, extractions.c.key == documents.c.extraction_key)
        .where(is_visible(visible))
    )


def to_documents(connection: Connection, query: Select[Any]) -> list[Document]:
    """Run a ``document_rows`` query."""
    rows = connection.execute(query).all()
    received = _sources(connection, [row.key for row in rows])
    return [_to_document(row, tuple(received[row.key])) for row in rows]


def _to_document(row: AnyRow, received: tuple[Source, ...]) -> Document:
    return Document(
        id=row.id,
        collection=row.collection,
        name=row.name,
        state=row.state,
        version=row.version,
        sha256=row.sha256,
        size_bytes=row.size_bytes,
        metadata=metadata_from_json(row.metadata),
        given=given_from_json(row.given),
        created_by=row.created_by,
        received_at=row.received_at,
        position=row.position,
        sources=received,
        media_type=row.media_type,
        encoding=row.encoding,
        extraction_id=row.extraction_id,
        page_count=row.page_count or None,
        characters=row.characters,
        failure=failure_from_json(row.failure),
        warnings=notices_from_json(row.warnings or []),
    )


def _sources(connection: Connection, keys: Sequence[int]) -> Mapping[int, list[Source]]:
    received: dict[int, list[Source]] = defaultdict(list)
    for chunk in chunks(keys):
        query = select(sources).where(sources.c.document_key.in_(chunk))
        for row in connection.execute(query.order_by(sources.c.key)):
            received[row.document_key].append(
                Source(row.name, row.path, row.received_at, row.received_by)
            )
    return received


def _extraction_rows(visible: Visible, version: int | None = None) -> Select[Any]:
    is_wanted = extractions.c.key == documents.c.extraction_key
    if version is not None:
        is_wanted = (extractions.c.document_key == documents.c.key) & (
            extractions.c.version == version
        )
    return (
        select(documents.c.id.label("document_id"), extractions)
        .select_from(documents)
        .join(collections)
        .join(extractions, is_wanted)
        .where(is_visible(visible))
        .order_by(extractions.c.key.desc())
    )


def to_extraction(row: AnyRow) -> Extraction:
    """Return the extraction that a row holds."""
    return Extraction(
        extractor=row.extractor,
        extractor_version=row.extractor_version,
        media_type=row.media_type,
        text=row.text,
        pages=pages_from_json(row.pages),
        passages=passages_from_json(row.passages),
        encoding=row.encoding,
        warnings=notices_from_json(row.warnings),
    )
