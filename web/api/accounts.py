"""What can a program do with accounts and tokens, for who may manage them?"""

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from archive.accounts import ApiToken, User
from archive.errors import InvalidInput
from archive.shapes import Json
from web.account_keeping import keeping_of
from web.api.bodies import json_object
from web.json_response import JsonResponse
from web.services import identities_of


def accounts(request: Request) -> Response:
    """List every account."""
    return JsonResponse(
        {"accounts": [user_json(u) for u in keeping_of(request).users()]}
    )


async def change(request: Request) -> Response:
    """Disable an account or enable it again."""
    is_active = (await json_object(request)).get("active")
    if not isinstance(is_active, bool):
        raise InvalidInput(field="active", value=str(is_active)[:80])

    def work() -> Response:
        keeping = keeping_of(request)
        user = keeping.user(request.path_params["id"])
        keeping.set_active(user, is_active)
        identities_of(request).forget_remembered()
        return JsonResponse(user_json(keeping.user(user.id)))

    return await run_in_threadpool(work)


def reset_password(request: Request) -> Response:
    """Give an account a made-up password, which is told this once."""
    keeping = keeping_of(request)
    user = keeping.user(request.path_params["id"])
    password = keeping.reset_password(user)
    identities_of(request).forget_remembered()
    return JsonResponse({**user_json(keeping.user(user.id)), "password": password})


def end_sessions(request: Request) -> Response:
    """Sign an account out everywhere."""
    keeping = keeping_of(request)
    ended = keeping.end_sessions(keeping.user(request.path_params["id"]))
    identities_of(request).forget_remembered()
    return JsonResponse({"ended": ended})


def tokens(request: Request) -> Response:
    """List every token; secrets are told nowhere."""
    return JsonResponse(
        {"tokens": [token_json(t) for t in keeping_of(request).tokens()]}
    )


def revoke_token(request: Request) -> Response:
    """Revoke a token at once."""
    keeping_of(request).revoke_token(request.path_params["id"])
    identities_of(request).forget_remembered()
    return Response(status_code=204)


def user_json(user: User) -> Json:
    """Return an account without its password."""
    return {
        "id": user.id,
        "name": user.name,
        "roles": sorted(user.roles),
        "collections": None if user.collections is None else sorted(user.collections),
        "has_password": user.has_password,
        "active": user.is_active,
        "created_at": user.created_at.isoformat(timespec="seconds"),
    }


def token_json(token: ApiToken) -> Json:
    """Return a token without its secret."""
    visible = token.collections
    return {
        "id": token.id,
        "label": token.label,
        "role": token.role,
        "collections": None if visible is None else sorted(visible),
        "created_by": token.created_by,
        "created_at": token.created_at.isoformat(timespec="seconds"),
        "expires_at": token.expires_at.isoformat(timespec="seconds"),
    }
