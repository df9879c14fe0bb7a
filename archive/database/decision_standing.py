"""Which decisions hold, and which have lost what they were made on?"""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from sqlalchemy import Connection, select

from archive.database.decision_codec import record_of
from archive.database.part import AnyRow, chunks
from archive.database.tables import appearances, documents, entities, extractions
from archive.decisions import (
    Decision,
    DecisionRecord,
    EditDecision,
    EntityDecision,
    MentionDecision,
    Undoing,
    Words,
    carried,
    undone,
)
from archive.model import DocumentId, EntityId


def without_ground(
    connection: Connection, records: Sequence[DecisionRecord]
) -> list[DecisionRecord]:
    """Return those of the decisions that hold whose words or entity are gone."""
    texts, named = _other_texts(connection, records), _named(connection, records)
    return [
        record
        for record in records
        if _is_lost(record.decision, texts)
        or _is_unnamed(record.decision, named, records)
    ]


def newest_first(rows: Sequence[AnyRow]) -> list[DecisionRecord]:
    """Return the records of rows, each with what undid it."""
    records = [record_of(row) for row in rows]
    ended = undone(records)
    marked = [replace(record, undone_by=ended.get(record.id)) for record in records]
    return sorted(marked, key=lambda record: record.id, reverse=True)


def holding(records: Iterable[DecisionRecord]) -> list[DecisionRecord]:
    """Return the decisions that hold, in order; of undoings none."""
    found = sorted(records, key=lambda record: record.id)
    ended = undone(found)
    return [
        record
        for record in found
        if record.id not in ended and not isinstance(record.decision, Undoing)
    ]


def _other_texts(
    connection: Connection, records: Sequence[DecisionRecord]
) -> dict[DocumentId, str]:
    """Return the present text of documents read anew since they were decided on."""
    decided_on = [
        (words.document_id, record.extraction_id)
        for record in records
        for words in _words(record.decision)
    ]
    query = select(documents.c.id, extractions.c.id.label("extraction_id")).outerjoin(
        extractions, extractions.c.key == documents.c.extraction_key
    )
    current = {
        row.id: row.extraction_id
        for chunk in chunks(sorted({one for one, _ in decided_on}))
        for row in connection.execute(query.where(documents.c.id.in_(chunk)))
    }
    changed = sorted({one for one, read in decided_on if current.get(one) != read})
    texts: dict[DocumentId, str] = dict.fromkeys(changed, "")
    query = (
        select(documents.c.id, extractions.c.text)
        .select_from(documents)
        .join(extractions, extractions.c.key == documents.c.extraction_key)
    )
    for chunk in chunks(changed):
        for row in connection.execute(query.where(documents.c.id.in_(chunk))):
            texts[row.id] = row.text
    return texts


def _named(connection: Connection, records: Sequence[DecisionRecord]) -> set[EntityId]:
    """Return those of the decided entities that some document names."""
    ids = {
        entity.id
        for record in records
        if isinstance(record.decision, EntityDecision)
        for entity in (record.decision.entity, record.decision.into)
        if entity is not None
    }
    return {
        found
        for chunk in chunks(sorted(ids))
        for found in connection.execute(
            select(entities.c.id)
            .join(appearances, appearances.c.entity_key == entities.c.key)
            .where(entities.c.id.in_(chunk))
            .distinct()
        ).scalars()
    }


def _words(decision: Decision) -> Sequence[Words]:
    match decision:
        case MentionDecision():
            return [one for one in (decision.words, decision.was) if one is not None]
        case EntityDecision():
            return decision.words
        case EditDecision():
            return (decision.words,)
        case Undoing():
            return ()


def _is_lost(decision: Decision, texts: dict[DocumentId, str]) -> bool:
    return any(
        carried(words, texts[words.document_id]) is None
        for words in _words(decision)
        if words.document_id in texts
    )


def _is_unnamed(
    decision: Decision, named: set[EntityId], records: Sequence[DecisionRecord]
) -> bool:
    if not isinstance(decision, EntityDecision):
        return False
    merged = {
        record.decision.entity.id
        for record in records
        if isinstance(record.decision, EntityDecision)
        and record.decision.action == "merge"
    }
    of = decision.into or decision.entity
    return of.id not in named and of.id not in merged
