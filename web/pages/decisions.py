"""How does an archivist decide on an entity, and see what was decided?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from archive.decisions import (
    DecisionRecord,
    EditAction,
    EditDecision,
    EntityAction,
    EntityDecision,
    MentionAction,
    MentionDecision,
    Undoing,
)
from archive.errors import EntityNotFound
from archive.model import Document, Entity, MentionKind, Visible
from archive.store import Store
from web.deciding import entity_decision, record, undoing, why_of
from web.forms import Form, form_of, go_to, next_address
from web.pages.neighbours import Namesake, address, described, namesakes
from web.pages.tags import document_url, edits_url, words_url
from web.permissions import reader_of
from web.present import ENTITY_NAMES, title_of
from web.rendering import render
from web.services import services_of

_DOCUMENTS = 200
_CANDIDATES = 20
_LATEST = 100
MENTION_NAMES: Mapping[MentionKind, str] = {
    "person": "人员",
    "place": "地名",
    "organisation": "机构",
    "post": "职务",
    "term": "词条",
    "date": "日期",
    "document_number": "文号",
    "quantity": "数量",
}
_OF_MENTION: Mapping[MentionAction, str] = {
    "confirm": "确认",
    "add": "补标",
    "correct": "更正",
    "reject": "排除",
}
_OF_ENTITY: Mapping[EntityAction, str] = {
    "confirm": "确认",
    "rename": "改名",
    "add_alias": "增加别名",
    "remove_alias": "删去别名",
    "merge": "合并",
    "split": "拆分",
}
_OF_EDIT: Mapping[EditAction, str] = {"accept": "接受改动", "refuse": "保留原文"}


@dataclass(frozen=True, slots=True)
class DecisionRow:
    """A decision as lists show it: what, by whom, when, why, whether it holds."""

    id: int
    action: str
    what: str
    url: str | None
    actor: str
    decided_at: datetime
    why: str
    is_undone: bool
    is_undoing: bool


@dataclass(frozen=True, slots=True)
class DocumentChoice:
    """A document that may be split off."""

    id: str
    title: str
    url: str
    issued_on: str | None


def decisions_page(request: Request) -> Response:
    """Show the last decisions, those without a ground first."""
    kept = services_of(request).store.decisions
    visible = reader_of(request).visible
    return render(
        request,
        "decisions.html",
        uncarried=decision_rows(kept.uncarried(visible=visible)),
        latest=decision_rows(kept.latest(visible=visible, limit=_LATEST)),
    )


def entity_decisions_page(request: Request) -> Response:
    """Show the forms to decide on an entity, and what was decided."""
    store, visible = services_of(request).store, reader_of(request).visible
    entity = _entity(request, store, visible)
    asked = request.query_params.get("q", "").strip()[:100]
    documents = store.documents_naming(entity.id, visible=visible, limit=_DOCUMENTS)
    return render(
        request,
        "entity_decisions.html",
        entity=entity,
        entity_url=address(entity),
        kind_name=ENTITY_NAMES[entity.kind],
        person_zh="位" if entity.kind == "official" else "个",
        asked=asked,
        candidates=_candidates(store, entity, asked, visible),
        documents=[_choice(one) for one in documents],
        is_cut=len(documents) == _DOCUMENTS,
        rows=decision_rows(store.decisions.of_entity(entity.id, visible=visible)),
        done=request.query_params.get("done", ""),
    )


async def decide_on_entity(request: Request) -> Response:
    """Record the decision of a form and go back to where it was made."""
    form = await form_of(request)

    def work() -> Response:
        services, reader = services_of(request), reader_of(request)
        entity = _entity(request, services.store, reader.visible)
        fields = _fields(form)
        decision = entity_decision(services.store, entity, fields, reader.visible)
        record(services, decision, reader, why_of(fields))
        shown = decision.into if decision.action == "merge" else entity
        assert shown is not None
        return go_to(f"/entities/{shown.id}/decisions?done={decision.action}")

    return await run_in_threadpool(work)


async def undo_decision(request: Request) -> Response:
    """Undo a decision and go back."""
    form = await form_of(request)

    def work() -> Response:
        decision = undoing(request.path_params["decision_id"])
        record(
            services_of(request), decision, reader_of(request), why_of(_fields(form))
        )
        return go_to(next_address(form, "/decisions"))

    return await run_in_threadpool(work)


def _entity(request: Request, store: Store, visible: Visible) -> Entity:
    """Return the entity, or the one that it was merged with."""
    entity_id = request.path_params["entity_id"]
    try:
        return store.entity(entity_id, visible=visible)
    except EntityNotFound:
        heir = store.decisions.heir(entity_id)
        if heir is None:
            raise
        return store.entity(heir, visible=visible)


def _fields(form: Form) -> dict[str, object]:
    fields: dict[str, object] = {
        name: text
        for name in ("action", "name", "into", "detail", "why")
        if (text := form.text(name).strip())
    }
    if documents := form.texts("documents"):
        fields["documents"] = documents
    return fields


def _candidates(
    store: Store, entity: Entity, asked: str, visible: Visible
) -> list[Namesake]:
    """Return what the entity may be the same as: namesakes, or what was asked for."""
    if not asked:
        return namesakes(store, entity, visible)
    found = store.entities(
        visible=visible, kind=entity.kind, starts_with=asked, limit=_CANDIDATES
    )
    others = [one for one in found if one.entity.id != entity.id]
    return described(store, others, visible)


def _choice(document: Document) -> DocumentChoice:
    return DocumentChoice(
        document.id,
        title_of(document.metadata, document.name),
        document_url(document.id),
        document.metadata.issued_on,
    )


def decision_rows(records: Sequence[DecisionRecord]) -> list[DecisionRow]:
    """Return decisions as lists show them."""
    return [_row(one) for one in records]


def _row(one: DecisionRecord) -> DecisionRow:
    action, what, url = _said(one)
    return DecisionRow(
        id=one.id,
        action=action,
        what=what,
        url=url,
        actor=one.actor,
        decided_at=one.decided_at,
        why=one.why,
        is_undone=one.undone_by is not None,
        is_undoing=isinstance(one.decision, Undoing),
    )


def _said(one: DecisionRecord) -> tuple[str, str, str | None]:
    """Return what kind of decision it is, what it says, and where to see it."""
    match one.decision:
        case MentionDecision() as decision:
            words = decision.words
            named = f"，是{_named(decision.entity)}" if decision.entity else ""
            before = (
                f"，原作“{decision.was.text}”（{MENTION_NAMES[decision.was_kind]}）"
                if decision.was and decision.was_kind
                else ""
            )
            what = f"“{words.text}”（{MENTION_NAMES[decision.kind]}）{named}{before}"
            url = words_url(words.document_id, words.start, words.end)
            return _OF_MENTION[decision.action], what, url
        case EntityDecision() as decision:
            return _OF_ENTITY[decision.action], _of_entity(decision), _url(decision)
        case EditDecision() as decision:
            words = decision.words
            instead = f"改作“{decision.text}”" if decision.text else "略去"
            change = instead if decision.action == "accept" else "保持原样"
            url = edits_url(words.document_id)
            return _OF_EDIT[decision.action], f"“{words.text}”，{change}", url
        case Undoing() as decision:
            return "撤销", f"撤销第{decision.of}号裁定", None


def _of_entity(decision: EntityDecision) -> str:
    name = _named(decision.entity)
    match decision.action:
        case "merge" if decision.into is not None:
            return f"{name}并入{_named(decision.into)}"
        case "split" if decision.into is not None:
            count = len(decision.documents) or len(decision.words)
            unit = "份文献" if decision.documents else "处"
            return f"{name}的 {count} {unit}归{_named(decision.into)}"
        case "rename":
            return f"{name}改称“{decision.name}”"
        case "add_alias" | "remove_alias":
            return f"{name}，“{decision.name}”"
        case _:
            return name


def _url(decision: EntityDecision) -> str:
    of = decision.into if decision.action == "merge" else decision.entity
    return address(of or decision.entity)


def _named(entity: Entity) -> str:
    return f"{entity.name}（{entity.detail}）" if entity.detail else entity.name
