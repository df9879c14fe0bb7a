"""Who is behind this cookie or token?

Secrets are 256 random bits; only their hashes are kept. An answer is remembered for
a few seconds, so that a search does not wait for the database to know its reader.
"""

import hashlib
import secrets
import threading
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from archive.accounts import AccountStore, ApiToken, Session, User, UserId
from web.permissions import Reader
from web.settings import WebSettings

REMEMBERED_SECONDS = 3.0
REMEMBERED_AT_MOST = 10_000
TOUCH_AFTER = timedelta(minutes=1)


def new_secret() -> str:
    """Return 256 random bits for a cookie, a token or a link."""
    return secrets.token_urlsafe(32)


def hash_of(secret: str) -> str:
    """Return the hash under which a secret is kept."""
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()


def csrf_token_of(session_secret: str) -> str:
    """Return the token that a session's own forms carry."""
    return hash_of("form:" + session_secret)


@dataclass(frozen=True, slots=True)
class _Remembered:
    reader: Reader | None
    until: float


class Identities:
    """Sessions and tokens as readers."""

    def __init__(self, accounts: AccountStore, settings: WebSettings) -> None:
        self._accounts = accounts
        self._idle = timedelta(minutes=settings.session_idle_minutes)
        self._absolute = timedelta(days=settings.session_days)
        self._remembered: dict[str, _Remembered] = {}
        self._lock = threading.Lock()

    def remembered(self, secret: str) -> Reader | None:
        """Return a reader known a moment ago, without asking the database."""
        found = self._remembered.get(secret)
        if found is None or found.until < time.monotonic():
            return None
        return found.reader

    def reader_with_token(self, secret: str) -> Reader | None:
        """Return the reader that an API token stands for, or None."""
        token = self._accounts.token(hash_of(secret), now=datetime.now(UTC))
        if token is None:
            return None
        return self._remember(secret, _reader_of_token(token))

    def reader_with_session(self, secret: str) -> Reader | None:
        """Return the reader who signed in with this browser, or None."""
        now = datetime.now(UTC)
        session = self._accounts.session(hash_of(secret), now=now)
        if session is None:
            return None
        if now - session.last_seen_at > TOUCH_AFTER:
            expires_at = min(session.created_at + self._absolute, now + self._idle)
            self._accounts.touch_session(
                hash_of(secret), now=now, expires_at=expires_at
            )
        return self._remember(secret, _reader_of_session(session, secret))

    def open_session(self, user_id: UserId) -> str:
        """Open a session and return its secret."""
        secret, now = new_secret(), datetime.now(UTC)
        expires_at = now + min(self._idle, self._absolute)
        self._accounts.add_session(
            hash_of(secret), user_id, now=now, expires_at=expires_at
        )
        return secret

    def end_session(self, secret: str) -> None:
        """End a session at once."""
        self._accounts.end_session(hash_of(secret))
        with self._lock:
            self._remembered.pop(secret, None)

    def forget_remembered(self) -> None:
        """Ask the database anew of everybody: rights or secrets have changed."""
        with self._lock:
            self._remembered.clear()

    def _remember(self, secret: str, reader: Reader) -> Reader:
        until = time.monotonic() + REMEMBERED_SECONDS
        with self._lock:
            if len(self._remembered) >= REMEMBERED_AT_MOST:
                self._remembered.clear()
            self._remembered[secret] = _Remembered(reader, until)
        return reader


def _reader_of_token(token: ApiToken) -> Reader:
    name = f"令牌 {token.label or token.id}"
    role = frozenset({token.role})
    return Reader(name, role, token.collections, token_id=token.id)


def _reader_of_session(session: Session, secret: str) -> Reader:
    user: User = session.user
    return Reader(user.name, user.roles, user.collections, csrf_token_of(secret))
