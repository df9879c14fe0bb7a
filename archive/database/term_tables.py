"""Which tables hold terms and the changes of them?

A change here needs a migration.
"""

from sqlalchemy import Boolean, Column, Integer, Table, Text

from archive.database.column_types import DeflatedJson, Instant, Json
from archive.database.tables import schema

# ``id`` follows from the folded name, so a name is there once.
terms = Table(
    "terms",
    schema,
    Column("key", Integer, primary_key=True),
    Column("id", Text, nullable=False, unique=True),
    Column("name", Json, nullable=False),
    Column("kind", Text, nullable=False),
    Column("definition", Json, nullable=False),
    Column("variants", Json, nullable=False),
    Column("source", Text, nullable=False),
    Column("origin", Json, nullable=False),
    Column("frequency", Integer),
    Column("is_used", Boolean, nullable=False),
    Column("added_by", Json, nullable=False),
    Column("added_at", Instant),
    Column("changed_by", Json, nullable=False),
    Column("changed_at", Instant),
)

# ``edits`` holds each term before and after; ``names`` the first of them.
term_changes = Table(
    "term_changes",
    schema,
    Column("key", Integer, primary_key=True),
    Column("action", Text, nullable=False),
    Column("names", Json, nullable=False),
    Column("term_count", Integer, nullable=False),
    Column("edits", DeflatedJson, nullable=False),
    Column("actor", Json, nullable=False),
    Column("changed_at", Instant, nullable=False),
    Column("why", Json, nullable=False),
    Column("of", Integer),
    Column("undone_by", Integer),
)

TERM_TABLES = (terms, term_changes)
