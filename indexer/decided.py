"""How do people's decisions change what was recognised?

They are applied to each analysis as the last step, in the order in which they were
made, so that whatever is recognised anew, and wherever the index is rebuilt, they
hold. A decision whose words cannot be proved in the text changes nothing.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from archive.decisions import (
    ENTITY_OF_MENTION,
    DecisionRecord,
    DecisionStore,
    EntityDecision,
    MentionDecision,
    Standing,
    Words,
    carried,
)
from archive.model import (
    Analysis,
    DocumentId,
    Entity,
    EntityId,
    Handover,
    Mention,
    MentionKind,
    OfficialFound,
    PostHeld,
    Span,
)
from indexer.analysis import Analyser
from indexer.engine import Value
from indexer.fold import fold_query
from indexer.prepare import Prepared

BY_PERSON = "decision"
"""The recogniser of a mention that a person vouches for."""


def decide(batch: Sequence[Prepared], decisions: DecisionStore) -> list[Prepared]:
    """Return documents as they are by the decisions that hold now."""
    standing = decisions.standing([p.document.id for p in batch])
    return [_decided(prepared, standing) for prepared in batch]


def _decided(prepared: Prepared, standing: Standing) -> Prepared:
    document = prepared.document
    analysis = with_decisions(
        prepared.analysis, document.id, prepared.indexed.text, standing
    )
    if analysis is prepared.analysis:
        return prepared
    names = {entity.id: entity.name for entity in analysis.entities}
    values = {
        kind: tuple(Value(v.key, names.get(EntityId(v.key), v.name)) for v in of)
        for kind, of in Analyser.values(document, analysis).items()
    }
    return replace(
        prepared, analysis=analysis, indexed=replace(prepared.indexed, values=values)
    )


def with_decisions(
    analysis: Analysis, document_id: DocumentId, text: str, standing: Standing
) -> Analysis:
    """Return an analysis with decisions applied; the same one if none concerns it."""
    of_words = standing.mentions.get(document_id, ())
    if not of_words and not _concerns(standing.entities, analysis, document_id):
        return analysis
    work = _Work(analysis, document_id, text)
    for record in sorted((*of_words, *standing.entities), key=lambda r: r.id):
        work.apply(record)
    return work.result()


def _concerns(
    records: Iterable[DecisionRecord], analysis: Analysis, document_id: DocumentId
) -> bool:
    ids = {entity.id for entity in analysis.entities}
    return any(
        isinstance(record.decision, EntityDecision)
        and record.decision.action != "confirm"
        and record.decision.entity.id in ids
        for record in records
    )


class _Work:
    """One analysis while decisions are applied to it."""

    def __init__(self, analysis: Analysis, document_id: DocumentId, text: str) -> None:
        self._analysis = analysis
        self._document_id = document_id
        self._text = text
        self._mentions = list(analysis.mentions)
        self._entities = {entity.id: entity for entity in analysis.entities}
        self._officials = list(analysis.officials)
        self._handover = analysis.handover

    def apply(self, record: DecisionRecord) -> None:
        """Apply the next decision."""
        match record.decision:
            case MentionDecision():
                self._apply_to_words(record.decision)
            case EntityDecision():
                self._apply_to_entity(record.decision)
            case _:
                pass

    def result(self) -> Analysis:
        """Return the analysis as decided."""
        mentions = [
            replace(m, entity_name=self._entities[m.entity_id].name)
            if m.entity_id in self._entities
            else m
            for m in self._mentions
        ]
        mentions.sort(key=lambda m: (m.start, m.end, m.kind))
        return replace(
            self._analysis,
            mentions=tuple(mentions),
            entities=tuple(self._entities.values()),
            officials=tuple(self._officials),
            handover=self._handover,
        )

    # -- words ---------------------------------------------------------------------
    def _apply_to_words(self, decision: MentionDecision) -> None:
        span = carried(decision.words, self._text)
        before = carried(decision.was, self._text) if decision.was else None
        if span is None or (decision.was is not None and before is None):
            return
        if decision.action == "reject":
            self._drop(span, decision.kind)
            return
        if before is not None and decision.was_kind is not None:
            self._drop(before, decision.was_kind)
        self._vouch(span, decision)

    def _vouch(self, span: Span, decision: MentionDecision) -> None:
        """Make sure that the words are a mention, of the entity told if one is."""
        found = self._at(span, decision.kind)
        entity = (
            decision.entity
            or self._entity_of(found)
            or self._called(decision.words.text, decision.kind)
        )
        if found is not None:
            self._mentions.remove(found)
        self._mentions.append(
            Mention(
                decision.kind,
                span.start,
                span.end,
                self._text[span.start : span.end],
                BY_PERSON,
                entity.id if entity else None,
                entity.name if entity else None,
            )
        )
        before = found.entity_id if found else None
        if before is not None and entity is not None and before != entity.id:
            self._move_posts(before, entity)
            self._forget_unnamed(before)
        if entity is not None:
            self._name(entity, decision.above)

    def _drop(self, span: Span, kind: MentionKind) -> None:
        """Take a mention away, and what rests on it alone."""
        found = self._at(span, kind)
        if found is None:
            return
        self._mentions.remove(found)
        if kind == "person":
            self._handover = _without_role(self._handover, span)
        if found.entity_id is not None:
            self._forget_unnamed(found.entity_id)

    def _at(self, span: Span, kind: MentionKind) -> Mention | None:
        return next(
            (
                m
                for m in self._mentions
                if (m.start, m.end, m.kind) == (span.start, span.end, kind)
            ),
            None,
        )

    def _entity_of(self, mention: Mention | None) -> Entity | None:
        if mention is None or mention.entity_id is None:
            return None
        return self._entities.get(mention.entity_id)

    def _called(self, name: str, kind: MentionKind) -> Entity | None:
        """Return the one entity of the document that goes by a name."""
        folded = fold_query(name)
        of = ENTITY_OF_MENTION.get(kind)
        called = [
            entity
            for entity in self._entities.values()
            if entity.kind == of
            and folded in map(fold_query, (entity.name, *entity.aliases))
        ]
        return called[0] if len(called) == 1 else None

    # -- entities ------------------------------------------------------------------
    def _apply_to_entity(self, decision: EntityDecision) -> None:
        here = self._entities.get(decision.entity.id)
        if here is None:
            return
        name = decision.name or ""
        match decision.action:
            case "rename":
                others = (here.name, *(a for a in here.aliases if a != name))
                self._entities[here.id] = replace(
                    here, name=name, aliases=_unique(others, name)
                )
            case "add_alias":
                aliases = _unique((*here.aliases, name), here.name)
                self._entities[here.id] = replace(here, aliases=aliases)
                self._resolve(name, here)
            case "remove_alias":
                aliases = tuple(a for a in here.aliases if a != name)
                self._entities[here.id] = replace(here, aliases=aliases)
                self._unresolve(name, here)
            case "merge" if decision.into is not None:
                self._merge(here, decision.into, decision.above)
            case "split" if decision.into is not None:
                self._split(here, decision.into, decision)
            case _:
                pass

    def _merge(self, entity: Entity, into: Entity, above: Sequence[Entity]) -> None:
        heir = self._entities.get(into.id, into)
        names = (*heir.aliases, *into.aliases, entity.name, *entity.aliases)
        heir = replace(heir, aliases=_unique(names, heir.name))
        self._move(entity.id, heir, self._mentions)
        self._move_posts(entity.id, heir)
        self._entities.pop(entity.id, None)
        self._entities[heir.id] = heir
        self._name(heir, above)

    def _split(self, entity: Entity, into: Entity, decision: EntityDecision) -> None:
        if self._document_id in decision.documents:
            moved = [m for m in self._mentions if m.entity_id == entity.id]
        else:
            moved = [m for m in map(self._decided_on, decision.words) if m is not None]
            moved = [m for m in moved if m.entity_id == entity.id]
        if not moved and self._document_id not in decision.documents:
            return
        self._move(entity.id, into, moved)
        self._move_posts(entity.id, into)
        self._forget_unnamed(entity.id)
        self._name(into, decision.above)

    def _decided_on(self, words: Words) -> Mention | None:
        if words.document_id != self._document_id:
            return None
        span = carried(words, self._text)
        inside = (
            m
            for m in self._mentions
            if span is not None and span.start <= m.start and m.end <= span.end
        )
        return next(inside, None)

    def _move(
        self, entity_id: EntityId, into: Entity, mentions: Iterable[Mention]
    ) -> None:
        moved = set(mentions)
        self._mentions = [
            replace(m, entity_id=into.id, entity_name=into.name)
            if m in moved and m.entity_id == entity_id
            else m
            for m in self._mentions
        ]

    def _move_posts(self, entity_id: EntityId, into: Entity) -> None:
        """Give posts to the official whose mention stands nearest to their words."""
        stays = any(m.entity_id == entity_id for m in self._mentions)
        self._officials = [
            part
            for official in self._officials
            for part in (
                _parted(official, into, self._mentions, stays=stays)
                if official.entity_id == entity_id
                else (official,)
            )
        ]

    def _resolve(self, name: str, entity: Entity) -> None:
        """Let an alias mean the entity where it is named and nothing else is meant."""
        folded = fold_query(name)
        self._mentions = [
            replace(m, entity_id=entity.id, entity_name=entity.name)
            if m.entity_id is None
            and ENTITY_OF_MENTION.get(m.kind) == entity.kind
            and fold_query(m.surface) == folded
            else m
            for m in self._mentions
        ]

    def _unresolve(self, name: str, entity: Entity) -> None:
        folded = fold_query(name)
        self._mentions = [
            replace(m, entity_id=None, entity_name=None)
            if m.entity_id == entity.id and fold_query(m.surface) == folded
            else m
            for m in self._mentions
        ]
        self._forget_unnamed(entity.id)

    def _name(self, entity: Entity, above: Sequence[Entity]) -> None:
        """Count the document as naming an entity and what that is part of."""
        self._entities.setdefault(entity.id, entity)
        if entity.kind == "place":
            for place in above:
                self._entities.setdefault(place.id, place)
        if entity.kind == "official" and not any(
            official.entity_id == entity.id for official in self._officials
        ):
            self._officials.append(OfficialFound(entity.name, (), entity.id))

    def _forget_unnamed(self, entity_id: EntityId) -> None:
        """Forget an entity without a mention left, and what only it was part of."""
        if any(m.entity_id == entity_id for m in self._mentions):
            return
        gone = self._entities.pop(entity_id, None)
        self._officials = [o for o in self._officials if o.entity_id != entity_id]
        if gone is None:
            return
        named = {m.entity_id for m in self._mentions}
        held = {
            parent
            for entity in self._entities.values()
            if entity.id in named
            for parent in entity.parents
        }
        for parent in gone.parents:
            if parent not in named and parent not in held:
                self._entities.pop(parent, None)


def _parted(
    official: OfficialFound, into: Entity, mentions: Sequence[Mention], *, stays: bool
) -> Sequence[OfficialFound]:
    """Return who holds the posts, once some mentions of an official are another's."""
    if not stays:
        return (replace(official, entity_id=into.id),)
    both = [m for m in mentions if m.entity_id in (official.entity_id, into.id)]
    kept: list[PostHeld] = []
    moved: list[PostHeld] = []
    for post in official.posts:
        at = post.evidence.start if post.evidence else 0
        nearest = min(both, key=lambda m: abs(m.start - at))
        (moved if nearest.entity_id == into.id else kept).append(post)
    mine = replace(official, posts=tuple(kept))
    return (mine, OfficialFound(official.name, tuple(moved), into.id))


def _without_role(handover: Handover | None, span: Span) -> Handover | None:
    """Return a handover without the role that rests on rejected words."""
    if handover is None:
        return None
    proofs = {role: at for role, at in handover.evidence.items() if at != span}
    if len(proofs) == len(handover.evidence):
        return handover
    return replace(
        handover,
        outgoing=handover.outgoing if "outgoing" in proofs else None,
        incoming=handover.incoming if "incoming" in proofs else None,
        supervisor=handover.supervisor if "supervisor" in proofs else None,
        evidence=proofs,
    )


def _unique(names: Iterable[str], but: str) -> tuple[str, ...]:
    return tuple(name for name in dict.fromkeys(names) if name != but)
