"""What must be so for a decision, and which documents does it change?"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy import Connection, bindparam, select, update

from archive.database.decision_codec import (
    OF_DOCUMENT,
    OF_EDIT,
    OF_ENTITY,
    OF_MENTION,
    UNDO,
    decision_to_json,
    record_of,
)
from archive.database.entities import to_entity
from archive.database.part import AnyRow, chunks, is_visible, take_positions
from archive.database.tables import (
    appearances,
    collections,
    decisions,
    documents,
    entities,
    extractions,
)
from archive.decisions import (
    ENTITY_OF_MENTION,
    Decision,
    EditDecision,
    EntityDecision,
    MentionDecision,
    Undoing,
)
from archive.errors import DocumentNotFound, EntityNotFound, InvalidInput
from archive.model import DocumentId, Entity, EntityId, ExtractionId, Visible

LONGEST_NAME = 200


@dataclass(frozen=True, slots=True)
class Ruling:
    """A decision ready to be kept, and the keys of the documents it changes.

    A reader may know of it who sees one collection of each group of ``collections``.
    ``concerns`` are further entities to be found by; ``said`` goes into the log.
    """

    subject_kind: str
    subject_id: str
    action: str
    value: dict[str, Any]
    touched: Sequence[int]
    collections: Sequence[Sequence[str]]
    extraction_id: ExtractionId | None = None
    concerns: Sequence[EntityId] = ()
    document_id: DocumentId | None = None
    said: dict[str, Any] = field(default_factory=dict)


def mention_ruling(
    connection: Connection, decision: MentionDecision, visible: Visible
) -> Ruling:
    """Return the ruling on words of a visible document; raises as ``record`` does."""
    document = _document(connection, decision.words.document_id, visible)
    entity = decision.entity
    if entity is not None:
        if ENTITY_OF_MENTION.get(decision.kind) != entity.kind:
            raise InvalidInput(field="entity", value=entity.id)
        _check_seen(connection, entity, visible)
        decision = replace(decision, above=_above(connection, entity))
    if (decision.action == "correct") != (decision.was is not None):
        raise InvalidInput(field="was", value=decision.action)
    said = {
        "start": decision.words.start,
        "end": decision.words.end,
        "kind": decision.kind,
        "entity": entity and entity.id,
    }
    return Ruling(
        OF_MENTION,
        document.id,
        decision.action,
        decision_to_json(decision),
        [document.key],
        [[document.collection]],
        document.extraction_id,
        document_id=document.id,
        said=said,
    )


def ruling_on_edit(
    connection: Connection, decision: EditDecision, visible: Visible
) -> Ruling:
    """Return the ruling on an edit of a visible document; raises as ``record`` does."""
    words = decision.words
    document = _document(connection, words.document_id, visible)
    if (decision.action == "accept") != (decision.text is not None):
        raise InvalidInput(field="text", value=decision.text)
    if decision.text is not None and len(decision.text) > LONGEST_NAME:
        raise InvalidInput(field="text", value=decision.text[:80])
    return Ruling(
        OF_EDIT,
        document.id,
        decision.action,
        decision_to_json(decision),
        [document.key],
        [[document.collection]],
        document.extraction_id,
        document_id=document.id,
        said={
            "start": words.start,
            "end": words.end,
            "rule": decision.proposed.rule,
            "text": decision.text,
        },
    )


def ruling_on_entity(
    connection: Connection, decision: EntityDecision, visible: Visible
) -> Ruling:
    """Return the ruling on a visible entity; raises as ``record`` does."""
    entity, into = decision.entity, decision.into
    _check_named(connection, entity, visible)
    _check_sense(decision)
    if into is not None:
        if decision.action == "merge":
            _check_named(connection, into, visible)
        _check_seen(connection, into, visible)
        decision = replace(decision, above=_above(connection, into))
    if decision.action == "split":
        rows = [
            _document(connection, one, visible) for one in split_documents(decision)
        ]
        groups = [[name] for name in sorted({row.collection for row in rows})]
    else:
        ids = [e.id for e in (entity, into) if e]
        rows = _naming(connection, ids)
        groups = [_collections_naming(connection, one) for one in ids]
    said = {"entity": entity.id, "name": decision.name, "into": into and into.id}
    return Ruling(
        OF_ENTITY,
        entity.id,
        decision.action,
        decision_to_json(decision),
        [row.key for row in rows] if decision.action != "confirm" else [],
        groups,
        concerns=[into.id] if into else [],
        said=said,
    )


def undoing_ruling(connection: Connection, decision: Undoing, row: AnyRow) -> Ruling:
    """Return the ruling that undoes the decision of a row."""
    earlier = record_of(row)
    before = earlier.decision
    while isinstance(before, Undoing):
        before = _decided(connection, before)
    if isinstance(before, MentionDecision | EditDecision):
        rows = _documents(connection, [before.words.document_id], None)
        concerns = []
    else:
        concerned = [e.id for e in (before.entity, before.into) if e]
        rows = _naming(connection, _with_heirs(connection, concerned))
        known = {one.id for one in rows}
        apart = [one for one in split_documents(before) if one not in known]
        rows += _documents(connection, apart, None)
        concerns = [before.into.id] if before.into else []
    return Ruling(
        row.subject_kind,
        row.subject_id,
        UNDO,
        decision_to_json(decision),
        [one.key for one in rows],
        row.value["collections"],
        row.extraction_id,
        concerns,
        row.subject_id if row.subject_kind in OF_DOCUMENT else None,
        {"of": decision.of},
    )


def split_documents(decision: EntityDecision) -> list[DocumentId]:
    """Return the documents in which a split finds another entity."""
    return sorted({*decision.documents, *(w.document_id for w in decision.words)})


def touch(connection: Connection, document_keys: Iterable[int]) -> None:
    """Make documents changes, so that the index reads them anew."""
    keys = sorted(set(document_keys))
    if not keys:
        return
    first = take_positions(connection, len(keys))
    connection.execute(
        update(documents)
        .where(documents.c.key == bindparam("at"))
        .values(position=bindparam("to")),
        [{"at": key, "to": first + offset} for offset, key in enumerate(keys)],
    )


def _check_sense(decision: EntityDecision) -> None:
    entity, into, name = decision.entity, decision.into, decision.name
    match decision.action:
        case "merge" | "split":
            if into is None or into.id == entity.id or into.kind != entity.kind:
                raise InvalidInput(field="into", value=into and into.id)
            if decision.action == "split" and not split_documents(decision):
                raise InvalidInput(field="documents", value=None)
        case "rename" | "add_alias" | "remove_alias":
            if not name or not name.strip() or len(name) > LONGEST_NAME:
                raise InvalidInput(field="name", value=name)
        case "confirm":
            pass


def _documents(
    connection: Connection, ids: Sequence[DocumentId], visible: Visible
) -> list[AnyRow]:
    query = (
        select(
            documents.c.id,
            documents.c.key,
            collections.c.name.label("collection"),
            extractions.c.id.label("extraction_id"),
        )
        .join(collections)
        .outerjoin(extractions, extractions.c.key == documents.c.extraction_key)
        .where(is_visible(visible))
    )
    return [
        row
        for chunk in chunks(ids)
        for row in connection.execute(query.where(documents.c.id.in_(chunk)))
    ]


def _document(
    connection: Connection, document_id: DocumentId, visible: Visible
) -> AnyRow:
    rows = _documents(connection, [document_id], visible)
    if not rows:
        raise DocumentNotFound(document_id=document_id)
    return rows[0]


def _naming(connection: Connection, ids: Sequence[EntityId]) -> list[AnyRow]:
    """Return every document that names one of the entities, hidden ones too."""
    query = (
        select(documents.c.id, documents.c.key, collections.c.name.label("collection"))
        .join(collections)
        .join(appearances, appearances.c.document_key == documents.c.key)
        .join(entities, entities.c.key == appearances.c.entity_key)
        .where(entities.c.id.in_(ids))
        .distinct()
    )
    return list(connection.execute(query))


def _collections_naming(connection: Connection, entity_id: EntityId) -> list[str]:
    return sorted({row.collection for row in _naming(connection, [entity_id])})


def _with_heirs(connection: Connection, ids: Iterable[EntityId]) -> list[EntityId]:
    """Return the entities and whatever they were ever merged with."""
    query = select(decisions).where(
        decisions.c.subject_kind == OF_ENTITY, decisions.c.field == "merge"
    )
    into = {row.subject_id: row.value["into"][0] for row in connection.execute(query)}
    found = dict.fromkeys(ids)
    waiting = list(found)
    while waiting:
        heir = into.get(waiting.pop())
        if heir is not None and heir not in found:
            found[heir] = None
            waiting.append(heir)
    return list(found)


def _check_named(connection: Connection, entity: Entity, visible: Visible) -> None:
    if not _is_named(connection, entity.id, visible):
        raise EntityNotFound(entity_id=entity.id)


def _check_seen(connection: Connection, entity: Entity, visible: Visible) -> None:
    """Refuse an entity of the archive that the reader may not see."""
    known = select(entities.c.key).where(entities.c.id == entity.id)
    if connection.execute(known).first() is not None:
        _check_named(connection, entity, visible)


def _is_named(connection: Connection, entity_id: EntityId, visible: Visible) -> bool:
    query = (
        select(entities.c.key)
        .join(appearances, appearances.c.entity_key == entities.c.key)
        .join(documents, documents.c.key == appearances.c.document_key)
        .join(collections)
        .where(entities.c.id == entity_id, is_visible(visible))
    )
    return connection.execute(query.limit(1)).first() is not None


def _above(connection: Connection, entity: Entity) -> tuple[Entity, ...]:
    query = select(entities).where(entities.c.id.in_(entity.parents))
    return tuple(to_entity(row) for row in connection.execute(query))


def _decided(connection: Connection, undoing: Undoing) -> Decision:
    query = select(decisions).where(decisions.c.key == undoing.of)
    return record_of(connection.execute(query).one()).decision
