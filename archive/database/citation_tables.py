"""Which tables hold citations, baskets and reviews?

A change here needs a migration.
"""

from sqlalchemy import (
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    PrimaryKeyConstraint,
    Table,
    Text,
    UniqueConstraint,
)

from archive.database.column_types import Instant, Json, VerbatimText
from archive.database.tables import schema


def _review_key() -> Column[int]:
    return Column(
        "review_key",
        ForeignKey("reviews.key", ondelete="CASCADE"),
        nullable=False,
        index=True,
    )


# A citation outlives its document: where that is gone, the collection it was in
# tells who may still see the record.
citations = Table(
    "citations",
    schema,
    Column("key", Integer, primary_key=True),
    Column("id", Text, nullable=False, unique=True),
    Column("document_id", Text, nullable=False, index=True),
    Column("collection_key", ForeignKey("collections.key"), nullable=False),
    Column("version", Integer, nullable=False),
    Column("sha256", Text, nullable=False),
    Column("extraction_id", Text, nullable=False),
    Column("extractor", Text, nullable=False),
    Column("extractor_version", Text, nullable=False),
    Column("quote", VerbatimText, nullable=False),
    Column("prefix", VerbatimText, nullable=False),
    Column("suffix", VerbatimText, nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("page", Integer),
    Column("heading", Json, nullable=False),
    Column("kind", Text),
    Column("is_listed", Boolean, nullable=False),
    Column("created_by", Json, nullable=False),
    Column("created_at", Instant, nullable=False),
)

basket_items = Table(
    "basket_items",
    schema,
    Column("key", Integer, primary_key=True),
    Column("owner", Json, nullable=False),
    Column(
        "citation_key",
        ForeignKey("citations.key", ondelete="CASCADE"),
        nullable=False,
    ),
    Column("ordinal", Integer, nullable=False),
    UniqueConstraint("owner", "citation_key"),
)

reviews = Table(
    "reviews",
    schema,
    Column("key", Integer, primary_key=True),
    Column("id", Text, nullable=False, unique=True),
    Column("collection_key", ForeignKey("collections.key"), nullable=False),
    Column("title", Json, nullable=False),
    Column("subject_kind", Text, nullable=False),
    Column("subject_id", Text, nullable=False),
    Column("subject_name", Json, nullable=False),
    Column("members", Json, nullable=False),
    Column("state", Text, nullable=False),
    Column("style", Text, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("text", VerbatimText, nullable=False),
    Column("created_by", Json, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("changed_at", Instant, nullable=False),
    Column("document_id", Text),
    Column("sha256", Text),
    Index("reviews_by_subject", "subject_kind", "subject_id"),
)

review_revisions = Table(
    "review_revisions",
    schema,
    Column("key", Integer, primary_key=True),
    _review_key(),
    Column("revision", Integer, nullable=False),
    Column("title", Json, nullable=False),
    Column("text", VerbatimText, nullable=False),
    Column("saved_by", Json, nullable=False),
    Column("began_at", Instant, nullable=False),
    Column("saved_at", Instant, nullable=False),
    # What somebody wrote on a revision that was no longer the last: kept aside.
    Column("is_aside", Boolean, nullable=False),
)

review_steps = Table(
    "review_steps",
    schema,
    Column("key", Integer, primary_key=True),
    _review_key(),
    Column("state", Text, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("actor", Json, nullable=False),
    Column("happened_at", Instant, nullable=False),
    # By quotation: why it stands although it was not proved.
    Column("reasons", Json, nullable=False),
)

review_comments = Table(
    "review_comments",
    schema,
    Column("key", Integer, primary_key=True),
    Column("id", Text, nullable=False, unique=True),
    _review_key(),
    Column("revision", Integer, nullable=False),
    Column("words", VerbatimText, nullable=False),
    Column("text", VerbatimText, nullable=False),
    Column("written_by", Json, nullable=False),
    Column("written_at", Instant, nullable=False),
    Column("settled_by", Json),
    Column("settled_at", Instant),
)

# The citations that a review's present text names, and the documents they are of.
review_citations = Table(
    "review_citations",
    schema,
    _review_key(),
    Column(
        "citation_key",
        ForeignKey("citations.key", ondelete="CASCADE"),
        nullable=False,
        index=True,
    ),
    PrimaryKeyConstraint("review_key", "citation_key"),
)

follow_ups = Table(
    "follow_ups",
    schema,
    Column("key", Integer, primary_key=True),
    Column("id", Text, nullable=False, unique=True),
    _review_key(),
    Column("text", VerbatimText, nullable=False),
    Column("responsible", Json, nullable=False),
    Column("due", Text),
    Column("written_by", Json, nullable=False),
    Column("written_at", Instant, nullable=False),
    Column("settled_by", Json),
    Column("settled_at", Instant),
    Column("settled_how", Json),
)

FIRST_TABLES = (
    citations,
    basket_items,
    reviews,
    review_revisions,
    review_steps,
    review_comments,
    review_citations,
    follow_ups,
)
"""What the migration that brings citations makes."""
