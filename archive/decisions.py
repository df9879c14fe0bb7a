"""What may a person decide of mentions, entities and edits, and how does it last?

A decision is a record that stays for ever; to undo one is a decision too. Words are
kept with what stands around them: in another extraction they are looked for there,
and where they cannot be proved the decision waits for a person.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from secrets import token_hex
from typing import Final, Literal, NewType, Protocol, get_args

from archive.cleaning.edits import Edit
from archive.errors import InvalidInput
from archive.model import (
    DocumentId,
    Entity,
    EntityId,
    EntityKind,
    ExtractionId,
    MentionKind,
    Span,
    Visible,
)

DecisionId = NewType("DecisionId", int)
MentionAction = Literal["confirm", "add", "correct", "reject"]
EntityAction = Literal[
    "confirm", "rename", "add_alias", "remove_alias", "merge", "split"
]
EditAction = Literal["accept", "refuse"]
ENTITY_OF_MENTION: Final[Mapping[MentionKind, EntityKind]] = {
    "person": "official",
    "place": "place",
    "organisation": "organisation",
    "post": "post",
    "term": "term",
}
"""The kind of entity that a kind of mention names."""
MENTION_ACTIONS: Final[tuple[MentionAction, ...]] = get_args(MentionAction)
ENTITY_ACTIONS: Final[tuple[EntityAction, ...]] = get_args(EntityAction)
EDIT_ACTIONS: Final[tuple[EditAction, ...]] = get_args(EditAction)

CONTEXT: Final = 16
"""Characters kept before and after decided words."""


@dataclass(frozen=True, slots=True)
class Words:
    """Words of a document and what stood around them when they were decided on."""

    document_id: DocumentId
    start: int
    end: int
    text: str
    before: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class MentionDecision:
    """What words of one document are, or are not.

    confirm, add: they are a mention of ``kind``, of ``entity`` if that is told.
    correct: they are, and ``was`` is none of ``was_kind``. reject: they are none.
    ``above`` holds the entities that ``entity`` is part of.
    """

    action: MentionAction
    words: Words
    kind: MentionKind
    entity: Entity | None = None
    was: Words | None = None
    was_kind: MentionKind | None = None
    above: tuple[Entity, ...] = ()


@dataclass(frozen=True, slots=True)
class EntityDecision:
    """What an entity is, wherever it is named.

    rename, add_alias, remove_alias: ``name``. merge: it is ``into``. split: in these
    documents, or at these words, it is ``into``. ``above`` holds the entities that
    ``into`` is part of.
    """

    action: EntityAction
    entity: Entity
    name: str | None = None
    into: Entity | None = None
    documents: tuple[DocumentId, ...] = ()
    words: tuple[Words, ...] = ()
    above: tuple[Entity, ...] = ()


@dataclass(frozen=True, slots=True)
class EditDecision:
    """Whether an edit of a document's text holds.

    accept: ``text`` stands instead of ``words`` in the edited text, be it what
    ``proposed`` says or what the person wrote. refuse: the words stay.
    """

    action: EditAction
    words: Words
    proposed: Edit
    text: str | None = None


@dataclass(frozen=True, slots=True)
class Undoing:
    """An earlier decision holds no longer."""

    of: DecisionId


Decision = MentionDecision | EntityDecision | EditDecision | Undoing


@dataclass(frozen=True, slots=True)
class DecisionRecord:
    """A decision: who made it, when, why, on which extraction; whether it holds.

    Of an ``Undoing`` the rest is that of the decision undone.
    """

    id: DecisionId
    decision: Decision
    actor: str
    decided_at: datetime
    why: str
    extraction_id: ExtractionId | None = None
    undone_by: DecisionId | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """The decisions that hold, in order: of some documents, and of every entity."""

    mentions: Mapping[DocumentId, Sequence[DecisionRecord]] = field(
        default_factory=dict
    )
    entities: Sequence[DecisionRecord] = ()
    edits: Mapping[DocumentId, Sequence[DecisionRecord]] = field(default_factory=dict)


class DecisionStore(Protocol):
    """Keeps decisions; the documents that one concerns become changes."""

    def record(
        self, decision: Decision, *, actor: str, why: str, visible: Visible
    ) -> DecisionRecord:
        """Record a decision, with its event, in one durable transaction.

        Raises DocumentNotFound, EntityNotFound, DecisionNotFound for what the
        reader may not see, and InvalidInput for what makes no sense: merging a
        thing with itself or with one of another kind, undoing twice.
        """

    def of_entity(
        self, entity_id: str, *, visible: Visible
    ) -> Sequence[DecisionRecord]:
        """Return the decisions that concern an entity, newest first.

        One of entities that stood only in hidden documents is left out.
        """

    def of_document(
        self, document_id: str, *, visible: Visible
    ) -> Sequence[DecisionRecord]:
        """Return the decisions on words and edits of a document, newest first."""

    def latest(self, *, visible: Visible, limit: int = 100) -> Sequence[DecisionRecord]:
        """Return the last decisions, newest first."""

    def uncarried(self, *, visible: Visible) -> Sequence[DecisionRecord]:
        """Return decisions that hold but have lost what they were made on.

        Their words cannot be proved in the present extraction, or no document
        names their entity any more.
        """

    def standing(self, document_ids: Sequence[DocumentId]) -> Standing:
        """Return what holds for these documents, for the index."""

    def heir(self, entity_id: str) -> EntityId | None:
        """Return what a merged entity is now, or None if it was not merged."""


def words_at(document_id: DocumentId, text: str, start: int, end: int) -> Words:
    """Return words of a document's text; raises InvalidInput for an empty span."""
    if not 0 <= start < end <= len(text) or not text[start:end].strip():
        raise InvalidInput(field="start", value=start)
    return Words(
        document_id,
        start,
        end,
        text[start:end],
        text[max(0, start - CONTEXT) : start],
        text[end : end + CONTEXT],
    )


def carried(words: Words, text: str) -> Span | None:
    """Return where decided words stand in a text, or None if it cannot be proved.

    Proved are the same words in the same surroundings, at the same place or at the
    only one there is.
    """
    whole = words.before + words.text + words.after
    lead = len(words.before)
    if text.startswith(whole, words.start - lead):
        return Span(words.start, words.end)
    at = text.find(whole)
    if at < 0 or text.find(whole, at + 1) >= 0:
        return None
    return Span(at + lead, at + lead + len(words.text))


def new_entity(
    kind: EntityKind,
    name: str,
    *,
    detail: str | None = None,
    parents: Iterable[EntityId] = (),
) -> Entity:
    """Return an entity that only a decision makes; ``detail`` tells it apart."""
    return Entity(
        EntityId(f"en-{token_hex(6)}"), kind, name, (), tuple(parents), detail
    )


def undone(records: Iterable[DecisionRecord]) -> Mapping[DecisionId, DecisionId]:
    """Return by decision which one undid it; an undone undoing undoes nothing."""
    found: dict[DecisionId, DecisionId] = {}
    for record in sorted(records, key=lambda record: record.id, reverse=True):
        if isinstance(record.decision, Undoing) and record.id not in found:
            found.setdefault(record.decision.of, record.id)
    return found
