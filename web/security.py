"""What protects a page from other sites?

Every answer carries a content policy that allows nothing inline and nothing from
elsewhere. A request that changes something and comes with a cookie must come from
our own pages: by its Origin, and by the session's token in form or header.
"""

import hmac

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from web.failures import ForeignForm
from web.permissions import reader_if_any

CONTENT_POLICY = (
    "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; "
    "frame-ancestors 'none'"
)
ORIGINAL_POLICY = "sandbox; default-src 'none'; frame-ancestors 'none'"
"""For files that others made: nothing in them may run or load."""
PICTURE_POLICY = (
    "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; "
    "font-src data:; frame-ancestors 'none'"
)
"""For drawings we made of what others made; what they show travels in them."""

CSRF_HEADER = "x-csrf-token"
CSRF_FIELD = "csrf_token"
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})

_HEADERS = {
    "content-security-policy": CONTENT_POLICY,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cache-control": "private, no-cache",
}


class SecureHeaders:
    """Adds the headers to every answer; an endpoint's own ones win."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on and add the headers to its answer."""

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        await self._app(scope, receive, send_with_headers)


def check_origin(request: Request) -> None:
    """Refuse a request that another site's page sends; raises ForeignForm."""
    origin = request.headers.get("origin")
    if origin is not None:
        if origin.partition("://")[2] != request.headers.get("host"):
            raise ForeignForm()
        return
    if request.headers.get("sec-fetch-site", "same-origin") not in (
        "same-origin",
        "none",
    ):
        raise ForeignForm()


def check_token(request: Request, token: str | None) -> None:
    """Refuse a token that is not the session's own; raises ForeignForm.

    A reader who came with a bearer token needs none: no browser sends that unasked.
    """
    reader = reader_if_any(request)
    if reader is None or reader.csrf_token is None:
        return
    if not hmac.compare_digest((token or "").encode(), reader.csrf_token.encode()):
        raise ForeignForm()


async def check_change(request: Request, *, is_multipart_read: bool) -> None:
    """Check Origin and token of a request that changes something.

    The token comes in a header or in a form's field. An endpoint that reads a
    multipart form itself checks its field; any other gets none without the header.
    """
    check_origin(request)
    token = request.headers.get(CSRF_HEADER)
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if is_multipart_read and token is None and kind == "multipart/form-data":
        return
    if token is None and kind == "application/x-www-form-urlencoded":
        field = (await request.form()).get(CSRF_FIELD)
        token = field if isinstance(field, str) else None
    check_token(request, token)
