"""How is the event log chained, so that a change of the past shows?

Each digest is the SHA-256 of the entry before and of the canonical JSON of the
entry itself. Kinds are event types of the PREMIS vocabulary where one fits.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Final, Literal

from archive.model import DocumentId, Event

INGESTION: Final = "ingestion"
FORMAT_IDENTIFICATION: Final = "format identification"
FIXITY_CHECK: Final = "fixity check"
METADATA_MODIFICATION: Final = "metadata modification"
DEACCESSION: Final = "deaccession"
REFUSAL: Final = "refusal"
CANCELLATION: Final = "cancellation"
RETRY: Final = "retry"
SIGN_IN: Final = "sign-in"
REPLACEMENT: Final = "replacement"
BINNED: Final = "binned"
UNBINNED: Final = "taken from bin"
BACKUP: Final = "backup"
RESTORE: Final = "restore"
EXPORT: Final = "export"
REVIEW: Final = "review"

FIRST_DIGEST: Final = "0" * 64
"""What stands for the digest before the first entry."""

CANONICAL_JSON: Final = json.JSONEncoder(
    sort_keys=True, separators=(",", ":"), default=str
)

Outcome = Literal["success", "failure"]


@dataclass(frozen=True, slots=True)
class Entry:
    """What is to be logged, before it has a place in the chain."""

    kind: str
    actor: str
    document_id: DocumentId | None = None
    outcome: Outcome = "success"
    details: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ChainEnd:
    """The last event: its ordinal and digest."""

    ordinal: int = 0
    digest: str = FIRST_DIGEST


def chained(entry: Entry, end: ChainEnd, happened_at: datetime) -> Event:
    """Return the entry as the event that follows the end of the chain."""
    event = Event(
        ordinal=end.ordinal + 1,
        happened_at=happened_at,
        actor=entry.actor,
        kind=entry.kind,
        document_id=entry.document_id,
        outcome=entry.outcome,
        # As it will be read back, so that the digest can be checked.
        details=json.loads(CANONICAL_JSON.encode(entry.details)),
        digest="",
    )
    return replace(event, digest=digest(event, end.digest))


def digest(event: Event, previous_digest: str) -> str:
    """Return what the digest of an event must be."""
    return hashlib.sha256(
        f"{previous_digest}\n{canonical_json(event)}".encode("ascii")
    ).hexdigest()


def canonical_json(event: Event) -> str:
    """Return the one way to write an event: sorted keys, no spaces, ASCII only."""
    return CANONICAL_JSON.encode(
        {
            "ordinal": event.ordinal,
            "happened_at": event.happened_at.astimezone(UTC).isoformat(),
            "actor": event.actor,
            "kind": event.kind,
            "document_id": event.document_id,
            "outcome": event.outcome,
            "details": event.details,
        }
    )


def first_broken(events: Iterable[Event], end: ChainEnd) -> int | None:
    """Return the ordinal at which the chain first fails; events come in order.

    ``end`` is where the chain must end: a log cut short is broken too.
    """
    last = ChainEnd()
    for event in events:
        if event.ordinal != last.ordinal + 1 or event.digest != digest(
            event, last.digest
        ):
            return last.ordinal + 1
        last = ChainEnd(event.ordinal, event.digest)
    return None if last == end else last.ordinal + 1
