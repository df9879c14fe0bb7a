"""How do we reach the database, and what becomes of its failures?

The one place that knows SQLite from PostgreSQL.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import DBAPIError

from archive.errors import BackupElsewhere, StorageFailure, StorageFull

WRITES: Final = "handover_writes"
POSTGRESQL_DISK_FULL: Final = "53100"


class Database:
    """Read and write transactions on one database.

    Writers go one at a time, across processes too: what a write transaction reads
    is still so when it commits, and commits have the order of their positions.
    """

    def __init__(self, url: str, *, lock_timeout_seconds: int) -> None:
        self._engine = create_engine(url)
        self._held: ContextVar[Connection | None] = ContextVar("held", default=None)
        if self._engine.dialect.name == "sqlite":
            _set_up_sqlite(self._engine, lock_timeout_seconds)

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """Give a connection that sees one state of the database."""
        held = self._held.get()
        if held is not None:
            yield held
            return
        with _storage_errors(), self._engine.connect() as connection:
            yield connection

    @contextmanager
    def one_state(self) -> Iterator[None]:
        """Let everything read meanwhile, by this thread, see one state."""
        with _storage_errors(), self._engine.connect() as connection:
            if connection.dialect.name == "postgresql":
                connection.execution_options(isolation_level="REPEATABLE READ")
            token = self._held.set(connection)
            try:
                yield
            finally:
                self._held.reset(token)

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """Give a connection alone allowed to write; commit durably at the end."""
        with (
            _storage_errors(),
            self._engine.connect().execution_options(**{WRITES: True}) as connection,
            connection.begin(),
        ):
            if connection.dialect.name == "postgresql":
                connection.exec_driver_sql("SELECT pg_advisory_xact_lock(1212958802)")
            yield connection

    def copy_to(self, file: Path) -> None:
        """Copy the database, in one state, to a new file.

        Raises BackupElsewhere if it is no SQLite file.
        """
        if self._engine.dialect.name != "sqlite":
            raise BackupElsewhere()
        with _storage_errors(), self._engine.connect() as connection:
            # SQLite's own copying: other processes may write meanwhile.
            ours: Any = connection.connection.driver_connection
            copy = sqlite3.connect(file)
            try:
                ours.backup(copy)
            except sqlite3.Error as error:
                raise DBAPIError(None, None, error) from error
            finally:
                copy.close()

    def close(self) -> None:
        """Close every connection."""
        self._engine.dispose()


def sqlite_url(file: Path) -> str:
    """Return the address of a database file."""
    return str(make_url("sqlite+pysqlite://").set(database=str(file)))


def damage(connection: Connection) -> str | None:
    """Return what the database finds wrong with its own files, or None."""
    if connection.dialect.name != "sqlite":
        return None
    found = connection.exec_driver_sql("PRAGMA integrity_check(1)").scalar()
    return None if found == "ok" else str(found)


def _set_up_sqlite(engine: Engine, lock_timeout_seconds: int) -> None:
    @event.listens_for(engine, "connect")
    def set_up(connection: sqlite3.Connection, record: object) -> None:
        # Transactions begin where we say (below), not where sqlite3 guesses.
        connection.isolation_level = None
        connection.execute(f"PRAGMA busy_timeout = {lock_timeout_seconds * 1000}")
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA foreign_keys = ON")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        # A transaction that starts by reading cannot always be made a writing one.
        writes = connection.get_execution_options().get(WRITES, False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


@contextmanager
def _storage_errors() -> Iterator[None]:
    try:
        yield
    except DBAPIError as error:
        cause: Any = error.orig
        is_full = (
            getattr(cause, "sqlite_errorcode", None) == sqlite3.SQLITE_FULL
            or getattr(cause, "sqlstate", None) == POSTGRESQL_DISK_FULL
        )
        kind = StorageFull if is_full else StorageFailure
        raise kind(reason=type(cause).__name__) from error
