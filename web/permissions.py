"""Who may do what?

Roles grow from reader over editor and reviewer to archivist; admin (the system),
security (accounts) and auditor (the event log) stand apart and see no documents.
"""

from dataclasses import dataclass
from typing import Literal

from starlette.requests import Request

from archive.accounts import ROLES, Role, TokenId, owner_of_token
from archive.model import Visible
from web.failures import NotAllowed, SignInNeeded

Action = Literal[
    "read",
    "add",
    "cite",
    "review",
    "correct",
    "remove",
    "see_system",
    "manage_accounts",
    "keep_own_account",
    "read_events",
]

FIRST_USER_ROLES: frozenset[Role] = frozenset({"archivist", "reviewer", "admin"})

ACTIONS_OF_ROLES: dict[Role, frozenset[Action]] = {
    "reader": frozenset({"read"}),
    "editor": frozenset({"read", "add"}),
    "reviewer": frozenset({"read", "add", "cite", "review"}),
    "archivist": frozenset({"read", "add", "cite", "review", "correct", "remove"}),
    "admin": frozenset({"see_system"}),
    "security": frozenset({"manage_accounts"}),
    "auditor": frozenset({"read_events"}),
}


@dataclass(frozen=True, slots=True)
class Reader:
    """Who is asking: a name for the event log, roles, and the collections to see.

    ``csrf_token`` belongs in every form; None for a reader who came with a bearer
    token, whose ``token_id`` is then known: several tokens may have one name.
    """

    name: str
    roles: frozenset[str]
    visible: Visible
    csrf_token: str | None = None
    token_id: TokenId | None = None

    @property
    def owner(self) -> str:
        """Whose uploads, saved searches and basket these are; never to be shown."""
        return self.name if self.token_id is None else owner_of_token(self.token_id)

    def may(self, action: Action) -> bool:
        """Tell whether one of the reader's roles allows the action."""
        if action == "keep_own_account":
            return True
        return any(action in ACTIONS_OF_ROLES[r] for r in ROLES if r in self.roles)


def reader_of(request: Request) -> Reader:
    """Return who is asking; raises SignInNeeded if nobody has signed in."""
    reader = reader_if_any(request)
    if reader is None:
        raise SignInNeeded()
    return reader


def reader_if_any(request: Request) -> Reader | None:
    """Return who is asking, or None for one who has not signed in."""
    found = request.scope.get("reader")
    return found if isinstance(found, Reader) else None


def require(request: Request, action: Action) -> Reader:
    """Return who is asking; raises SignInNeeded or NotAllowed."""
    reader = reader_of(request)
    if not reader.may(action):
        raise NotAllowed(action=action)
    return reader
