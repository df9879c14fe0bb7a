"""Who may do what, and by which secret do we know them?

Only hashes are kept: whoever calls makes the random secrets and hashes the
passwords. Every method that depends on the time is told it, as aware UTC.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, NewType, Protocol

from archive.model import Visible

UserId = NewType("UserId", str)
TokenId = NewType("TokenId", str)
Role = Literal[
    "reader", "editor", "reviewer", "archivist", "admin", "security", "auditor"
]
ROLES: tuple[Role, ...] = (
    "reader",
    "editor",
    "reviewer",
    "archivist",
    "admin",
    "security",
    "auditor",
)


@dataclass(frozen=True, slots=True)
class User:
    """A person who signs in; ``collections`` are those the person may see."""

    id: UserId
    name: str
    roles: frozenset[Role]
    collections: Visible
    has_password: bool
    is_active: bool
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Session:
    """A signed-in browser."""

    user: User
    created_at: datetime
    last_seen_at: datetime
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class ApiToken:
    """A secret that lets a program act in one role until it expires."""

    id: TokenId
    label: str
    role: Role
    collections: Visible
    created_by: str
    created_at: datetime
    expires_at: datetime


def owner_of_token(token_id: TokenId) -> str:
    """Return under which name a token's own things are kept; labels may repeat."""
    return f"token:{token_id}"


class AccountStore(Protocol):
    """Users, sessions, API tokens and one-time sign-in links."""

    # -- users -------------------------------------------------------------------
    def add_user(
        self,
        name: str,
        *,
        roles: Collection[Role],
        collections: Visible,
        password_hash: str | None,
        now: datetime,
    ) -> User:
        """Return the new user; raises InvalidInput if the name is taken or blank.

        Names differ only if they differ after trimming and case folding.
        """

    def has_users(self) -> bool:
        """Tell whether anybody can sign in at all."""

    def users(self) -> Sequence[User]:
        """Return every user, by name."""

    def user(self, user_id: str) -> User | None:
        """Return the user of this id."""

    def user_named(self, name: str) -> User | None:
        """Return the user who goes by this name."""

    def password_hash(self, user_id: UserId) -> str | None:
        """Return the stored hash, or None for a user without a password."""

    def set_password(self, user_id: UserId, password_hash: str | None) -> None:
        """Replace the password hash and end every session of the user."""

    def change_user(
        self,
        user_id: UserId,
        *,
        roles: Collection[Role],
        collections: Visible,
        is_active: bool,
    ) -> None:
        """Replace rights; a user made inactive loses sessions and links at once."""

    # -- sessions ----------------------------------------------------------------
    def add_session(
        self, session_hash: str, user_id: UserId, *, now: datetime, expires_at: datetime
    ) -> Session:
        """Open a session known by the hash of its secret."""

    def session(self, session_hash: str, *, now: datetime) -> Session | None:
        """Return a session that has not expired, of a user who is active."""

    def touch_session(
        self, session_hash: str, *, now: datetime, expires_at: datetime
    ) -> None:
        """Record that the session was used; an unknown one is no error."""

    def end_session(self, session_hash: str) -> None:
        """Forget one session; an unknown one is no error."""

    def sessions(self, user_id: UserId, *, now: datetime) -> Sequence[Session]:
        """Return the user's sessions that have not expired, last used first."""

    def end_sessions(self, user_id: UserId, *, but: str | None = None) -> int:
        """Forget a user's sessions, ``but`` the one of this hash; return how many."""

    # -- API tokens --------------------------------------------------------------
    def add_token(
        self,
        token_hash: str,
        *,
        label: str,
        role: Role,
        collections: Visible,
        created_by: str,
        now: datetime,
        expires_at: datetime,
    ) -> ApiToken:
        """Record a token known by the hash of its secret."""

    def token(self, token_hash: str, *, now: datetime) -> ApiToken | None:
        """Return a token that has not expired and was not revoked."""

    def tokens(self) -> Sequence[ApiToken]:
        """Return every token, expired ones included, newest first."""

    def revoke_token(self, token_id: str) -> bool:
        """Forget a token; tell whether there was one."""

    # -- one-time sign-in links ----------------------------------------------------
    def add_sign_in_link(
        self, link_hash: str, user_id: UserId, *, expires_at: datetime
    ) -> None:
        """Record a link that signs this user in once."""

    def use_sign_in_link(self, link_hash: str, *, now: datetime) -> User | None:
        """Use the link up and return its active user.

        None if the link is unknown, expired or used. Of several calls at the same
        time, in whatever process, one gets the user.
        """

    def forget_expired(self, *, now: datetime) -> int:
        """Remove expired sessions and links, and used links; return how many."""
