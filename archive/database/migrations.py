"""Which steps bring an older database up to date?

A new database gets the tables as they are now; an older one the steps it lacks, in
order, each in the transaction that also moves the version.
"""

from collections.abc import Callable, Sequence
from typing import Final

from sqlalchemy import Connection, delete, insert, inspect, select

from archive.database.citation_tables import FIRST_TABLES
from archive.database.connection import Database
from archive.database.intake_tables import add_intake
from archive.database.page_reading_tables import PAGE_READING_TABLES
from archive.database.search_tables import SEARCH_TABLES, fill_synonyms
from archive.database.tables import head, schema, schema_version, sources
from archive.database.tenure_rows import DERIVED, fill_tenures
from archive.database.term_tables import TERM_TABLES
from archive.database.token_owners import own_by_token
from archive.errors import ArchiveTooNew
from archive.events import ChainEnd

Migration = Callable[[Connection], None]


def _add_citations(connection: Connection) -> None:
    schema.create_all(connection, tables=FIRST_TABLES)


def _add_tenures(connection: Connection) -> None:
    schema.create_all(connection, tables=DERIVED)
    fill_tenures(connection)


def _add_searches(connection: Connection) -> None:
    schema.create_all(connection, tables=SEARCH_TABLES)
    fill_synonyms(connection)


def _add_terms(connection: Connection) -> None:
    schema.create_all(connection, tables=TERM_TABLES)


def _add_intake(connection: Connection) -> None:
    add_intake(connection)


def _add_page_readings(connection: Connection) -> None:
    schema.create_all(connection, tables=PAGE_READING_TABLES)


def _own_by_token(connection: Connection) -> None:
    own_by_token(connection)


def _find_paths(connection: Connection) -> None:
    for index in sources.indexes:
        if index.name == "sources_by_path":
            index.create(connection, checkfirst=True)


FIRST_VERSION: Final = 1
MIGRATIONS: Final[tuple[Migration, ...]] = (
    _add_citations,
    _add_tenures,
    _add_searches,
    _add_terms,
    _add_intake,
    _add_page_readings,
    _own_by_token,
    _find_paths,
)
"""The step at index i leads from version i + 1 to version i + 2; never edited."""


def bring_up_to_date(
    database: Database, migrations: Sequence[Migration] = MIGRATIONS
) -> None:
    """Make the tables or run the steps that are lacking; raises ArchiveTooNew."""
    known = FIRST_VERSION + len(migrations)
    with database.read() as connection:
        if _version(connection) == known:
            return
    with database.write() as connection:
        # Another process may have been quicker: look again, alone now.
        found = _version(connection)
        if found is None:
            _create(connection, known)
            return
        if found > known:
            raise ArchiveTooNew(found=found, known=known)
        for migration in migrations[found - FIRST_VERSION :]:
            migration(connection)
        _set_version(connection, known)


def _version(connection: Connection) -> int | None:
    if not inspect(connection).has_table(schema_version.name):
        return None
    return connection.execute(select(schema_version.c.version)).scalar()


def _create(connection: Connection, version: int) -> None:
    schema.create_all(connection)
    chain = ChainEnd()
    connection.execute(
        insert(head).values(
            position=0, event_ordinal=chain.ordinal, event_digest=chain.digest
        )
    )
    fill_synonyms(connection)
    _set_version(connection, version)


def _set_version(connection: Connection, version: int) -> None:
    connection.execute(delete(schema_version))
    connection.execute(insert(schema_version).values(version=version))
