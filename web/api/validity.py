"""Is a document in force on a day, and what proves it?"""

from datetime import date

from starlette.requests import Request
from starlette.responses import Response

from archive.errors import InvalidInput
from archive.shapes import Json
from indexer.validity import Ground, ValidityReader
from web.json_response import JsonResponse
from web.permissions import reader_of
from web.present import today
from web.services import services_of


def validity(request: Request) -> Response:
    """Show the state of a document on a day, today if none is named."""
    services, visible = services_of(request), reader_of(request).visible
    document = services.store.document(request.path_params["id"], visible=visible)
    reader = ValidityReader(services.store, services.engine, visible=visible)
    found = reader.validity(document)
    state = found.on(_day(request.query_params.get("on", "")))
    return JsonResponse(
        {
            "document_id": document.id,
            "on": state.on.isoformat(),
            "state": state.force,
            "ground": _ground(state.ground) if state.ground else None,
            "grounds": [_ground(one) for one in found.grounds],
        }
    )


def _day(text: str) -> date:
    if not text:
        return today()
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise InvalidInput(field="on", value=text[:80]) from error


def _ground(ground: Ground) -> Json:
    return {
        "kind": ground.kind,
        "document_id": ground.by.id,
        "title": ground.by.metadata.title or ground.by.name,
        "since": ground.since.isoformat() if ground.since else None,
        "text": ground.words,
        "at": [ground.evidence.start, ground.evidence.end],
    }
