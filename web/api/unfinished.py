"""What is promised and not built yet?

Each answers as it will: lists are there and empty, what is sent is checked, and then
refused by name. Nothing is pretended.
"""

from collections.abc import Mapping

from starlette.requests import Request
from starlette.responses import Response

from archive.errors import InvalidInput
from web.api.bodies import json_object
from web.failures import NotAvailableYet
from web.json_response import JsonResponse


async def reviews(request: Request) -> Response:
    """List the reviews that were written: none yet."""
    return JsonResponse({"reviews": []})


async def review(request: Request) -> Response:
    """Check a review's fields and refuse it."""
    _need_text(await json_object(request), "title")
    raise NotAvailableYet(what="reviews")


def _need_text(body: Mapping[str, object], name: str) -> None:
    value = body.get(name)
    if not isinstance(value, str) or not value.strip():
        raise InvalidInput(field=name, value=str(value)[:80])
