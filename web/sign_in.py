"""How does a browser sign in and out?"""

from urllib.parse import urlsplit

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from archive.accounts import User
from archive.errors import ArchiveError
from web.errors import status_of
from web.failures import (
    LinkExpired,
    SignInDelayed,
    SignInFailed,
    UnsupportedBody,
)
from web.identify import cookie_name, give_session, session_secret
from web.messages import next_step, sentence
from web.permissions import reader_if_any
from web.rendering import render
from web.services import accounts_of, identities_of

FIELD_AT_MOST = 1000


async def sign_in_page(request: Request) -> Response:
    """Show the form, or use up the one-time link that the address carries."""
    link = request.query_params.get("link")
    if link is None:
        return await run_in_threadpool(_form, request)
    try:
        user = await run_in_threadpool(accounts_of(request).sign_in_by_link, link)
    except LinkExpired:
        # A link opened twice in the same browser has done its work already.
        if reader_if_any(request) is not None:
            return RedirectResponse("/", status_code=303)
        raise
    return await run_in_threadpool(_signed_in, request, user, "/")


async def sign_in(request: Request) -> Response:
    """Sign in by account and password."""
    kind = request.headers.get("content-type", "")
    if not kind.startswith("application/x-www-form-urlencoded"):
        # A stranger's multipart body would be spooled to disk without end.
        raise UnsupportedBody(expected="application/x-www-form-urlencoded")
    form = await request.form()
    name, password, target = (
        str(form.get(field, ""))[:FIELD_AT_MOST]
        for field in ("name", "password", "next")
    )
    address = request.client.host if request.client else ""

    def work() -> Response:
        try:
            user = accounts_of(request).sign_in(name, password, address=address)
        except (SignInFailed, SignInDelayed) as error:
            return _form(request, error, name=name, target=target)
        return _signed_in(request, user, target)

    return await run_in_threadpool(work)


async def sign_out(request: Request) -> Response:
    """End the session of this browser."""
    secret = session_secret(request.scope)
    if secret is not None:
        await run_in_threadpool(identities_of(request).end_session, secret)
    response = RedirectResponse("/sign-in", status_code=303)
    response.delete_cookie(cookie_name(request.url.scheme), path="/")
    return response


def local_target(target: str) -> str:
    """Return an address of our own to go on to, or the first page's."""
    try:
        parts = urlsplit(target.replace("\\", "/"))
    except ValueError:
        return "/"
    is_ours = not parts.scheme and not parts.netloc and parts.path.startswith("/")
    is_plain = target.isprintable() and not target.startswith("//")
    return target if is_ours and is_plain else "/"


def _signed_in(request: Request, user: User, target: str) -> Response:
    identities = identities_of(request)
    old = session_secret(request.scope)
    if old is not None:
        identities.end_session(old)
    response = RedirectResponse(local_target(target), status_code=303)
    give_session(response, request, identities.open_session(user.id))
    return response


def _form(
    request: Request,
    error: ArchiveError | None = None,
    *,
    name: str = "",
    target: str | None = None,
) -> Response:
    reader = reader_if_any(request)
    if target is None:
        target = request.query_params.get("next", "")
    return render(
        request,
        "sign_in.html",
        status=status_of(error) if error else 200,
        sentence=sentence(error.code, error.details) if error else "",
        next_step=next_step(error.code, error.details) if error else "",
        csrf_token=reader.csrf_token if reader else None,
        next_url=local_target(target) if target else "",
        name=name,
    )
