"""What is promised and not built yet?

Each answers as it will: lists are there and empty, what is sent is checked, and then
refused by name. Nothing is pretended.
"""

from collections.abc import Mapping

from starlette.requests import Request
from starlette.responses import Response

from archive.errors import InvalidInput
from web.api.bodies import bounded_body, json_object, parsed_object
from web.failures import MalformedRequest, NotAvailableYet, UnsupportedBody
from web.json_response import JsonResponse


async def citations(request: Request) -> Response:
    """List the citations that were made: none yet."""
    return JsonResponse({"citations": []})


async def reviews(request: Request) -> Response:
    """List the reviews that were written: none yet."""
    return JsonResponse({"reviews": []})


async def cite(request: Request) -> Response:
    """Check a citation's fields and refuse it."""
    body = await json_object(request)
    _need_text(body, "document_id")
    if "quote" in body:
        _need_text(body, "quote")
    elif not (isinstance(body.get("start"), int) and isinstance(body.get("end"), int)):
        raise InvalidInput(field="quote", value="")
    raise NotAvailableYet(what="citations")


async def review(request: Request) -> Response:
    """Check a review's fields and refuse it."""
    _need_text(await json_object(request), "title")
    raise NotAvailableYet(what="reviews")


async def check(request: Request) -> Response:
    """Check that a draft can be read and refuse to check its quotations."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    match kind:
        case "application/json":
            _need_text(parsed_object(await bounded_body(request)), "text")
        case "text/plain":
            _need_unicode(await bounded_body(request))
        case "multipart/form-data":
            pass
        case _:
            raise UnsupportedBody(expected="application/json, text/plain")
    raise NotAvailableYet(what="check")


def _need_text(body: Mapping[str, object], name: str) -> None:
    value = body.get(name)
    if not isinstance(value, str) or not value.strip():
        raise InvalidInput(field=name, value=str(value)[:80])


def _need_unicode(body: bytes) -> None:
    try:
        body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise MalformedRequest(field="text") from error
