"""Which tables hold saved searches and synonyms?

A change here needs a migration.
"""

from sqlalchemy import (
    Column,
    Connection,
    Integer,
    Table,
    Text,
    UniqueConstraint,
    insert,
    select,
)

from archive.database.column_types import Instant, Json
from archive.database.part import now
from archive.database.tables import schema
from archive.synonyms import shipped_groups

saved_searches = Table(
    "saved_searches",
    schema,
    Column("key", Integer, primary_key=True),
    Column("id", Text, nullable=False, unique=True),
    Column("owner", Json, nullable=False),
    Column("name", Json, nullable=False),
    Column("parameters", Text, nullable=False),
    Column("seen", Integer, nullable=False),
    Column("seen_at", Instant, nullable=False),
    Column("created_at", Instant, nullable=False),
    UniqueConstraint("owner", "parameters"),
)

synonyms = Table(
    "synonyms",
    schema,
    Column("key", Integer, primary_key=True),
    Column("id", Text, nullable=False, unique=True),
    Column("words", Json, nullable=False),
    Column("changed_by", Json, nullable=False),
    Column("changed_at", Instant, nullable=False),
)

# One row: how often the synonyms were changed.
synonym_revision = Table(
    "synonym_revision", schema, Column("revision", Integer, nullable=False)
)

SEARCH_TABLES = (saved_searches, synonyms, synonym_revision)


def fill_synonyms(connection: Connection) -> None:
    """Put the shipped groups into the tables, unless something is there."""
    if connection.execute(select(synonym_revision)).first() is not None:
        return
    rows = [
        {
            "key": key,
            "id": f"shipped-{key}",
            "words": list(words),
            "changed_by": "",
            "changed_at": now(),
        }
        for key, words in enumerate(shipped_groups(), start=1)
    ]
    connection.execute(insert(synonyms), rows)
    connection.execute(insert(synonym_revision).values(revision=1))
