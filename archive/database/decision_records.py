"""How are decisions on mentions and entities kept for ever, and found again?"""

from collections import defaultdict
from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import Connection, insert, select

from archive.database.decision_codec import (
    CONCERNS,
    OF_DOCUMENT,
    OF_ENTITY,
    record_of,
)
from archive.database.decision_effects import (
    Ruling,
    mention_ruling,
    ruling_on_edit,
    ruling_on_entity,
    touch,
    undoing_ruling,
)
from archive.database.decision_standing import holding, newest_first, without_ground
from archive.database.event_log import append
from archive.database.part import AnyRow, Part, chunks, is_visible, next_key, now
from archive.database.tables import (
    collections,
    decisions,
    documents,
)
from archive.decisions import (
    Decision,
    DecisionRecord,
    EditDecision,
    EntityDecision,
    MentionDecision,
    Standing,
    Undoing,
    undone,
)
from archive.errors import DecisionNotFound, DocumentNotFound, InvalidInput
from archive.events import METADATA_MODIFICATION, Entry
from archive.model import DocumentId, EntityId, Visible


class DecisionRecords(Part):
    """Records decisions and tells which hold."""

    def record(
        self, decision: Decision, *, actor: str, why: str, visible: Visible
    ) -> DecisionRecord:
        """See ``DecisionStore``."""
        with self._database.write() as connection:
            match decision:
                case MentionDecision():
                    ruling = mention_ruling(connection, decision, visible)
                case EntityDecision():
                    ruling = ruling_on_entity(connection, decision, visible)
                case EditDecision():
                    ruling = ruling_on_edit(connection, decision, visible)
                case Undoing():
                    ruling = self._undoing(connection, decision, visible)
            row = _keep(connection, ruling, actor, why)
            touch(connection, ruling.touched)
            details = {"decision": row["key"], "action": row["field"], **ruling.said}
            entry = Entry(
                METADATA_MODIFICATION, actor, ruling.document_id, "success", details
            )
            append(connection, [entry])
            query = select(decisions).where(decisions.c.key == row["key"])
            return record_of(connection.execute(query).one())

    def of_entity(
        self, entity_id: str, *, visible: Visible
    ) -> Sequence[DecisionRecord]:
        """See ``DecisionStore``."""
        subject = (decisions.c.subject_kind == OF_ENTITY) & (
            decisions.c.subject_id == entity_id
        )
        with self._database.read() as connection:
            rows = connection.execute(select(decisions).where(subject)).all()
            keys = {
                row.value["decision"] if row.field == CONCERNS else row.key
                for row in rows
            }
            return newest_first(_seen(connection, _by_key(connection, keys), visible))

    def of_document(
        self, document_id: str, *, visible: Visible
    ) -> Sequence[DecisionRecord]:
        """See ``DecisionStore``."""
        subject = decisions.c.subject_kind.in_(OF_DOCUMENT) & (
            decisions.c.subject_id == document_id
        )
        with self._database.read() as connection:
            if not _visible_documents(connection, [document_id], visible):
                raise DocumentNotFound(document_id=document_id)
            rows = connection.execute(select(decisions).where(subject)).all()
            return newest_first(rows)

    def latest(self, *, visible: Visible, limit: int = 100) -> Sequence[DecisionRecord]:
        """See ``DecisionStore``."""
        query = (
            select(decisions)
            .where(_is_ours(), decisions.c.field != CONCERNS)
            .order_by(decisions.c.key.desc())
        )
        found: list[AnyRow] = []
        with self._database.read() as connection:
            for page in connection.execute(query).partitions(limit):
                found += _seen(connection, page, visible)
                if len(found) >= limit:
                    break
            return newest_first(found)[:limit]

    def uncarried(self, *, visible: Visible) -> Sequence[DecisionRecord]:
        """See ``DecisionStore``."""
        query = select(decisions).where(_is_ours(), decisions.c.field != CONCERNS)
        with self._database.read() as connection:
            rows = _seen(connection, connection.execute(query).all(), visible)
            lost = without_ground(connection, holding(map(record_of, rows)))
        return sorted(lost, key=lambda record: record.id, reverse=True)

    def standing(self, document_ids: Sequence[DocumentId]) -> Standing:
        """See ``DecisionStore``."""
        kept = select(decisions).where(decisions.c.field != CONCERNS)
        of_entities = kept.where(decisions.c.subject_kind == OF_ENTITY)
        of_documents = kept.where(decisions.c.subject_kind.in_(OF_DOCUMENT))
        mentions: dict[DocumentId, list[DecisionRecord]] = defaultdict(list)
        edits: dict[DocumentId, list[DecisionRecord]] = defaultdict(list)
        with self._database.read() as connection:
            entity_rows = connection.execute(of_entities).all()
            for chunk in chunks(document_ids):
                query = of_documents.where(decisions.c.subject_id.in_(chunk))
                for record in holding(map(record_of, connection.execute(query))):
                    match record.decision:
                        case MentionDecision(words=words):
                            mentions[words.document_id].append(record)
                        case EditDecision(words=words):
                            edits[words.document_id].append(record)
                        case EntityDecision() | Undoing():
                            pass
        return Standing(mentions, holding(map(record_of, entity_rows)), edits)

    def heir(self, entity_id: str) -> EntityId | None:
        """See ``DecisionStore``."""
        merged = {
            record.decision.entity.id: record.decision.into.id
            for record in self.standing([]).entities
            if isinstance(record.decision, EntityDecision)
            and record.decision.action == "merge"
            and record.decision.into is not None
        }
        seen, at = {entity_id}, merged.get(EntityId(entity_id))
        while at in merged and at not in seen:
            seen.add(at)
            at = merged[at]
        return at

    def _undoing(
        self, connection: Connection, decision: Undoing, visible: Visible
    ) -> Ruling:
        rows = _seen(connection, _by_key(connection, [decision.of]), visible)
        if not rows:
            raise DecisionNotFound(decision_id=decision.of)
        same = select(decisions).where(
            decisions.c.subject_kind == rows[0].subject_kind,
            decisions.c.subject_id == rows[0].subject_id,
            decisions.c.field != CONCERNS,
        )
        if decision.of in undone(map(record_of, connection.execute(same))):
            raise InvalidInput(field="of", value=decision.of)
        return undoing_ruling(connection, decision, rows[0])


def _is_ours() -> Any:
    return decisions.c.subject_kind.in_((*OF_DOCUMENT, OF_ENTITY))


def _keep(
    connection: Connection, ruling: Ruling, actor: str, why: str
) -> dict[str, Any]:
    key = next_key(connection, decisions)
    row = {
        "key": key,
        "subject_kind": ruling.subject_kind,
        "subject_id": ruling.subject_id,
        "field": ruling.action,
        "value": {**ruling.value, "why": why, "collections": ruling.collections},
        "actor": actor,
        "decided_at": now(),
        "extraction_id": ruling.extraction_id,
    }
    further = [
        {
            **row,
            "key": key + offset,
            "subject_kind": OF_ENTITY,
            "subject_id": subject,
            "field": CONCERNS,
            "value": {"decision": key},
        }
        for offset, subject in enumerate(ruling.concerns, start=1)
    ]
    connection.execute(insert(decisions), [row, *further])
    return row


def _by_key(connection: Connection, keys: Collection[int]) -> list[AnyRow]:
    return [
        row
        for chunk in chunks(sorted(keys))
        for row in connection.execute(
            select(decisions).where(
                _is_ours(), decisions.c.key.in_(chunk), decisions.c.field != CONCERNS
            )
        )
    ]


def _seen(
    connection: Connection, rows: Sequence[AnyRow], visible: Visible
) -> list[AnyRow]:
    """Return the rows of decisions that a reader may know of."""
    ids = [row.subject_id for row in rows if row.subject_kind in OF_DOCUMENT]
    shown = _visible_documents(connection, ids, visible)
    return [
        row
        for row in rows
        if (
            row.subject_id in shown
            if row.subject_kind in OF_DOCUMENT
            else visible is None
            or not any(visible.isdisjoint(of) for of in row.value["collections"])
        )
    ]


def _visible_documents(
    connection: Connection, ids: Sequence[str], visible: Visible
) -> set[str]:
    return {
        found
        for chunk in chunks(ids)
        for found in connection.execute(
            select(documents.c.id)
            .join(collections)
            .where(documents.c.id.in_(chunk), is_visible(visible))
        ).scalars()
    }
