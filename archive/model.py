"""What is a document, and what do we know about it?

Every offset here and elsewhere is a code point of the extraction's verbatim text;
every span is half-open. Dates are ISO 8601 strings that may stop at the month or
the year (``1982-05``); times are aware datetimes in UTC.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, NewType

DocumentId = NewType("DocumentId", str)
ExtractionId = NewType("ExtractionId", str)
EntityId = NewType("EntityId", str)
JobId = NewType("JobId", str)
Sha256 = NewType("Sha256", str)
"""Lower-case hexadecimal SHA-256 of an original."""
Position = NewType("Position", int)
"""A place in the store's totally ordered list of changes; 0 is before the first."""
PartialDate = NewType("PartialDate", str)
"""``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD``."""

Visible = frozenset[str] | None
"""Names of the collections a reader may see; None means every one."""

EntityKind = Literal["official", "place", "organisation", "post", "term"]
MentionKind = Literal[
    "person",
    "place",
    "organisation",
    "post",
    "term",
    "date",
    "document_number",
    "quantity",
]
MetadataField = Literal[
    "title", "type", "number", "issuers", "addressees", "issued_on", "classification"
]
DocumentState = Literal[
    "received", "readable", "stored", "refused", "cancelled", "binned"
]
"""received: kept, not yet read. readable: has text and is searched. stored: kept,
but no text could be read. refused: kept aside with the reason, never searched.
cancelled: kept, and a person said that it shall not be read."""
HandoverPart = Literal["发展思路", "未结事项", "存量家底", "问题隐患", "其他"]
ReceiptStatus = Literal["indexed", "stored", "duplicate", "failed"]
JobState = Literal["waiting", "running", "done", "failed", "cancelled"]
JobStep = Literal["received", "reading", "recognising", "searchable"]


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open range of code points of a verbatim text."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Page:
    """A page of the original: number from 1, and the text read from it."""

    number: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph-sized piece; all passages of a text tile it in order."""

    ordinal: int
    start: int
    end: int
    heading_path: tuple[str, ...] = ()
    is_heading: bool = False


@dataclass(frozen=True, slots=True)
class Notice:
    """A remark for the reader of a receipt: a code and the facts of its sentence."""

    code: str
    details: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a document says of itself; a field nothing proves is None or empty.

    ``evidence`` names the span that proves a field; a field given by the sender
    or corrected by a person has no span.
    """

    title: str | None = None
    type: str | None = None
    number: str | None = None
    issuers: tuple[str, ...] = ()
    addressees: tuple[str, ...] = ()
    issued_on: PartialDate | None = None
    classification: str | None = None
    evidence: Mapping[MetadataField, Span] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Given:
    """Metadata and provenance that came with a document and win over what is read."""

    name: str | None = None
    title: str | None = None
    type: str | None = None
    number: str | None = None
    issuers: tuple[str, ...] | None = None
    issued_on: PartialDate | None = None
    url: str | None = None
    accessed: PartialDate | None = None
    publisher: str | None = None
    publisher_place: str | None = None
    archive: str | None = None
    archive_place: str | None = None
    archive_number: str | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """The name and path under which bytes were received, by whom and when."""

    name: str
    path: str
    received_at: datetime
    received_by: str


@dataclass(frozen=True, slots=True)
class Blob:
    """An original in the blob store."""

    sha256: Sha256
    size_bytes: int


@dataclass(frozen=True, slots=True)
class Version:
    """An original that a document has or had; ``replaced_by`` is an ordinal."""

    ordinal: int
    blob: Blob
    received_at: datetime
    replaced_by: int | None = None


@dataclass(frozen=True, slots=True)
class Extraction:
    """The immutable result of one extractor version on one version's bytes.

    ``text`` is exactly what the extractor read, save that line ends are ``\\n``
    and a byte-order mark is not text.
    """

    extractor: str
    extractor_version: str
    media_type: str
    text: str
    pages: tuple[Page, ...] = ()
    passages: tuple[Passage, ...] = ()
    encoding: str | None = None
    warnings: tuple[Notice, ...] = ()


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a file was refused: an error code and the facts of its sentence."""

    code: str
    details: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Document:
    """A document as it stands: its current version and what is known of it."""

    id: DocumentId
    collection: str
    name: str
    state: DocumentState
    version: int
    sha256: Sha256
    size_bytes: int
    metadata: Metadata
    given: Given
    created_by: str
    received_at: datetime
    position: Position
    sources: tuple[Source, ...] = ()
    media_type: str | None = None
    encoding: str | None = None
    extraction_id: ExtractionId | None = None
    page_count: int | None = None
    characters: int | None = None
    failure: Failure | None = None
    warnings: tuple[Notice, ...] = ()


@dataclass(frozen=True, slots=True)
class Mention:
    """Words of a text that name something, and the entity they resolve to, if any.

    ``value`` is what a date or quantity says: 2024-03-05, or 292200亩.
    """

    kind: MentionKind
    start: int
    end: int
    surface: str
    recogniser: str
    entity_id: EntityId | None = None
    entity_name: str | None = None
    value: str | None = None


@dataclass(frozen=True, slots=True)
class Entity:
    """An official, place, organisation, post or term that mentions resolve to.

    ``detail`` tells namesakes apart: for an official the place, for a place its
    parent chain.
    """

    id: EntityId
    kind: EntityKind
    name: str
    aliases: tuple[str, ...] = ()
    parents: tuple[EntityId, ...] = ()
    detail: str | None = None


@dataclass(frozen=True, slots=True)
class PostHeld:
    """A post that a text says an official holds, held or may come to hold.

    ``status`` is 原, 时任, 拟任, 候选人, 代理, 主持工作 or None for the present holder.
    """

    title: str
    organisation: str | None = None
    place: str | None = None
    status: str | None = None
    from_date: PartialDate | None = None
    to_date: PartialDate | None = None
    evidence: Span | None = None


@dataclass(frozen=True, slots=True)
class OfficialFound:
    """A person whom one text names, with the posts it gives them."""

    name: str
    posts: tuple[PostHeld, ...] = ()
    entity_id: EntityId | None = None


@dataclass(frozen=True, slots=True)
class HandoverItem:
    """One matter handed over, in one of the four parts (四交) or 其他."""

    part: HandoverPart
    text: str
    start: int
    end: int
    amounts: tuple[str, ...] = ()
    deadline: PartialDate | None = None


@dataclass(frozen=True, slots=True)
class Handover:
    """Who handed which post to whom before whom (移交人, 接收人, 监交人), and what."""

    post: str | None = None
    place: str | None = None
    date: PartialDate | None = None
    outgoing: str | None = None
    incoming: str | None = None
    supervisor: str | None = None
    items: tuple[HandoverItem, ...] = ()
    evidence: Mapping[str, Span] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Analysis:
    """Everything recognised in one extraction; derived, so it can be recomputed."""

    recogniser: str
    recogniser_version: str
    mentions: tuple[Mention, ...] = ()
    entities: tuple[Entity, ...] = ()
    officials: tuple[OfficialFound, ...] = ()
    handover: Handover | None = None
    warnings: tuple[Notice, ...] = ()


@dataclass(frozen=True, slots=True)
class Change:
    """One step in the store's order: a document came, changed or went."""

    position: Position
    document_id: DocumentId
    is_removed: bool = False


@dataclass(frozen=True, slots=True)
class Job:
    """The way of one received file to being searchable."""

    id: JobId
    document_id: DocumentId
    collection: str
    state: JobState
    step: JobStep
    progress: float
    receipt: Mapping[str, object] | None = None
    attempts: int = 0
    """How often reading it was begun."""
    priority: int = 0
    due_at: datetime | None = None
    """When the next attempt may begin; None: at once."""
    accession_id: str | None = None


@dataclass(frozen=True, slots=True)
class Event:
    """An entry of the append-only log; ``digest`` chains it to the one before."""

    ordinal: int
    happened_at: datetime
    actor: str
    kind: str
    document_id: DocumentId | None
    outcome: Literal["success", "failure"]
    details: Mapping[str, object]
    digest: str
