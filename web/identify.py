"""Which reader does a request come from?"""

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.requests import Request, cookie_parser
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from web.permissions import Reader
from web.sessions import Identities

PLAIN_COOKIE = "handover_session"
SECURE_COOKIE = "__Host-handover_session"
_UNASKED = ("/static/", "/healthz", "/readyz", "/metrics")


def cookie_name(scheme: str) -> str:
    """Return the session cookie's name; the ``__Host-`` form needs https."""
    return SECURE_COOKIE if scheme == "https" else PLAIN_COOKIE


def session_secret(scope: Scope) -> str | None:
    """Return the session secret that a request's cookie carries, if any."""
    header = Headers(scope=scope).get("cookie")
    if not header:
        return None
    return cookie_parser(header).get(cookie_name(scope["scheme"])) or None


def give_session(response: Response, request: Request, secret: str) -> None:
    """Put a session's secret into the cookie that an answer sets."""
    scheme = request.url.scheme
    response.set_cookie(
        cookie_name(scheme),
        secret,
        path="/",
        secure=scheme == "https",
        httponly=True,
        samesite="lax",
    )


class Identify:
    """Puts the reader, or None, into the scope as ``reader``.

    A bearer token goes before the cookie; a wrong one is nobody.
    """

    def __init__(self, app: ASGIApp, identities: Identities) -> None:
        self._app = app
        self._identities = identities

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Identify the reader and pass the request on."""
        if scope["type"] == "http" and not scope["path"].startswith(_UNASKED):
            scope["reader"] = await self._reader(scope)
        await self._app(scope, receive, send)

    async def _reader(self, scope: Scope) -> Reader | None:
        authorization = Headers(scope=scope).get("authorization")
        if authorization is not None:
            kind, _, secret = authorization.partition(" ")
            if kind.lower() != "bearer" or not secret:
                return None
            find = self._identities.reader_with_token
        else:
            found = session_secret(scope)
            if found is None:
                return None
            secret, find = found, self._identities.reader_with_session
        known = self._identities.remembered(secret)
        if known is not None and (known.csrf_token is None) == bool(authorization):
            return known
        return await run_in_threadpool(find, secret)
