"""What was recognised in the texts, and in which documents?"""

from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import Connection, delete, insert, select

from archive.database.codec import analysis_from_json, analysis_to_json
from archive.database.entities import keep_entities
from archive.database.part import AnyRow, Part, chunks, is_visible
from archive.database.tables import analyses, appearances, collections, documents
from archive.database.tenure_rows import DERIVED, keep_tenures
from archive.errors import DocumentNotFound
from archive.model import Analysis, DocumentId, Visible


class Derived(Part):
    """Keeps what recognisers found; it can be recomputed, and is no change."""

    def save_analysis(self, document_id: DocumentId, analysis: Analysis) -> None:
        """See ``Store``."""
        self.save_analyses([(document_id, analysis)])

    def save_analyses(self, analyses: Iterable[tuple[DocumentId, Analysis]]) -> None:
        """See ``Store``."""
        by_document = dict(analyses)
        with self._database.write() as connection:
            rows = _read_documents(connection, list(by_document))
            found = [(row, by_document[row.id]) for row in rows]
            _replace_analyses(connection, found)
            entity_keys = keep_entities(
                connection,
                {entity.id: entity for _, a in found for entity in a.entities},
                self._name_key,
            )
            pairs = [
                {"document_key": row.key, "entity_key": entity_keys[entity.id]}
                for row, analysis in found
                for entity in {e.id: e for e in analysis.entities}.values()
            ]
            if pairs:
                connection.execute(insert(appearances), pairs)
            keep_tenures(connection, found, entity_keys)

    def analysis(self, document_id: str, *, visible: Visible) -> Analysis | None:
        """See ``Store``."""
        query = (
            select(analyses)
            .select_from(documents)
            .join(collections)
            .outerjoin(analyses)
            .where(is_visible(visible), documents.c.id == document_id)
        )
        with self._database.read() as connection:
            row = connection.execute(query).first()
        if row is None:
            raise DocumentNotFound(document_id=document_id)
        return None if row.content is None else _to_analysis(row)

    def analyses(
        self, document_ids: Sequence[DocumentId]
    ) -> Mapping[DocumentId, Analysis]:
        """See ``Store``."""
        query = select(documents.c.id, analyses).join(analyses)
        with self._database.read() as connection:
            return {
                row.id: _to_analysis(row)
                for chunk in chunks(document_ids)
                for row in connection.execute(query.where(documents.c.id.in_(chunk)))
            }


def _read_documents(
    connection: Connection, document_ids: Sequence[DocumentId]
) -> list[AnyRow]:
    query = select(
        documents.c.id,
        documents.c.key,
        documents.c.extraction_key,
        documents.c.metadata,
    ).where(documents.c.extraction_key.is_not(None))
    return [
        row
        for chunk in chunks(document_ids)
        for row in connection.execute(query.where(documents.c.id.in_(chunk)))
    ]


def _replace_analyses(
    connection: Connection, found: Sequence[tuple[AnyRow, Analysis]]
) -> None:
    for chunk in chunks([row.key for row, _ in found]):
        for table in (analyses, appearances, *DERIVED):
            connection.execute(delete(table).where(table.c.document_key.in_(chunk)))
    rows = [
        {
            "document_key": row.key,
            "extraction_key": row.extraction_key,
            "recogniser": analysis.recogniser,
            "recogniser_version": analysis.recogniser_version,
            "has_handover": analysis.handover is not None,
            "content": analysis_to_json(analysis),
        }
        for row, analysis in found
    ]
    if rows:
        connection.execute(insert(analyses), rows)


def _to_analysis(row: AnyRow) -> Analysis:
    return analysis_from_json(
        row.content,
        recogniser=row.recogniser,
        recogniser_version=row.recogniser_version,
    )
