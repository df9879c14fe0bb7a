"""What does every part of the database store stand on?"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final, TypeVar

from sqlalchemy import ColumnElement, Connection, Row, Table, func, select, true, update

from archive.blobs import FolderBlobs
from archive.database.connection import Database
from archive.database.tables import collections, head
from archive.locks import Claimant
from archive.model import Position, Visible

CHUNK: Final = 500
"""Values in one IN list: below every database's limit."""

T = TypeVar("T")
AnyRow = Row[*tuple[Any, ...]]
"""A row whose columns are known by name only."""


@dataclass(frozen=True, slots=True)
class Ground:
    """The database, the originals, this store's name on claims, the name folding."""

    database: Database
    blobs: FolderBlobs
    claimant: Claimant
    name_key: Callable[[str], str]


class Part:
    """A part of the store; it keeps no state of its own."""

    def __init__(self, ground: Ground) -> None:
        self._database = ground.database
        self._blobs = ground.blobs
        self._claimant = ground.claimant
        self._name_key = ground.name_key


def is_visible(visible: Visible) -> ColumnElement[bool]:
    """Return the condition on the collection that a reader's rights make."""
    if visible is None:
        return true()
    return collections.c.name.in_(sorted(visible))


def take_positions(connection: Connection, count: int) -> Position:
    """Move the order of changes on and return the first of ``count`` positions."""
    connection.execute(update(head).values(position=head.c.position + count))
    last = connection.execute(select(head.c.position)).scalar_one()
    return Position(last - count + 1)


def next_key(connection: Connection, table: Table) -> int:
    """Return a key free for a new row, and every one above it; writers only."""
    return (connection.execute(select(func.max(table.c.key))).scalar() or 0) + 1


def chunks(values: Sequence[T]) -> Iterator[Sequence[T]]:
    """Yield the values in lists short enough for an IN list."""
    for start in range(0, len(values), CHUNK):
        yield values[start : start + CHUNK]


def now() -> datetime:
    """Return the present time."""
    return datetime.now(UTC)
