"""How are passwords changed, accounts disabled, and tokens made and revoked?

People do it on pages and over the API, operators by command; the event log says who.
"""

import secrets
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from starlette.requests import Request

from archive.accounts import ApiToken, Role, Session, User
from archive.store import Store
from web.accounts import Accounts
from web.failures import (
    AccountNotFound,
    NotAllowed,
    OwnAccount,
    PasswordsDiffer,
    PasswordWeak,
    PasswordWrong,
    TokenDaysWrong,
    TokenNotFound,
)
from web.permissions import reader_of
from web.services import accounts_of, services_of
from web.sessions import hash_of, new_secret

LEAST_CHARACTERS = 8
MOST_CHARACTERS = 200
TOKEN_DAYS = 90
TOKEN_DAYS_AT_MOST = 3650
LABEL_AT_MOST = 60


def made_up_password() -> str:
    """Return a random password that can be read out and copied by hand."""
    # No letters that are mistaken for digits.
    alphabet = "abcdefghjkmnpqrstuvwxyz23456789"
    return "-".join("".join(secrets.choice(alphabet) for _ in range(4)) for _ in "1234")


class AccountKeeping:
    """Changes accounts for ``actor``, who was allowed to ask for it."""

    def __init__(self, store: Store, accounts: Accounts, *, actor: str) -> None:
        self._store = store
        self._accounts = accounts
        self._actor = actor

    def named(self, name: str) -> User:
        """Return the user of a name; raises AccountNotFound."""
        user = self._store.accounts.user_named(name)
        if user is None:
            raise AccountNotFound(name=name[:80])
        return user

    def user(self, user_id: str) -> User:
        """Return a user; raises AccountNotFound."""
        user = self._store.accounts.user(user_id)
        if user is None:
            raise AccountNotFound(name=user_id[:80])
        return user

    def users(self) -> Sequence[User]:
        """Return every user, by name."""
        return self._store.accounts.users()

    def change_password(self, user: User, present: str, new: str, again: str) -> None:
        """Let a user choose a new password; every session of theirs ends.

        Who has none yet came by the one-time link and proves nothing more. Raises
        PasswordsDiffer, PasswordWeak, PasswordWrong or SignInDelayed.
        """
        if new != again:
            raise PasswordsDiffer()
        if not LEAST_CHARACTERS <= len(new) <= MOST_CHARACTERS:
            raise PasswordWeak(least=LEAST_CHARACTERS)
        if user.has_password and not self._accounts.is_password_of(user, present):
            self._log("password_changed", user, is_done=False)
            raise PasswordWrong()
        self._store.accounts.set_password(user.id, self._accounts.hash(new))
        self._log("password_changed", user)

    def reset_password(self, user: User) -> str:
        """Give a user a made-up password and return it, this once."""
        password = made_up_password()
        self._store.accounts.set_password(user.id, self._accounts.hash(password))
        self._log("password_reset", user)
        return password

    def set_active(self, user: User, is_active: bool) -> None:
        """Disable an account, which ends its sessions at once, or enable it again.

        Tokens that the user made stop too. Raises OwnAccount.
        """
        if user.name == self._actor and not is_active:
            raise OwnAccount()
        self._store.accounts.change_user(
            user.id,
            roles=user.roles,
            collections=user.collections,
            is_active=is_active,
        )
        self._log("account_enabled" if is_active else "account_disabled", user)
        if not is_active:
            for token in self.tokens_of(user):
                self.revoke_token(token.id)

    def sessions_of(self, user: User) -> Sequence[Session]:
        """Return the user's present sessions, last used first."""
        return self._store.accounts.sessions(user.id, now=datetime.now(UTC))

    def end_sessions(self, user: User, *, but: str | None = None) -> int:
        """End the user's sessions, ``but`` the one of this secret; return how many."""
        kept = hash_of(but) if but else None
        ended = self._store.accounts.end_sessions(user.id, but=kept)
        self._log("sessions_ended", user)
        return ended

    def tokens(self) -> Sequence[ApiToken]:
        """Return every token, newest first."""
        return self._store.accounts.tokens()

    def tokens_of(self, user: User) -> list[ApiToken]:
        """Return the tokens that a user made, newest first."""
        return [token for token in self.tokens() if token.created_by == user.name]

    def make_token(self, user: User, *, label: str, role: Role, days: int) -> str:
        """Make a token of one of the user's own roles; return its secret, this once.

        Raises NotAllowed for another role, TokenDaysWrong for too few or many days.
        """
        if role not in user.roles:
            raise NotAllowed(action=role)
        if not 1 <= days <= TOKEN_DAYS_AT_MOST:
            raise TokenDaysWrong(most=TOKEN_DAYS_AT_MOST)
        secret, now = new_secret(), datetime.now(UTC)
        token = self._store.accounts.add_token(
            hash_of(secret),
            label=label[:LABEL_AT_MOST],
            role=role,
            collections=user.collections,
            created_by=user.name,
            now=now,
            expires_at=now + timedelta(days=days),
        )
        details = {"token": token.id}
        self._store.log("token_created", actor=self._actor, details=details)
        return secret

    def revoke_token(self, token_id: str, *, owner: User | None = None) -> None:
        """Revoke a token, of ``owner`` only if given; raises TokenNotFound."""
        is_theirs = owner is None or any(
            token.id == token_id for token in self.tokens_of(owner)
        )
        if not is_theirs or not self._store.accounts.revoke_token(token_id):
            raise TokenNotFound(id=token_id[:80])
        details = {"token": token_id}
        self._store.log("token_revoked", actor=self._actor, details=details)

    def _log(self, kind: str, user: User, *, is_done: bool = True) -> None:
        self._store.log(
            kind,
            actor=self._actor,
            outcome="success" if is_done else "failure",
            details={"name": user.name},
        )


def keeping_of(request: Request) -> AccountKeeping:
    """Return what keeps accounts, on behalf of who asks."""
    store, accounts = services_of(request).store, accounts_of(request)
    return AccountKeeping(store, accounts, actor=reader_of(request).name)
