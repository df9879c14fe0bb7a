"""Is everything we hold still authentic, complete, usable and safe?

The four properties of DA/T 70-2018. What is not checked is named, never passed over.
"""

import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

from archive.errors import StorageFailure
from archive.events import FIXITY_CHECK
from archive.model import Blob, DocumentId
from archive.originals import BlobStore
from archive.shapes import Json, Words
from archive.store import Store

Property = Literal["authenticity", "integrity", "usability", "safety"]

CHUNK_BYTES: Final = 1024 * 1024
NOT_CHECKED: Final = (
    "electronic_signatures",
    "format_conformance",
    "long_term_formats",
    "malware",
    "storage_environment",
)
"""Codes of what the four properties also ask for and this check does not do."""


@dataclass(frozen=True, slots=True)
class Finding:
    """Something wrong: a code and facts, of one document or of the archive."""

    property: Property
    code: str
    document_id: DocumentId | None = None
    details: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Verification:
    """What was checked and what was found wrong; ``checked`` counts originals."""

    documents: int
    checked: int
    findings: tuple[Finding, ...]
    not_checked: tuple[str, ...] = NOT_CHECKED


def verify(
    store: Store, *, actor: str, progress: Callable[[int], None] | None = None
) -> Verification:
    """Check every original, text and event, and log the check itself.

    Reads every byte held. ``progress`` is told the number of originals checked.
    """
    findings = [*_archive_findings(store)]
    checked = 0
    for document_id, blob in store.originals():
        findings.extend(_original_findings(store.blobs, document_id, blob))
        checked += 1
        if progress:
            progress(checked)
    findings.extend(
        Finding("integrity", "text_altered", document_id)
        for document_id in store.altered_texts()
    )
    result = Verification(
        sum(store.counts(visible=None).values()), checked, tuple(findings)
    )
    _log(store, result, actor)
    return result


def verification_json(verification: Verification, words: Words) -> Json:
    """Return the ``verify`` shape."""
    return {
        "documents": verification.documents,
        "checked": verification.checked,
        "findings": [
            {
                "property": finding.property,
                "outcome": "fail",
                "document_id": finding.document_id,
                "what": words(finding.code, finding.details),
                "code": finding.code,
            }
            for finding in verification.findings
        ],
        "not_checked": [words(code, {}) for code in verification.not_checked],
    }


def _archive_findings(store: Store) -> Iterator[Finding]:
    damage = store.damage()
    if damage is not None:
        yield Finding("integrity", "database_damaged", details={"reason": damage})
    ordinal = store.broken_event()
    if ordinal is not None:
        yield Finding("authenticity", "event_chain_broken", details={"event": ordinal})


def _original_findings(
    blobs: BlobStore, document_id: DocumentId, blob: Blob
) -> Iterator[Finding]:
    digest = hashlib.sha256()
    facts = {"sha256": blob.sha256}
    try:
        with blobs.open(blob.sha256) as stream:
            while chunk := stream.read(CHUNK_BYTES):
                digest.update(chunk)
    except StorageFailure as failure:
        if failure.details.get("reason") == "ENOENT":
            yield Finding("integrity", "original_missing", document_id, facts)
        else:
            yield Finding("usability", "original_unreadable", document_id, facts)
    except OSError:
        yield Finding("usability", "original_unreadable", document_id, facts)
    else:
        if digest.hexdigest() != blob.sha256:
            yield Finding("integrity", "original_altered", document_id, facts)


def _log(store: Store, verification: Verification, actor: str) -> None:
    for finding in verification.findings:
        details = {"code": finding.code, **finding.details}
        store.log(
            FIXITY_CHECK,
            actor=actor,
            document_id=finding.document_id,
            outcome="failure",
            details=details,
        )
    if not verification.findings:
        store.log(FIXITY_CHECK, actor=actor, details={"checked": verification.checked})
