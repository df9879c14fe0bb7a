"""How does a program see the edits of a document's text, and decide on them?"""

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from archive.cleaning.edits import applied
from archive.cleaning.settled import SettledEdit
from archive.model import DocumentId
from archive.shapes import Json
from web.api.bodies import json_object
from web.api.decisions import decision_json
from web.deciding import record, why_of
from web.edits import edit_decision, edits_in
from web.json_response import JsonResponse
from web.permissions import reader_of
from web.services import services_of


def of_document(request: Request) -> Response:
    """List the edits of a document in order, and the text as it reads with them."""
    store, visible = services_of(request).store, reader_of(request).visible
    document = store.document(request.path_params["id"], visible=visible)
    text = store.extraction(document.id, visible=visible).text
    edits = edits_in(store, document.id, text)
    return JsonResponse(
        {
            "document_id": document.id,
            "edits": [_edit_json(one, text) for one in edits],
            "edited_text": applied(text, [one.edit for one in edits if one.holds]),
        }
    )


async def decide(request: Request) -> Response:
    """Record a decision on an edit."""
    fields = await json_object(request)

    def work() -> Response:
        services, reader = services_of(request), reader_of(request)
        document_id = DocumentId(request.path_params["id"])
        decision = edit_decision(services.store, document_id, fields, reader.visible)
        made = record(services, decision, reader, why_of(fields))
        return JsonResponse(decision_json(made), 201)

    return await run_in_threadpool(work)


def _edit_json(one: SettledEdit, text: str) -> Json:
    edit = one.edit
    return {
        "start": edit.start,
        "end": edit.end,
        "was": text[edit.start : edit.end],
        "text": edit.text,
        "rule": edit.rule,
        "rule_version": edit.version,
        "is_certain": edit.is_certain,
        "state": one.state,
        "decision_id": None if one.decided_by is None else str(one.decided_by),
    }
