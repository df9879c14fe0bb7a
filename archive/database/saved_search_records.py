"""How are saved searches kept?"""

from collections.abc import Sequence
from secrets import token_hex

from sqlalchemy import ColumnElement, Connection, delete, func, insert, select, update

from archive.database.part import AnyRow, Part, next_key, now
from archive.database.search_tables import saved_searches
from archive.errors import InvalidInput, SavedSearchNotFound, TooManySaved
from archive.model import Position
from archive.saved_searches import (
    NAME_AT_MOST,
    PARAMETERS_AT_MOST,
    SAVED_AT_MOST,
    SavedSearch,
    SavedSearchId,
)


class SavedSearchRecords(Part):
    """See ``SavedSearchStore``; every change is one durable commit."""

    def of_owner(self, owner: str) -> Sequence[SavedSearch]:
        """See ``SavedSearchStore``."""
        query = (
            select(saved_searches)
            .where(saved_searches.c.owner == owner)
            .order_by(saved_searches.c.key.desc())
        )
        with self._database.read() as connection:
            return [_to_search(row) for row in connection.execute(query)]

    def saved(self, search_id: str, *, owner: str) -> SavedSearch:
        """See ``SavedSearchStore``."""
        with self._database.read() as connection:
            return _one(connection, _is(search_id, owner), search_id)

    def save(
        self, name: str, parameters: str, *, owner: str, seen: Position
    ) -> SavedSearch:
        """See ``SavedSearchStore``."""
        shown = " ".join(name.split())
        if not shown or len(shown) > NAME_AT_MOST:
            raise InvalidInput(field="name", value=shown[:80])
        if len(parameters) > PARAMETERS_AT_MOST:
            raise InvalidInput(field="parameters", value=parameters[:80])
        same = (saved_searches.c.owner == owner) & (
            saved_searches.c.parameters == parameters
        )
        with self._database.write() as connection:
            held = connection.execute(select(saved_searches.c.id).where(same)).first()
            if held is None:
                _insert(connection, shown, parameters, owner, seen)
            else:
                connection.execute(
                    update(saved_searches).where(same).values(name=shown)
                )
            return _one(connection, same, "")

    def look(self, search_id: str, *, owner: str, seen: Position) -> SavedSearch:
        """See ``SavedSearchStore``."""
        condition = _is(search_id, owner)
        with self._database.write() as connection:
            found = _one(connection, condition, search_id)
            # Two open pages: the one that saw less does not take back the other.
            furthest = max(found.seen, seen)
            connection.execute(
                update(saved_searches)
                .where(condition)
                .values(seen=furthest, seen_at=now())
            )
            return _one(connection, condition, search_id)

    def forget(self, search_id: str, *, owner: str) -> None:
        """See ``SavedSearchStore``."""
        condition = _is(search_id, owner)
        with self._database.write() as connection:
            _one(connection, condition, search_id)
            connection.execute(delete(saved_searches).where(condition))


def _is(search_id: str, owner: str) -> ColumnElement[bool]:
    return (saved_searches.c.id == search_id) & (saved_searches.c.owner == owner)


def _insert(
    connection: Connection, name: str, parameters: str, owner: str, seen: Position
) -> None:
    query = select(func.count()).where(saved_searches.c.owner == owner)
    if connection.execute(query).scalar_one() >= SAVED_AT_MOST:
        raise TooManySaved(limit=SAVED_AT_MOST)
    row = {
        "key": next_key(connection, saved_searches),
        "id": token_hex(10),
        "owner": owner,
        "name": name,
        "parameters": parameters,
        "seen": seen,
        "seen_at": now(),
        "created_at": now(),
    }
    connection.execute(insert(saved_searches), [row])


def _one(
    connection: Connection, condition: ColumnElement[bool], search_id: str
) -> SavedSearch:
    row = connection.execute(select(saved_searches).where(condition)).first()
    if row is None:
        raise SavedSearchNotFound(id=search_id)
    return _to_search(row)


def _to_search(row: AnyRow) -> SavedSearch:
    return SavedSearch(
        id=SavedSearchId(row.id),
        name=row.name,
        parameters=row.parameters,
        seen=Position(row.seen),
        seen_at=row.seen_at,
        created_at=row.created_at,
    )
