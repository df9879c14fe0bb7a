"""Whose is what tokens owned when only their labels were kept?"""

from sqlalchemy import Connection, select, true, update

from archive.accounts import owner_of_token
from archive.database.citation_tables import basket_items
from archive.database.intake_tables import uploads
from archive.database.part import AnyRow
from archive.database.search_tables import saved_searches
from archive.database.tables import tokens, users


def own_by_token(connection: Connection) -> None:
    """Give what was kept under a token's label to the token, if it can be no other's.

    What several tokens of one label own, or what is older than the token, stays as it
    is and nobody's.
    """
    named: dict[str, list[AnyRow]] = {}
    for row in connection.execute(select(tokens)):
        named.setdefault(f"令牌 {row.label or row.id}", []).append(row)
    people = set(connection.execute(select(users.c.name)).scalars())
    for name, found in named.items():
        if len(found) == 1 and name not in people:
            _give(connection, name, found[0])


def _give(connection: Connection, name: str, token: AnyRow) -> None:
    since = token.created_at
    for column, is_its in (
        (saved_searches.c.owner, saved_searches.c.created_at >= since),
        (uploads.c.created_by, uploads.c.changed_at >= since),
        (basket_items.c.owner, true()),
    ):
        connection.execute(
            update(column.table)
            .where(column == name, is_its)
            .values({column.name: owner_of_token(token.id)})
        )
