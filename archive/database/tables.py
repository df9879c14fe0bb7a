"""Which tables hold the archive?

Rows that are joined in bulk are keyed by small integers (``key``); the opaque ids
that others hold are unique columns beside them. A change here needs a migration.
"""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    PrimaryKeyConstraint,
    Table,
    Text,
    UniqueConstraint,
)

from archive.database.column_types import (
    DeflatedJson,
    Instant,
    Json,
    VerbatimText,
)

schema = MetaData()


def _document_key(*, unique: bool = False) -> Column[int]:
    return Column(
        "document_key",
        ForeignKey("documents.key", ondelete="CASCADE"),
        nullable=False,
        index=not unique,
        unique=unique,
    )


def _user_id() -> Column[str]:
    return Column(
        "user_id",
        ForeignKey("users.id", ondelete="CASCADE"),
        nullable=False,
        index=True,
    )


schema_version = Table("schema_version", schema, Column("version", Integer))

# One row: how far the order of changes and the chain of events have come.
head = Table(
    "head",
    schema,
    Column("position", Integer, nullable=False),
    Column("event_ordinal", Integer, nullable=False),
    Column("event_digest", Text, nullable=False),
)

collections = Table(
    "collections",
    schema,
    Column("key", Integer, primary_key=True),
    Column("name", Text, nullable=False, unique=True),
    Column("created_at", Instant, nullable=False),
)

documents = Table(
    "documents",
    schema,
    Column("key", Integer, primary_key=True),
    Column("id", Text, nullable=False, unique=True),
    Column("collection_key", ForeignKey("collections.key"), nullable=False),
    Column("state", Text, nullable=False),
    Column("position", Integer, nullable=False, index=True),
    Column("name", Json, nullable=False),
    Column("version", Integer, nullable=False),
    Column("sha256", Text, nullable=False, index=True),
    Column("size_bytes", BigInteger, nullable=False),
    Column("given", Json, nullable=False),
    # As read from the current extraction, and as it stands after what was given
    # with the document and decided by people.
    Column("read_metadata", Json, nullable=False),
    Column("metadata", Json, nullable=False),
    Column("extraction_key", Integer),
    Column("failure", Json),
    Column("created_by", Json, nullable=False),
    Column("received_at", Instant, nullable=False),
    UniqueConstraint("collection_key", "sha256"),
)

sources = Table(
    "sources",
    schema,
    Column("key", Integer, primary_key=True),
    _document_key(),
    Column("name", Json, nullable=False),
    Column("path", Json, nullable=False),
    Column("received_at", Instant, nullable=False),
    Column("received_by", Json, nullable=False),
    Index("sources_by_path", "path"),
)

versions = Table(
    "versions",
    schema,
    _document_key(),
    Column("ordinal", Integer, nullable=False),
    Column("sha256", Text, nullable=False, index=True),
    Column("size_bytes", BigInteger, nullable=False),
    Column("received_at", Instant, nullable=False),
    Column("replaced_by", Integer),
    UniqueConstraint("document_key", "ordinal"),
)

extractions = Table(
    "extractions",
    schema,
    Column("key", Integer, primary_key=True),
    Column("id", Text, nullable=False, unique=True),
    _document_key(),
    Column("version", Integer, nullable=False),
    Column("extractor", Text, nullable=False),
    Column("extractor_version", Text, nullable=False),
    Column("media_type", Text, nullable=False),
    Column("encoding", Text),
    Column("text", VerbatimText, nullable=False),
    Column("text_sha256", Text, nullable=False),
    Column("characters", Integer, nullable=False),
    Column("page_count", Integer, nullable=False),
    Column("pages", DeflatedJson, nullable=False),
    Column("passages", DeflatedJson, nullable=False),
    Column("warnings", Json, nullable=False),
    Column("read_at", Instant, nullable=False),
)

removals = Table(
    "removals",
    schema,
    Column("document_id", Text, primary_key=True),
    Column("position", Integer, nullable=False, index=True),
)

decisions = Table(
    "decisions",
    schema,
    Column("key", Integer, primary_key=True),
    Column("subject_kind", Text, nullable=False),
    Column("subject_id", Text, nullable=False),
    Column("field", Text, nullable=False),
    Column("value", Json),
    Column("actor", Json, nullable=False),
    Column("decided_at", Instant, nullable=False),
    Column("extraction_id", Text),
    Index("decisions_by_subject", "subject_kind", "subject_id"),
)

jobs = Table(
    "jobs",
    schema,
    Column("key", Integer, primary_key=True),
    Column("id", Text, nullable=False, unique=True),
    _document_key(),
    Column("state", Text, nullable=False),
    Column("step", Text, nullable=False),
    Column("progress", Float, nullable=False),
    Column("receipt", Json),
    Column("claimed_by", Text),
    Column("changed_at", Instant, nullable=False),
    Column("priority", Integer, nullable=False, server_default="0"),
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column("due_at", Instant),
    Column("accession_id", Text, index=True),
    Index("jobs_by_state", "state", "key"),
    Index("jobs_by_turn", "state", "priority", "key"),
)

events = Table(
    "events",
    schema,
    Column("ordinal", Integer, primary_key=True, autoincrement=False),
    Column("happened_at", Instant, nullable=False),
    Column("actor", Json, nullable=False),
    Column("kind", Text, nullable=False),
    Column("document_id", Text),
    Column("outcome", Text, nullable=False),
    Column("details", Json, nullable=False),
    Column("digest", Text, nullable=False),
)

analyses = Table(
    "analyses",
    schema,
    _document_key(unique=True),
    Column("extraction_key", Integer, nullable=False),
    Column("recogniser", Text, nullable=False),
    Column("recogniser_version", Text, nullable=False),
    Column("has_handover", Boolean, nullable=False),
    Column("content", DeflatedJson, nullable=False),
)

entities = Table(
    "entities",
    schema,
    Column("key", Integer, primary_key=True),
    Column("id", Text, nullable=False, unique=True),
    Column("kind", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("name_key", Text, nullable=False),
    Column("aliases", Json, nullable=False),
    Column("parents", Json, nullable=False),
    Column("detail", Text),
)

# Every name and alias of an entity, folded, for lookup.
entity_names = Table(
    "entity_names",
    schema,
    Column("name_key", Text, nullable=False),
    Column(
        "entity_key", ForeignKey("entities.key", ondelete="CASCADE"), nullable=False
    ),
    PrimaryKeyConstraint("name_key", "entity_key"),
    Index("entity_names_by_entity", "entity_key"),
)

appearances = Table(
    "appearances",
    schema,
    Column("entity_key", ForeignKey("entities.key"), nullable=False),
    _document_key(),
    PrimaryKeyConstraint("entity_key", "document_key"),
    sqlite_with_rowid=False,
)

users = Table(
    "users",
    schema,
    Column("id", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("name_key", Text, nullable=False, unique=True),
    Column("roles", Json, nullable=False),
    Column("collections", Json),
    Column("password_hash", Text),
    Column("is_active", Boolean, nullable=False),
    Column("created_at", Instant, nullable=False),
)

sessions = Table(
    "sessions",
    schema,
    Column("session_hash", Text, primary_key=True),
    _user_id(),
    Column("created_at", Instant, nullable=False),
    Column("last_seen_at", Instant, nullable=False),
    Column("expires_at", Instant, nullable=False),
)

tokens = Table(
    "tokens",
    schema,
    Column("id", Text, primary_key=True),
    Column("token_hash", Text, nullable=False, unique=True),
    Column("label", Text, nullable=False),
    Column("role", Text, nullable=False),
    Column("collections", Json),
    Column("created_by", Text, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("expires_at", Instant, nullable=False),
)

sign_in_links = Table(
    "sign_in_links",
    schema,
    Column("link_hash", Text, primary_key=True),
    _user_id(),
    Column("expires_at", Instant, nullable=False),
    Column("used_at", Instant),
)

# What analyses say of posts and handovers, laid out for lists; derived like them.
tenures = Table(
    "tenures",
    schema,
    Column("key", Integer, primary_key=True),
    _document_key(),
    Column("official_key", ForeignKey("entities.key"), nullable=False, index=True),
    Column("post_key", ForeignKey("entities.key"), index=True),
    Column("title", Text, nullable=False),
    Column("organisation", Text),
    Column("place", Text),
    Column("status", Text),
    Column("from_date", Text),
    Column("to_date", Text),
    Column("evidence", Json),
)

handovers = Table(
    "handovers",
    schema,
    _document_key(unique=True),
    Column("date", Text, index=True),
    Column("post", Text),
    Column("place", Text),
    Column("place_key", ForeignKey("entities.key"), index=True),
    Column("parts", Json, nullable=False),
)

handover_parties = Table(
    "handover_parties",
    schema,
    _document_key(),
    Column("role", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("entity_key", ForeignKey("entities.key"), index=True),
    Column("evidence", Json),
)

deadlines = Table(
    "deadlines",
    schema,
    _document_key(),
    Column("item", Integer, nullable=False),
    Column("part", Text, nullable=False),
    Column("due", Text, nullable=False, index=True),
)
