"""Which decision does a request ask for, and how is it recorded?"""

from collections.abc import Mapping, Sequence
from typing import get_args

from archive.decisions import (
    ENTITY_ACTIONS,
    ENTITY_OF_MENTION,
    MENTION_ACTIONS,
    Decision,
    DecisionId,
    DecisionRecord,
    EntityAction,
    EntityDecision,
    MentionAction,
    MentionDecision,
    Undoing,
    Words,
    new_entity,
    words_at,
)
from archive.errors import InvalidInput
from archive.model import (
    DocumentId,
    Entity,
    MentionKind,
    Visible,
)
from archive.store import Store
from web.permissions import Reader
from web.services import Services

Fields = Mapping[str, object]
MENTION_KINDS: tuple[MentionKind, ...] = get_args(MentionKind)
NAME_AT_MOST = 200
WHY_AT_MOST = 1000
PARTS_AT_MOST = 1000


def record(
    services: Services, decision: Decision, reader: Reader, why: str
) -> DecisionRecord:
    """Record a decision of the reader's; the index follows by itself.

    Raises as ``DecisionStore.record`` does.
    """
    made = services.store.decisions.record(
        decision, actor=reader.name, why=why, visible=reader.visible
    )
    services.wake_worker()
    return made


def undoing(decision_id: str) -> Undoing:
    """Return the decision that undoes the one of this id; raises InvalidInput."""
    if not (decision_id.isascii() and decision_id.isdigit() and len(decision_id) < 16):
        raise InvalidInput(field="id", value=decision_id[:80])
    return Undoing(DecisionId(int(decision_id)))


def entity_decision(
    store: Store, entity: Entity, fields: Fields, visible: Visible
) -> EntityDecision:
    """Return the decision that fields ask for on an entity.

    Raises InvalidInput, EntityNotFound or DocumentNotFound.
    """
    action = _entity_action(fields)
    match action:
        case "confirm":
            return EntityDecision(action, entity)
        case "rename" | "add_alias" | "remove_alias":
            return EntityDecision(action, entity, name=_text(fields, "name"))
        case "merge":
            into = store.entity(_text(fields, "into"), visible=visible)
            return EntityDecision(action, entity, into=into)
        case "split":
            return _split(store, entity, fields, visible)


def mention_decision(
    store: Store, document_id: DocumentId, fields: Fields, visible: Visible
) -> MentionDecision:
    """Return the decision that fields ask for on words of a document.

    Raises InvalidInput, DocumentNotFound or EntityNotFound.
    """
    text = store.extraction(document_id, visible=visible).text
    action = _mention_action(fields)
    kind = _kind(fields)
    was, was_kind = None, None
    if action == "correct":
        before = _object(fields, "was")
        was, was_kind = _words(document_id, text, before), _kind(before)
    return MentionDecision(
        action,
        _words(document_id, text, fields),
        kind,
        _named(store, kind, fields, visible),
        was,
        was_kind,
    )


def why_of(fields: Fields) -> str:
    """Return the reason given, which may be empty; raises InvalidInput."""
    why = fields.get("why") or ""
    if not isinstance(why, str) or len(why) > WHY_AT_MOST:
        raise InvalidInput(field="why", value=str(why)[:80])
    return why.strip()


def _split(
    store: Store, entity: Entity, fields: Fields, visible: Visible
) -> EntityDecision:
    documents = tuple(
        store.document(str(one), visible=visible).id
        for one in _list(fields, "documents")
    )
    words: list[Words] = []
    for one in _list(fields, "mentions"):
        place = one if isinstance(one, Mapping) else {}
        document_id = DocumentId(_text(place, "document_id"))
        text = store.extraction(document_id, visible=visible).text
        words.append(_words(document_id, text, place))
    if fields.get("into"):
        into = store.entity(_text(fields, "into"), visible=visible)
    else:
        name = _text(fields, "name") if fields.get("name") else entity.name
        # Without it nobody could tell the two apart.
        detail = _text(fields, "detail")
        into = new_entity(entity.kind, name, detail=detail)
    return EntityDecision(
        "split", entity, into=into, documents=documents, words=tuple(words)
    )


def _named(
    store: Store, kind: MentionKind, fields: Fields, visible: Visible
) -> Entity | None:
    """Return the entity that words are said to name: a known one or a new one."""
    asked = fields.get("entity")
    if not asked:
        return None
    if isinstance(asked, Mapping):
        of = ENTITY_OF_MENTION.get(kind)
        if of is None:
            raise InvalidInput(field="entity", value=kind)
        detail = _text(asked, "detail") if asked.get("detail") else None
        return new_entity(of, _text(asked, "name"), detail=detail)
    return store.entity(_text(fields, "entity"), visible=visible)


def _words(document_id: DocumentId, text: str, fields: Fields) -> Words:
    return words_at(document_id, text, _number(fields, "start"), _number(fields, "end"))


def _entity_action(fields: Fields) -> EntityAction:
    for action in ENTITY_ACTIONS:
        if fields.get("action") == action:
            return action
    raise InvalidInput(field="action", value=str(fields.get("action"))[:80])


def _mention_action(fields: Fields) -> MentionAction:
    for action in MENTION_ACTIONS:
        if fields.get("action") == action:
            return action
    raise InvalidInput(field="action", value=str(fields.get("action"))[:80])


def _kind(fields: Fields) -> MentionKind:
    for kind in MENTION_KINDS:
        if fields.get("kind") == kind:
            return kind
    raise InvalidInput(field="kind", value=str(fields.get("kind"))[:80])


def _text(fields: Fields, name: str) -> str:
    value = fields.get(name)
    if not isinstance(value, str) or not 0 < len(value.strip()) <= NAME_AT_MOST:
        raise InvalidInput(field=name, value=str(value)[:80])
    return value.strip()


def _number(fields: Fields, name: str) -> int:
    value = fields.get(name)
    if not isinstance(value, int) or isinstance(value, bool):
        raise InvalidInput(field=name, value=str(value)[:80])
    return value


def _object(fields: Fields, name: str) -> Fields:
    value = fields.get(name)
    if not isinstance(value, Mapping):
        raise InvalidInput(field=name, value=str(value)[:80])
    return value


def _list(fields: Fields, name: str) -> Sequence[object]:
    value = fields.get(name) or ()
    if not isinstance(value, (list, tuple)) or len(value) > PARTS_AT_MOST:
        raise InvalidInput(field=name, value=str(value)[:80])
    return value
