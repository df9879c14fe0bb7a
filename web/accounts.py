"""How does a person prove who they are?"""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from archive.accounts import AccountStore, Role, User
from archive.events import SIGN_IN
from archive.model import Visible
from archive.store import Store
from web.failures import AccountExists, LinkExpired, SignInDelayed, SignInFailed
from web.permissions import FIRST_USER_ROLES
from web.sessions import hash_of, new_secret

FIRST_USER_NAME = "管理员"
LINK_LIFETIME = timedelta(hours=12)
FREE_FAILURES_OF_ACCOUNT = 5
FREE_FAILURES_OF_ADDRESS = 20
LONGEST_WAIT_SECONDS = 15 * 60
REMEMBERED_AT_MOST = 10_000


@dataclass(slots=True)
class _Failures:
    count: int = 0
    until: float = 0.0


class BackOff:
    """Makes guessing slow: after some failures each further one doubles the wait."""

    def __init__(
        self, free_failures: int, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._free = free_failures
        self._clock = clock
        self._failures: dict[str, _Failures] = {}
        self._lock = threading.Lock()

    def seconds_to_wait(self, key: str) -> int:
        """Return how long a key must wait before its next try."""
        found = self._failures.get(key)
        return max(0, round(found.until - self._clock())) if found else 0

    def failed(self, key: str) -> None:
        """Count a failure."""
        with self._lock:
            if len(self._failures) >= REMEMBERED_AT_MOST:
                self._failures.pop(next(iter(self._failures)))
            found = self._failures.setdefault(key, _Failures())
            found.count += 1
            over = found.count - self._free
            if over >= 0:
                wait = min(LONGEST_WAIT_SECONDS, 60 * 2 ** min(over, 10))
                found.until = self._clock() + wait

    def succeeded(self, key: str) -> None:
        """Forget a key's failures."""
        with self._lock:
            self._failures.pop(key, None)


class Accounts:
    """Signs people in by password or by a one-time link."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._accounts: AccountStore = store.accounts
        self._hasher = PasswordHasher()
        self._of_account = BackOff(FREE_FAILURES_OF_ACCOUNT)
        self._of_address = BackOff(FREE_FAILURES_OF_ADDRESS)
        self._nobody: str | None = None
        # Each hashing takes 64 MB; more at a time would let strangers fill memory.
        self._hashing = threading.Semaphore(2)

    def sign_in(self, name: str, password: str, *, address: str) -> User:
        """Return the user; raises SignInFailed or SignInDelayed."""
        key = name.strip().casefold()
        wait = max(
            self._of_account.seconds_to_wait(key),
            self._of_address.seconds_to_wait(address),
        )
        if wait:
            raise SignInDelayed(seconds=wait)
        user = self._accounts.user_named(name)
        if not self._is_right(user, password):
            self._of_account.failed(key)
            self._of_address.failed(address)
            self._store.log(SIGN_IN, actor=name[:80], outcome="failure")
            raise SignInFailed()
        assert user is not None
        self._of_account.succeeded(key)
        self._store.log(SIGN_IN, actor=user.name)
        return user

    def sign_in_by_link(self, secret: str) -> User:
        """Use a one-time link up and return its user; raises LinkExpired."""
        user = self._accounts.use_sign_in_link(hash_of(secret), now=datetime.now(UTC))
        if user is None:
            raise LinkExpired()
        self._store.log(SIGN_IN, actor=user.name, details={"by": "link"})
        return user

    def is_password_of(self, user: User, password: str) -> bool:
        """Tell whether a user proves who they are; failures are counted.

        Raises SignInDelayed.
        """
        key = user.name.strip().casefold()
        wait = self._of_account.seconds_to_wait(key)
        if wait:
            raise SignInDelayed(seconds=wait)
        is_right = self._is_right(user, password)
        if not is_right:
            self._of_account.failed(key)
        return is_right

    def hash(self, password: str) -> str:
        """Return what is kept of a password."""
        with self._hashing:
            return self._hasher.hash(password)

    def add_user(
        self, name: str, password: str, *, roles: frozenset[Role], collections: Visible
    ) -> User:
        """Make a user who signs in by password; raises AccountExists."""
        if self._accounts.user_named(name) is not None:
            raise AccountExists(name=name)
        user = self._accounts.add_user(
            name,
            roles=roles,
            collections=collections,
            password_hash=self._hasher.hash(password),
            now=datetime.now(UTC),
        )
        self._store.log("account_added", actor="command", details={"name": user.name})
        return user

    def first_link(self) -> str:
        """Return the secret of a new link for the first user, who is made if needed."""
        now = datetime.now(UTC)
        active = [user for user in self._accounts.users() if user.is_active]
        first = min(active, key=lambda user: user.created_at, default=None)
        if first is None:
            first = self._accounts.add_user(
                FIRST_USER_NAME,
                roles=FIRST_USER_ROLES,
                collections=None,
                password_hash=None,
                now=now,
            )
        secret = new_secret()
        self._accounts.add_sign_in_link(
            hash_of(secret), first.id, expires_at=now + LINK_LIFETIME
        )
        return secret

    def can_anyone_sign_in(self) -> bool:
        """Tell whether a user can sign in with a password."""
        return any(u.is_active and u.has_password for u in self._accounts.users())

    def _is_right(self, user: User | None, password: str) -> bool:
        """Tell whether the password is the user's; takes as long for nobody."""
        stored = self._accounts.password_hash(user.id) if user else None
        with self._hashing:
            try:
                self._hasher.verify(stored or self._hash_of_nobody(), password)
            except (VerificationError, InvalidHashError):
                return False
        return stored is not None and user is not None and user.is_active

    def _hash_of_nobody(self) -> str:
        if self._nobody is None:
            self._nobody = self._hasher.hash(new_secret())
        return self._nobody
