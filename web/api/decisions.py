"""How does a program decide on mentions and entities, and undo it?"""

from collections.abc import Sequence

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from archive.decisions import (
    DecisionRecord,
    EditDecision,
    EntityDecision,
    MentionDecision,
    Undoing,
    Words,
)
from archive.model import DocumentId, Entity
from archive.shapes import Json
from web.api.bodies import json_object
from web.deciding import entity_decision, mention_decision, record, undoing, why_of
from web.json_response import JsonResponse
from web.permissions import reader_of
from web.services import services_of


def latest(request: Request) -> Response:
    """List the last decisions, and those that wait for a person."""
    kept = services_of(request).store.decisions
    visible = reader_of(request).visible
    return JsonResponse(
        {
            "decisions": _listed(kept.latest(visible=visible)),
            "uncarried": _listed(kept.uncarried(visible=visible)),
        }
    )


def of_entity(request: Request) -> Response:
    """List the decisions on an entity."""
    store, visible = services_of(request).store, reader_of(request).visible
    found = store.decisions.of_entity(request.path_params["id"], visible=visible)
    return JsonResponse({"decisions": _listed(found)})


def of_document(request: Request) -> Response:
    """List the decisions on a document's words."""
    store, visible = services_of(request).store, reader_of(request).visible
    found = store.decisions.of_document(request.path_params["id"], visible=visible)
    return JsonResponse({"decisions": _listed(found)})


async def decide_on_entity(request: Request) -> Response:
    """Record a decision on an entity."""
    fields = await json_object(request)

    def work() -> Response:
        services, reader = services_of(request), reader_of(request)
        entity = services.store.entity(
            request.path_params["id"], visible=reader.visible
        )
        decision = entity_decision(services.store, entity, fields, reader.visible)
        made = record(services, decision, reader, why_of(fields))
        return JsonResponse(decision_json(made), 201)

    return await run_in_threadpool(work)


async def decide_on_words(request: Request) -> Response:
    """Record a decision on words of a document."""
    fields = await json_object(request)

    def work() -> Response:
        services, reader = services_of(request), reader_of(request)
        document_id = DocumentId(request.path_params["id"])
        decision = mention_decision(services.store, document_id, fields, reader.visible)
        made = record(services, decision, reader, why_of(fields))
        return JsonResponse(decision_json(made), 201)

    return await run_in_threadpool(work)


async def undo(request: Request) -> Response:
    """Undo a decision, by another one."""
    fields = await json_object(request)

    def work() -> Response:
        services, reader = services_of(request), reader_of(request)
        decision = undoing(request.path_params["id"])
        made = record(services, decision, reader, why_of(fields))
        return JsonResponse(decision_json(made), 201)

    return await run_in_threadpool(work)


def decision_json(made: DecisionRecord) -> Json:
    """Return the shape of a decision; what it does not concern is null or empty."""
    shape = _concerning_nothing(made)
    match made.decision:
        case MentionDecision() as one:
            before = one.was and {**_words(one.was), "kind": one.was_kind}
            return {
                **shape,
                "of": "mention",
                "action": one.action,
                "words": [_words(one.words)],
                "kind": one.kind,
                "was": before,
                "entity": _named(one.entity),
                "documents": [one.words.document_id],
            }
        case EntityDecision() as one:
            return {
                **shape,
                "of": "entity",
                "action": one.action,
                "words": [_words(words) for words in one.words],
                "kind": one.entity.kind,
                "entity": _named(one.entity),
                "into": _named(one.into),
                "name": one.name,
                "documents": list(one.documents),
            }
        case EditDecision() as one:
            return {
                **shape,
                "of": "edit",
                "action": one.action,
                "words": [_words(one.words)],
                "rule": one.proposed.rule,
                "text": one.text,
                "documents": [one.words.document_id],
            }
        case Undoing() as undone:
            return {**shape, "undoes": str(undone.of)}


def _concerning_nothing(made: DecisionRecord) -> Json:
    return {
        "id": str(made.id),
        "of": "decision",
        "action": "undo",
        "actor": made.actor,
        "decided_at": made.decided_at.isoformat(),
        "why": made.why,
        "extraction_id": made.extraction_id,
        "undone_by": str(made.undone_by) if made.undone_by else None,
        "undoes": None,
        "words": [],
        "kind": None,
        "was": None,
        "entity": None,
        "into": None,
        "name": None,
        "rule": None,
        "text": None,
        "documents": [],
    }


def _listed(found: Sequence[DecisionRecord]) -> list[Json]:
    return [decision_json(one) for one in found]


def _named(entity: Entity | None) -> Json | None:
    if entity is None:
        return None
    return {"id": entity.id, "name": entity.name, "detail": entity.detail}


def _words(words: Words) -> Json:
    return {
        "document_id": words.document_id,
        "start": words.start,
        "end": words.end,
        "text": words.text,
    }
