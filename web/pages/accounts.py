"""How do people keep their own account, and those who may, everybody's?"""

from typing import get_args

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from archive.accounts import Role, User
from archive.errors import ArchiveError, InvalidInput
from web.account_keeping import (
    LEAST_CHARACTERS,
    TOKEN_DAYS,
    TOKEN_DAYS_AT_MOST,
    keeping_of,
)
from web.errors import status_of
from web.failures import NotAllowed, TokenDaysWrong
from web.forms import Form, form_of, go_to
from web.identify import give_session, session_secret
from web.messages import next_step, sentence
from web.permissions import reader_of
from web.present import ROLE_NAMES
from web.rendering import render
from web.services import identities_of, services_of

OWN = "/account"
ALL = "/accounts"


def own_account_page(request: Request) -> Response:
    """Show the reader's own account: password, sessions, tokens."""
    return _own(request)


def accounts_page(request: Request) -> Response:
    """Show every account and token to who may manage them."""
    return _all(request)


async def change_own_account(request: Request) -> Response:
    """Change the password, end other sessions, make or revoke a token."""
    form = await form_of(request)
    return await run_in_threadpool(_change_own, request, form)


async def change_accounts(request: Request) -> Response:
    """Reset a password, disable or enable an account, end sessions, revoke a token."""
    form = await form_of(request)
    return await run_in_threadpool(_change_any, request, form)


def own_user(request: Request) -> User:
    """Return the user who has signed in; raises NotAllowed for a program's token."""
    reader = reader_of(request)
    user = services_of(request).store.accounts.user_named(reader.name)
    if reader.csrf_token is None or user is None:
        raise NotAllowed(action="own_account")
    return user


def _change_own(request: Request, form: Form) -> Response:
    keeping, user = keeping_of(request), own_user(request)
    match form.text("action"):
        case "password":
            try:
                keeping.change_password(
                    user, form.text("present"), form.text("new"), form.text("again")
                )
            except ArchiveError as error:
                return _own(request, error=error)
            return _signed_in_anew(request, user)
        case "end_others":
            keeping.end_sessions(user, but=session_secret(request.scope))
            identities_of(request).forget_remembered()
        case "make_token":
            return _make_token(request, form, user)
        case "revoke":
            keeping.revoke_token(form.needed("token"), owner=user)
            identities_of(request).forget_remembered()
        case other:
            raise InvalidInput(field="action", value=other[:80])
    return go_to(OWN)


def _make_token(request: Request, form: Form, user: User) -> Response:
    try:
        secret = keeping_of(request).make_token(
            user,
            label=form.needed("label", at_most=60),
            role=_role(form.text("role")),
            days=form.number("days"),
        )
    except TokenDaysWrong as error:
        return _own(request, error=error)
    return _own(request, secret=secret)


def _change_any(request: Request, form: Form) -> Response:
    keeping = keeping_of(request)
    try:
        match form.text("action"):
            case "reset":
                user = keeping.user(form.needed("user"))
                password = keeping.reset_password(user)
                identities_of(request).forget_remembered()
                return _all(request, secret=password, of=user.name)
            case "disable" | "enable" as action:
                user = keeping.user(form.needed("user"))
                keeping.set_active(user, action == "enable")
            case "end":
                keeping.end_sessions(keeping.user(form.needed("user")))
            case "revoke":
                keeping.revoke_token(form.needed("token"))
            case other:
                raise InvalidInput(field="action", value=other[:80])
    except ArchiveError as error:
        return _all(request, error=error)
    identities_of(request).forget_remembered()
    return go_to(ALL)


def _signed_in_anew(request: Request, user: User) -> Response:
    """Open a new session in place of those that the new password has ended."""
    identities = identities_of(request)
    identities.forget_remembered()
    response = go_to(f"{OWN}?changed=1")
    give_session(response, request, identities.open_session(user.id))
    return response


def _own(
    request: Request, *, error: ArchiveError | None = None, secret: str | None = None
) -> Response:
    keeping, user = keeping_of(request), own_user(request)
    return render(
        request,
        "account.html",
        status=status_of(error) if error else 200,
        sentence=sentence(error.code, error.details) if error else "",
        next_step=next_step(error.code, error.details) if error else "",
        user=user,
        sessions=keeping.sessions_of(user),
        tokens=keeping.tokens_of(user),
        roles=[(role, ROLE_NAMES[role]) for role in ROLE_NAMES if role in user.roles],
        role_names=ROLE_NAMES,
        least=LEAST_CHARACTERS,
        days=TOKEN_DAYS,
        most_days=TOKEN_DAYS_AT_MOST,
        secret=secret,
        is_changed="changed" in request.query_params,
    )


def _all(
    request: Request,
    *,
    error: ArchiveError | None = None,
    secret: str | None = None,
    of: str = "",
) -> Response:
    keeping = keeping_of(request)
    return render(
        request,
        "accounts.html",
        status=status_of(error) if error else 200,
        sentence=sentence(error.code, error.details) if error else "",
        next_step=next_step(error.code, error.details) if error else "",
        users=keeping.users(),
        tokens=keeping.tokens(),
        role_names=ROLE_NAMES,
        secret=secret,
        of=of,
    )


def _role(asked: str) -> Role:
    for role in get_args(Role):
        if role == asked:
            found: Role = role
            return found
    raise InvalidInput(field="role", value=asked[:80])
