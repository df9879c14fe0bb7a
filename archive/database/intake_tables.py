"""Which tables hold what was handed in together, and what is on its way here?

A change here needs a migration.
"""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Connection,
    ForeignKey,
    Index,
    Integer,
    Table,
    Text,
    inspect,
)
from sqlalchemy.schema import CreateColumn

from archive.database.column_types import Instant, Json
from archive.database.tables import jobs, schema

accessions = Table(
    "accessions",
    schema,
    Column("key", Integer, primary_key=True),
    Column("id", Text, nullable=False, unique=True),
    Column("collection", Text, nullable=False, index=True),
    Column("created_by", Json, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("files", Integer, nullable=False),
    Column("size_bytes", BigInteger, nullable=False),
)

# Every file of an accession, with what was said of it at once.
offers = Table(
    "offers",
    schema,
    Column("key", Integer, primary_key=True),
    Column(
        "accession_key",
        ForeignKey("accessions.key", ondelete="CASCADE"),
        nullable=False,
        index=True,
    ),
    Column("name", Json, nullable=False),
    Column("path", Json, nullable=False),
    Column("size_bytes", BigInteger),
    Column("offered_at", Instant, nullable=False),
    Column("document_id", Text, index=True),
    Column("is_duplicate", Boolean, nullable=False),
    Column("failure", Json),
)

# Files that arrive in slices; their bytes lie beside the database until the last.
uploads = Table(
    "uploads",
    schema,
    Column("key", Integer, primary_key=True),
    Column("id", Text, nullable=False, unique=True),
    Column("accession_id", Text),
    Column("collection", Text, nullable=False),
    Column("name", Json, nullable=False),
    Column("path", Json, nullable=False),
    Column("size_bytes", BigInteger, nullable=False),
    Column("sha256", Text),
    Column("created_by", Json, nullable=False),
    Column("changed_at", Instant, nullable=False, index=True),
    Column("said", Json),
)

INTAKE_TABLES = (accessions, offers, uploads)
_LATER_COLUMNS = ("priority", "attempts", "due_at", "accession_id")


def add_intake(connection: Connection) -> None:
    """Give a database of before the tables, and its jobs the columns, they lack."""
    schema.create_all(connection, tables=INTAKE_TABLES)
    known = {column["name"] for column in inspect(connection).get_columns("jobs")}
    for name in _LATER_COLUMNS:
        if name not in known:
            column = CreateColumn(jobs.c[name]).compile(dialect=connection.dialect)
            connection.exec_driver_sql(f"ALTER TABLE jobs ADD COLUMN {column}")
    for index in jobs.indexes:
        _make(connection, index)


def _make(connection: Connection, index: Index) -> None:
    index.create(connection, checkfirst=True)
