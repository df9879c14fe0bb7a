"""Which documents are close to one, for a program?"""

from starlette.requests import Request
from starlette.responses import Response

from indexer.shapes import related_json
from web.json_response import JsonResponse
from web.permissions import reader_of
from web.services import services_of

LIMIT = 10


def similar(request: Request) -> Response:
    """Answer copies, versions and similar documents of one, each with its relation."""
    services, visible = services_of(request), reader_of(request).visible
    found = services.store.document(request.path_params["id"], visible=visible)
    related = services.engine.related(found.id, visible=visible, limit=LIMIT)
    return JsonResponse(related_json(found.id, related))
