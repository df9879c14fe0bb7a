"""How are users, sessions, tokens and sign-in links kept?"""

from collections.abc import Collection, Sequence
from datetime import datetime
from secrets import token_hex

from sqlalchemy import Connection, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from archive.accounts import ROLES, ApiToken, Role, Session, TokenId, User, UserId
from archive.database.connection import Database
from archive.database.part import AnyRow
from archive.database.tables import sessions, sign_in_links, tokens, users
from archive.errors import InvalidInput
from archive.model import Visible


class Accounts:
    """See ``AccountStore``; every change is one durable commit."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add_user(
        self,
        name: str,
        *,
        roles: Collection[Role],
        collections: Visible,
        password_hash: str | None,
        now: datetime,
    ) -> User:
        """See ``AccountStore``."""
        shown = name.strip()
        if not shown:
            raise InvalidInput(field="name", value=name)
        user_id = token_hex(10)
        row = {
            "id": user_id,
            "name": shown,
            "name_key": _name_key(name),
            "roles": _checked_roles(roles),
            "collections": _as_list(collections),
            "password_hash": password_hash,
            "is_active": True,
            "created_at": now,
        }
        with self._database.write() as connection:
            try:
                connection.execute(insert(users), [row])
            except IntegrityError as error:
                raise InvalidInput(field="name", value=shown) from error
            return _to_user(_user_row(connection, user_id))

    def has_users(self) -> bool:
        """See ``AccountStore``."""
        with self._database.read() as connection:
            return connection.execute(select(users.c.id).limit(1)).first() is not None

    def users(self) -> Sequence[User]:
        """See ``AccountStore``."""
        with self._database.read() as connection:
            rows = connection.execute(select(users).order_by(users.c.name_key))
            return [_to_user(row) for row in rows]

    def user(self, user_id: str) -> User | None:
        """See ``AccountStore``."""
        with self._database.read() as connection:
            row = connection.execute(select(users).where(users.c.id == user_id)).first()
        return None if row is None else _to_user(row)

    def user_named(self, name: str) -> User | None:
        """See ``AccountStore``."""
        query = select(users).where(users.c.name_key == _name_key(name))
        with self._database.read() as connection:
            row = connection.execute(query).first()
        return None if row is None else _to_user(row)

    def password_hash(self, user_id: UserId) -> str | None:
        """See ``AccountStore``."""
        query = select(users.c.password_hash).where(users.c.id == user_id)
        with self._database.read() as connection:
            return connection.execute(query).scalar()

    def set_password(self, user_id: UserId, password_hash: str | None) -> None:
        """See ``AccountStore``."""
        with self._database.write() as connection:
            _change_user(connection, user_id, password_hash=password_hash)
            _end_sessions(connection, user_id)

    def change_user(
        self,
        user_id: UserId,
        *,
        roles: Collection[Role],
        collections: Visible,
        is_active: bool,
    ) -> None:
        """See ``AccountStore``."""
        with self._database.write() as connection:
            _change_user(
                connection,
                user_id,
                roles=_checked_roles(roles),
                collections=_as_list(collections),
                is_active=is_active,
            )
            if not is_active:
                _end_sessions(connection, user_id)
                connection.execute(
                    delete(sign_in_links).where(sign_in_links.c.user_id == user_id)
                )

    def add_session(
        self, session_hash: str, user_id: UserId, *, now: datetime, expires_at: datetime
    ) -> Session:
        """See ``AccountStore``."""
        row = {
            "session_hash": session_hash,
            "user_id": user_id,
            "created_at": now,
            "last_seen_at": now,
            "expires_at": expires_at,
        }
        with self._database.write() as connection:
            user = _to_user(_user_row(connection, user_id))
            connection.execute(insert(sessions), [row])
        return Session(user, now, now, expires_at)

    def session(self, session_hash: str, *, now: datetime) -> Session | None:
        """See ``AccountStore``."""
        query = (
            select(
                users,
                sessions.c.created_at.label("opened_at"),
                sessions.c.last_seen_at,
                sessions.c.expires_at,
            )
            .join(sessions)
            .where(
                sessions.c.session_hash == session_hash,
                sessions.c.expires_at > now,
                users.c.is_active,
            )
        )
        with self._database.read() as connection:
            row = connection.execute(query).first()
        if row is None:
            return None
        return Session(_to_user(row), row.opened_at, row.last_seen_at, row.expires_at)

    def touch_session(
        self, session_hash: str, *, now: datetime, expires_at: datetime
    ) -> None:
        """See ``AccountStore``."""
        with self._database.write() as connection:
            connection.execute(
                update(sessions)
                .where(sessions.c.session_hash == session_hash)
                .values(last_seen_at=now, expires_at=expires_at)
            )

    def end_session(self, session_hash: str) -> None:
        """See ``AccountStore``."""
        with self._database.write() as connection:
            connection.execute(
                delete(sessions).where(sessions.c.session_hash == session_hash)
            )

    def sessions(self, user_id: UserId, *, now: datetime) -> Sequence[Session]:
        """See ``AccountStore``."""
        query = (
            select(sessions)
            .where(sessions.c.user_id == user_id, sessions.c.expires_at > now)
            .order_by(sessions.c.last_seen_at.desc())
        )
        with self._database.read() as connection:
            user = _to_user(_user_row(connection, user_id))
            return [
                Session(user, row.created_at, row.last_seen_at, row.expires_at)
                for row in connection.execute(query)
            ]

    def end_sessions(self, user_id: UserId, *, but: str | None = None) -> int:
        """See ``AccountStore``."""
        with self._database.write() as connection:
            return _end_sessions(connection, user_id, but=but)

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
        """See ``AccountStore``."""
        row = {
            "id": token_hex(10),
            "token_hash": token_hash,
            "label": label,
            "role": _checked_roles([role])[0],
            "collections": _as_list(collections),
            "created_by": created_by,
            "created_at": now,
            "expires_at": expires_at,
        }
        with self._database.write() as connection:
            connection.execute(insert(tokens), [row])
            return _to_token(
                connection.execute(select(tokens).where(tokens.c.id == row["id"])).one()
            )

    def token(self, token_hash: str, *, now: datetime) -> ApiToken | None:
        """See ``AccountStore``."""
        query = select(tokens).where(
            tokens.c.token_hash == token_hash, tokens.c.expires_at > now
        )
        with self._database.read() as connection:
            row = connection.execute(query).first()
        return None if row is None else _to_token(row)

    def tokens(self) -> Sequence[ApiToken]:
        """See ``AccountStore``."""
        query = select(tokens).order_by(tokens.c.created_at.desc(), tokens.c.id)
        with self._database.read() as connection:
            return [_to_token(row) for row in connection.execute(query)]

    def revoke_token(self, token_id: str) -> bool:
        """See ``AccountStore``."""
        with self._database.write() as connection:
            found = connection.execute(delete(tokens).where(tokens.c.id == token_id))
            return found.rowcount > 0

    def add_sign_in_link(
        self, link_hash: str, user_id: UserId, *, expires_at: datetime
    ) -> None:
        """See ``AccountStore``."""
        row = {"link_hash": link_hash, "user_id": user_id, "expires_at": expires_at}
        with self._database.write() as connection:
            _user_row(connection, user_id)
            connection.execute(insert(sign_in_links), [row])

    def use_sign_in_link(self, link_hash: str, *, now: datetime) -> User | None:
        """See ``AccountStore``."""
        is_usable = (
            (sign_in_links.c.link_hash == link_hash)
            & (sign_in_links.c.expires_at > now)
            & sign_in_links.c.used_at.is_(None)
        )
        query = select(users).join(sign_in_links).where(is_usable, users.c.is_active)
        with self._database.write() as connection:
            row = connection.execute(query).first()
            if row is None:
                return None
            connection.execute(
                update(sign_in_links).where(is_usable).values(used_at=now)
            )
        return _to_user(row)

    def forget_expired(self, *, now: datetime) -> int:
        """See ``AccountStore``."""
        links = sign_in_links.c
        with self._database.write() as connection:
            ended = connection.execute(
                delete(sessions).where(sessions.c.expires_at <= now)
            )
            spent = connection.execute(
                delete(sign_in_links).where(
                    (links.expires_at <= now) | links.used_at.is_not(None)
                )
            )
            return ended.rowcount + spent.rowcount


def _name_key(name: str) -> str:
    return name.strip().casefold()


def _as_list(collections: Visible) -> list[str] | None:
    return None if collections is None else sorted(collections)


def _checked_roles(roles: Collection[str]) -> list[str]:
    for role in roles:
        if role not in ROLES:
            raise InvalidInput(field="role", value=role)
    return [role for role in ROLES if role in roles]


def _user_row(connection: Connection, user_id: str) -> AnyRow:
    row = connection.execute(select(users).where(users.c.id == user_id)).first()
    if row is None:
        raise InvalidInput(field="user", value=user_id)
    return row


def _change_user(connection: Connection, user_id: UserId, **values: object) -> None:
    _user_row(connection, user_id)
    connection.execute(update(users).where(users.c.id == user_id).values(values))


def _end_sessions(
    connection: Connection, user_id: UserId, *, but: str | None = None
) -> int:
    is_ending = sessions.c.user_id == user_id
    if but is not None:
        is_ending &= sessions.c.session_hash != but
    return connection.execute(delete(sessions).where(is_ending)).rowcount


def _to_user(row: AnyRow) -> User:
    return User(
        id=row.id,
        name=row.name,
        roles=frozenset(row.roles),
        collections=_to_visible(row.collections),
        has_password=row.password_hash is not None,
        is_active=row.is_active,
        created_at=row.created_at,
    )


def _to_token(row: AnyRow) -> ApiToken:
    return ApiToken(
        id=TokenId(row.id),
        label=row.label,
        role=row.role,
        collections=_to_visible(row.collections),
        created_by=row.created_by,
        created_at=row.created_at,
        expires_at=row.expires_at,
    )


def _to_visible(collections: list[str] | None) -> Visible:
    return None if collections is None else frozenset(collections)
