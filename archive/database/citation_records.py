"""How are citations kept for ever, and baskets in their owners' order?"""

from collections.abc import Sequence
from secrets import token_hex
from typing import Any, Final

from sqlalchemy import Connection, Select, and_, delete, func, insert, select, update

from archive.citation.reference import ReferenceKind
from archive.citations import Citation, CitationId, Excerpt, excerpt
from archive.database.citation_tables import basket_items, citations
from archive.database.documents import to_extraction
from archive.database.part import AnyRow, Part, chunks, is_visible, next_key, now
from archive.database.tables import collections, documents, extractions, versions
from archive.errors import BasketFull, CitationNotFound, DocumentNotFound
from archive.model import Extraction, Span, Visible

BASKET_AT_MOST: Final = 500


class CitationRecords(Part):
    """See ``CitationStore``; every change is one durable commit."""

    def add(
        self,
        document_id: str,
        span: Span,
        *,
        actor: str,
        visible: Visible,
        is_listed: bool = True,
    ) -> Citation:
        """See ``CitationStore``."""
        with self._database.write() as connection:
            key = _cite(
                connection, document_id, span, actor, visible, is_listed=is_listed
            )
            return _one(connection, citations.c.key == key, visible)

    def citation(self, citation_id: str, *, visible: Visible) -> Citation:
        """See ``CitationStore``."""
        with self._database.read() as connection:
            return _one(connection, citations.c.id == citation_id, visible)

    def citations(
        self, citation_ids: Sequence[str], *, visible: Visible
    ) -> Sequence[Citation]:
        """See ``CitationStore``."""
        with self._database.read() as connection:
            found = {
                row.id: _to_citation(row)
                for chunk in chunks(list(dict.fromkeys(citation_ids)))
                for row in connection.execute(
                    citation_rows(visible).where(citations.c.id.in_(chunk))
                )
            }
        return [found[one] for one in dict.fromkeys(citation_ids) if one in found]

    def of_document(self, document_id: str, *, visible: Visible) -> Sequence[Citation]:
        """See ``CitationStore``."""
        query = (
            citation_rows(visible)
            .where(citations.c.document_id == document_id, citations.c.is_listed)
            .order_by(citations.c.start, citations.c.key)
        )
        with self._database.read() as connection:
            return [_to_citation(row) for row in connection.execute(query)]

    def latest(self, *, visible: Visible, limit: int = 100) -> Sequence[Citation]:
        """See ``CitationStore``."""
        query = (
            citation_rows(visible)
            .where(citations.c.is_listed)
            .order_by(citations.c.key.desc())
            .limit(limit)
        )
        with self._database.read() as connection:
            return [_to_citation(row) for row in connection.execute(query)]

    def cited_text(self, citation: Citation) -> Extraction | None:
        """See ``CitationStore``."""
        query = select(extractions).where(extractions.c.id == citation.extraction_id)
        with self._database.read() as connection:
            row = connection.execute(query).first()
        return to_extraction(row) if row is not None else None

    def choose_kind(
        self, citation_id: str, kind: ReferenceKind | None, *, visible: Visible
    ) -> Citation:
        """See ``CitationStore``."""
        with self._database.write() as connection:
            found = _one(connection, citations.c.id == citation_id, visible)
            connection.execute(
                update(citations).where(citations.c.id == found.id).values(kind=kind)
            )
            return _one(connection, citations.c.id == citation_id, visible)

    def basket(self, owner: str, *, visible: Visible) -> Sequence[Citation]:
        """See ``CitationStore``."""
        query = (
            citation_rows(visible)
            .join(basket_items, basket_items.c.citation_key == citations.c.key)
            .where(basket_items.c.owner == owner)
            .order_by(basket_items.c.ordinal, basket_items.c.key)
        )
        with self._database.read() as connection:
            return [_to_citation(row) for row in connection.execute(query)]

    def basket_count(self, owner: str, *, visible: Visible) -> int:
        """See ``CitationStore``."""
        rows = (
            citation_rows(visible)
            .join(basket_items, basket_items.c.citation_key == citations.c.key)
            .where(basket_items.c.owner == owner)
            .with_only_columns(func.count())
        )
        with self._database.read() as connection:
            return int(connection.execute(rows).scalar_one())

    def put_in_basket(
        self,
        document_id: str,
        span: Span,
        *,
        owner: str,
        visible: Visible,
        actor: str | None = None,
    ) -> Citation:
        """See ``CitationStore``."""
        by = owner if actor is None else actor
        with self._database.write() as connection:
            key = _cite(connection, document_id, span, by, visible, is_listed=False)
            held = _basket_rows(connection, owner)
            if key not in [row.citation_key for row in held]:
                if len(held) >= BASKET_AT_MOST:
                    raise BasketFull(limit=BASKET_AT_MOST)
                row = {
                    "key": next_key(connection, basket_items),
                    "owner": owner,
                    "citation_key": key,
                    "ordinal": held[-1].ordinal + 1 if held else 0,
                }
                connection.execute(insert(basket_items), [row])
            return _one(connection, citations.c.key == key, visible)

    def take_from_basket(self, owner: str, citation_id: str) -> None:
        """See ``CitationStore``."""
        key = (
            select(citations.c.key)
            .where(citations.c.id == citation_id)
            .scalar_subquery()
        )
        with self._database.write() as connection:
            connection.execute(
                delete(basket_items).where(
                    basket_items.c.owner == owner, basket_items.c.citation_key == key
                )
            )

    def move_in_basket(self, owner: str, citation_id: str, *, steps: int) -> None:
        """See ``CitationStore``."""
        query = select(citations.c.key).where(citations.c.id == citation_id)
        with self._database.write() as connection:
            key = connection.execute(query).scalar()
            order = [row.citation_key for row in _basket_rows(connection, owner)]
            if key not in order:
                return
            at = order.index(key)
            order.insert(max(0, at + steps), order.pop(at))
            for ordinal, citation_key in enumerate(order):
                connection.execute(
                    update(basket_items)
                    .where(
                        basket_items.c.owner == owner,
                        basket_items.c.citation_key == citation_key,
                    )
                    .values(ordinal=ordinal)
                )


def citation_rows(visible: Visible) -> Select[Any]:
    """Select the citations whose document, or what is left of it, is to be seen."""
    collection = func.coalesce(documents.c.collection_key, citations.c.collection_key)
    return (
        select(
            citations,
            collections.c.name.label("collection"),
            extractions.c.id.label("current_extraction_id"),
        )
        .outerjoin(documents, documents.c.id == citations.c.document_id)
        .outerjoin(extractions, extractions.c.key == documents.c.extraction_key)
        .join(collections, collections.c.key == collection)
        .where(is_visible(visible))
    )


def _cite(
    connection: Connection,
    document_id: str,
    span: Span,
    actor: str,
    visible: Visible,
    *,
    is_listed: bool,
) -> int:
    """Return the key of the citation of these words, made if it is new."""
    row = _cited_text(connection, document_id, visible)
    cut = excerpt(to_extraction(row), span)
    same = and_(
        citations.c.extraction_id == row.id,
        citations.c.start == cut.span.start,
        citations.c.end == cut.span.end,
        citations.c.created_by == actor,
    )
    known = connection.execute(select(citations.c.key).where(same)).scalar()
    if known is None:
        return _insert(connection, row, document_id, cut, actor, is_listed=is_listed)
    if is_listed:
        is_this = citations.c.key == known
        connection.execute(update(citations).where(is_this).values(is_listed=True))
    return int(known)


def _cited_text(connection: Connection, document_id: str, visible: Visible) -> AnyRow:
    is_read_from = and_(
        versions.c.document_key == documents.c.key,
        versions.c.ordinal == extractions.c.version,
    )
    query = (
        select(extractions, documents.c.collection_key, versions.c.sha256)
        .join(documents, documents.c.extraction_key == extractions.c.key)
        .join(versions, is_read_from)
        .join(collections, collections.c.key == documents.c.collection_key)
        .where(
            documents.c.id == document_id,
            documents.c.state != "binned",
            is_visible(visible),
        )
    )
    row = connection.execute(query).first()
    if row is None:
        raise DocumentNotFound(document_id=document_id)
    return row


def _insert(
    connection: Connection,
    row: AnyRow,
    document_id: str,
    cut: Excerpt,
    actor: str,
    *,
    is_listed: bool,
) -> int:
    key = next_key(connection, citations)
    values = {
        "key": key,
        "id": token_hex(8),
        "document_id": document_id,
        "collection_key": row.collection_key,
        "version": row.version,
        "sha256": row.sha256,
        "extraction_id": row.id,
        "extractor": row.extractor,
        "extractor_version": row.extractor_version,
        "quote": cut.quote,
        "prefix": cut.prefix,
        "suffix": cut.suffix,
        "start": cut.span.start,
        "end": cut.span.end,
        "page": cut.page,
        "heading": list(cut.heading),
        "is_listed": is_listed,
        "created_by": actor,
        "created_at": now(),
    }
    connection.execute(insert(citations), [values])
    return key


def _one(connection: Connection, condition: Any, visible: Visible) -> Citation:
    row = connection.execute(citation_rows(visible).where(condition)).first()
    if row is None:
        raise CitationNotFound()
    return _to_citation(row)


def _basket_rows(connection: Connection, owner: str) -> Sequence[AnyRow]:
    query = (
        select(basket_items)
        .where(basket_items.c.owner == owner)
        .order_by(basket_items.c.ordinal, basket_items.c.key)
    )
    return connection.execute(query).all()


def _to_citation(row: AnyRow) -> Citation:
    return Citation(
        id=CitationId(row.id),
        document_id=row.document_id,
        collection=row.collection,
        version=row.version,
        sha256=row.sha256,
        extraction_id=row.extraction_id,
        extractor=row.extractor,
        extractor_version=row.extractor_version,
        quote=row.quote,
        prefix=row.prefix,
        suffix=row.suffix,
        span=Span(row.start, row.end),
        page=row.page,
        heading=tuple(row.heading),
        kind=row.kind,
        is_listed=row.is_listed,
        created_by=row.created_by,
        created_at=row.created_at,
        is_current=row.current_extraction_id == row.extraction_id,
    )
