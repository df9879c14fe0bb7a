"""How is a decision kept in a row, and read back?"""

from typing import Any, Final, cast

from archive.cleaning.edits import Edit
from archive.database.part import AnyRow
from archive.decisions import (
    Decision,
    DecisionId,
    DecisionRecord,
    EditAction,
    EditDecision,
    EntityAction,
    EntityDecision,
    MentionAction,
    MentionDecision,
    Undoing,
    Words,
)
from archive.model import Entity

OF_MENTION: Final = "mention"
OF_ENTITY: Final = "entity"
OF_EDIT: Final = "edit"
OF_DOCUMENT: Final = (OF_MENTION, OF_EDIT)
"""The kinds whose subject is a document."""
UNDO: Final = "undo"
CONCERNS: Final = "concerns"
"""The field of a row that only leads from a further subject to a decision."""


def decision_to_json(decision: Decision) -> dict[str, Any]:
    """Return all of a decision but its action and subject's id."""
    match decision:
        case MentionDecision():
            return {
                "words": _words_to_json(decision.words),
                "kind": decision.kind,
                "entity": _optional(decision.entity),
                "was": decision.was and _words_to_json(decision.was),
                "was_kind": decision.was_kind,
                "above": [_entity_to_json(e) for e in decision.above],
            }
        case EntityDecision():
            return {
                "entity": _entity_to_json(decision.entity),
                "name": decision.name,
                "into": _optional(decision.into),
                "documents": list(decision.documents),
                "words": [_words_to_json(w) for w in decision.words],
                "above": [_entity_to_json(e) for e in decision.above],
            }
        case EditDecision():
            edit = decision.proposed
            return {
                "words": _words_to_json(decision.words),
                "proposed": [
                    *(edit.start, edit.end, edit.text),
                    *(edit.rule, edit.version, edit.is_certain),
                ],
                "text": decision.text,
            }
        case Undoing():
            return {"of": decision.of}


def record_of(row: AnyRow) -> DecisionRecord:
    """Return the record of a row; whether it holds is not known of one alone."""
    return DecisionRecord(
        DecisionId(row.key),
        _decision(row.subject_kind, row.field, row.value),
        row.actor,
        row.decided_at,
        row.value["why"],
        row.extraction_id,
    )


def _decision(subject_kind: str, action: str, value: dict[str, Any]) -> Decision:
    if action == UNDO:
        return Undoing(DecisionId(value["of"]))
    if subject_kind == OF_EDIT:
        return EditDecision(
            cast("EditAction", action),
            Words(*value["words"]),
            Edit(*value["proposed"]),
            value["text"],
        )
    above = tuple(_entity(e) for e in value["above"])
    if subject_kind == OF_MENTION:
        return MentionDecision(
            cast("MentionAction", action),
            Words(*value["words"]),
            value["kind"],
            value["entity"] and _entity(value["entity"]),
            value["was"] and Words(*value["was"]),
            value["was_kind"],
            above,
        )
    return EntityDecision(
        cast("EntityAction", action),
        _entity(value["entity"]),
        value["name"],
        value["into"] and _entity(value["into"]),
        tuple(value["documents"]),
        tuple(Words(*w) for w in value["words"]),
        above,
    )


def _words_to_json(words: Words) -> list[Any]:
    return [
        words.document_id,
        words.start,
        words.end,
        words.text,
        words.before,
        words.after,
    ]


def _optional(entity: Entity | None) -> list[Any] | None:
    return None if entity is None else _entity_to_json(entity)


def _entity_to_json(entity: Entity) -> list[Any]:
    return [
        entity.id,
        entity.kind,
        entity.name,
        list(entity.aliases),
        list(entity.parents),
        entity.detail,
    ]


def _entity(value: list[Any]) -> Entity:
    entity_id, kind, name, aliases, parents, detail = value
    return Entity(entity_id, kind, name, tuple(aliases), tuple(parents), detail)
