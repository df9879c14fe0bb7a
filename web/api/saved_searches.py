"""What can a program ask of its own saved searches, and of what is new in them?"""

from collections.abc import Mapping
from urllib.parse import urlencode

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import QueryParams
from starlette.requests import Request
from starlette.responses import Response

from archive.errors import InvalidInput
from archive.model import Position
from archive.saved_searches import SavedSearch
from archive.shapes import Json
from indexer.search import MOST_HITS
from indexer.shapes import hit_json
from web.api.bodies import json_object
from web.api.search import typed_search, values_of
from web.json_response import JsonResponse
from web.news import indexed_position, news_of
from web.permissions import reader_of
from web.search_address import address_of
from web.services import services_of

_SHOWN = 0
_OURS = frozenset({"name", "limit", "after"})


def saved_searches(request: Request) -> Response:
    """List the caller's searches, each with how many documents are new in it."""
    reader, services = reader_of(request), services_of(request)
    searches = services.store.saved_searches.of_owner(reader.owner)
    return JsonResponse({"searches": [_shape(request, s, _SHOWN) for s in searches]})


def saved_search(request: Request) -> Response:
    """Give one of the caller's searches with the documents that are new in it."""
    search = services_of(request).store.saved_searches.saved(
        request.path_params["id"], owner=reader_of(request).owner
    )
    return JsonResponse(_shape(request, search, MOST_HITS))


async def save(request: Request) -> Response:
    """Keep a search; what is there by now counts as seen."""
    body = await json_object(request)
    name = body.get("name")
    if not isinstance(name, str):
        raise InvalidInput(field="name", value=str(name)[:80])
    parameters = _parameters(body)

    def work() -> Response:
        services, reader = services_of(request), reader_of(request)
        search = services.store.saved_searches.save(
            name, parameters, owner=reader.owner, seen=indexed_position(services)
        )
        return JsonResponse(_shape(request, search, _SHOWN), 201)

    return await run_in_threadpool(work)


async def look(request: Request) -> Response:
    """Count what was given as seen: send its ``seen`` back."""
    seen = (await json_object(request)).get("seen")

    def work() -> Response:
        services, reader = services_of(request), reader_of(request)
        if not isinstance(seen, int) or isinstance(seen, bool):
            raise InvalidInput(field="seen", value=str(seen)[:80])
        if not 0 <= seen <= services.store.position():
            raise InvalidInput(field="seen", value=str(seen))
        search = services.store.saved_searches.look(
            request.path_params["id"], owner=reader.owner, seen=Position(seen)
        )
        return JsonResponse(_shape(request, search, _SHOWN))

    return await run_in_threadpool(work)


def forget(request: Request) -> Response:
    """Forget one of the caller's searches."""
    services_of(request).store.saved_searches.forget(
        request.path_params["id"], owner=reader_of(request).owner
    )
    return Response(status_code=204)


def _parameters(body: Mapping[str, object]) -> str:
    """Return a body's search as an address writes it; raises InvalidInput."""
    values = values_of({k: v for k, v in body.items() if k not in _OURS})
    typed_search(values)
    pairs = [(name, value) for name, held in values.items() for value in held]
    return address_of(QueryParams(urlencode(pairs))).parameters


def _shape(request: Request, search: SavedSearch, limit: int) -> Json:
    services, visible = services_of(request), reader_of(request).visible
    news = news_of(services, search, visible=visible, limit=max(limit, 1))
    return {
        "id": search.id,
        "name": search.name,
        "parameters": search.parameters,
        "created_at": search.created_at.isoformat(),
        "seen_at": search.seen_at.isoformat(),
        "seen": news.seen,
        "new": news.total,
        "new_is_least": news.is_least,
        "error": news.failure.code if news.failure else None,
        "hits": [hit_json(hit) for hit in news.hits[:limit]],
    }
