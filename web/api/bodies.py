"""What does a request's JSON body say?"""

import json
from collections.abc import Mapping

from starlette.requests import Request

from web.failures import MalformedRequest, RequestTooLarge, UnsupportedBody

BODY_BYTES_AT_MOST = 8 * 1024 * 1024


async def json_object(request: Request) -> Mapping[str, object]:
    """Return the object that the body holds.

    Raises UnsupportedBody, RequestTooLarge or MalformedRequest.
    """
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/json":
        raise UnsupportedBody(expected="application/json")
    return parsed_object(await bounded_body(request))


async def bounded_body(request: Request) -> bytes:
    """Return the whole body; raises RequestTooLarge before it fills memory."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > BODY_BYTES_AT_MOST:
            raise RequestTooLarge(limit_bytes=BODY_BYTES_AT_MOST)
    return bytes(body)


def parsed_object(body: bytes) -> Mapping[str, object]:
    """Return a JSON object of text that is all Unicode; raises MalformedRequest."""
    try:
        found = json.loads(body, parse_constant=_refuse)
        # Escapes may hold half of a surrogate pair, which no text may.
        json.dumps(found, ensure_ascii=False).encode("utf-8")
    except (ValueError, RecursionError) as error:
        raise MalformedRequest(field="json") from error
    if not isinstance(found, dict):
        raise MalformedRequest(field="json")
    return found


def _refuse(constant: str) -> object:
    raise ValueError(constant)
