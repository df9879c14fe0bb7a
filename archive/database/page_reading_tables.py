"""Which table holds what OCR read, page by page?

A change here needs a migration.
"""

from sqlalchemy import Column, Integer, PrimaryKeyConstraint, Table, Text

from archive.database.column_types import DeflatedJson, Instant
from archive.database.tables import schema

# ``reader`` names the extractor and its version; ``pages`` how many there are.
page_readings = Table(
    "page_readings",
    schema,
    Column("sha256", Text, nullable=False),
    Column("reader", Text, nullable=False),
    Column("number", Integer, nullable=False),
    Column("pages", Integer, nullable=False),
    Column("content", DeflatedJson, nullable=False),
    Column("read_at", Instant, nullable=False),
    PrimaryKeyConstraint("sha256", "reader", "number"),
)

PAGE_READING_TABLES = (page_readings,)
