"""How do documents, receipts and errors look as JSON?

The shapes are a contract with other programs: keys may be added, never renamed.
Words for people come from the caller: ``words(code, details)`` gives a sentence.
"""

from collections.abc import Callable, Iterable, Mapping

from archive.errors import ArchiveError
from archive.model import (
    Document,
    Extraction,
    Failure,
    Job,
    Metadata,
    MetadataField,
    Notice,
    Page,
    Span,
)
from archive.receipts import Receipt

Json = dict[str, object]
Words = Callable[[str, Mapping[str, object]], str]
"""Turns a code and its facts into a sentence for people."""

EVIDENCE_FIELDS: tuple[MetadataField, ...] = ("title", "number", "issuers", "issued_on")


def error_json(code: str, details: Mapping[str, object], words: Words) -> Json:
    """Return the one shape of an error."""
    return {"error": code, "message": words(code, details), "details": dict(details)}


def exception_json(error: ArchiveError, words: Words) -> Json:
    """Return the shape of an error that was raised."""
    return error_json(error.code, error.details, words)


def failure_json(failure: Failure | None, words: Words) -> Json | None:
    """Return the shape of a recorded failure, or None."""
    return error_json(failure.code, failure.details, words) if failure else None


def notices_json(notices: Iterable[Notice], words: Words) -> list[Json]:
    """Return remarks as code and sentence, in their order."""
    return [{"code": n.code, "message": words(n.code, n.details)} for n in notices]


def pages_json(pages: Iterable[Page]) -> list[Json]:
    """Return pages with their spans, in order."""
    return [{"number": p.number, "start": p.start, "end": p.end} for p in pages]


def evidence_json(metadata: Metadata) -> Json:
    """Return for each field the span that proves it, or None."""
    return {field: _span(metadata.evidence.get(field)) for field in EVIDENCE_FIELDS}


def metadata_json(metadata: Metadata) -> Json:
    """Return the letterhead fields; what nothing proves is None or empty."""
    return {
        "title": metadata.title,
        "type": metadata.type,
        "number": metadata.number,
        "issuers": list(metadata.issuers),
        "addressees": list(metadata.addressees),
        "issued_on": metadata.issued_on,
    }


def document_json(
    document: Document, extraction: Extraction | None, words: Words
) -> Json:
    """Return the ``show`` shape without what was recognised in the text."""
    return {
        "document_id": document.id,
        "collection": document.collection,
        "state": document.state,
        "version": document.version,
        "sha256": document.sha256,
        "size_bytes": document.size_bytes,
        "name": document.name,
        "received_at": document.received_at.isoformat(),
        **metadata_json(document.metadata),
        "media_type": document.media_type,
        "encoding": document.encoding,
        "page_count": document.page_count,
        "characters": document.characters,
        "text": extraction.text if extraction else None,
        "pages": pages_json(extraction.pages) if extraction else [],
        "evidence": evidence_json(document.metadata),
        "warnings": notices_json(document.warnings, words),
        "error": failure_json(document.failure, words),
    }


def receipt_json(receipt: Receipt, words: Words) -> Json:
    """Return the ``add`` shape."""
    return {
        "path": receipt.path,
        "name": receipt.name,
        "status": receipt.status,
        "document_id": receipt.document_id,
        "version": receipt.version,
        "sha256": receipt.sha256,
        **metadata_json(receipt.metadata),
        "media_type": receipt.media_type,
        "encoding": receipt.encoding,
        "page_count": receipt.page_count,
        "characters": receipt.characters,
        "seconds": round(receipt.seconds, 3),
        "warnings": notices_json(receipt.warnings, words),
        "error": failure_json(receipt.error, words),
    }


def job_json(job: Job) -> Json:
    """Return how far a job has come, and its receipt once there is one."""
    return {
        "id": job.id,
        "document_id": job.document_id,
        "state": job.state,
        "step": job.step,
        "progress": job.progress,
        "attempts": job.attempts,
        "due_at": job.due_at.isoformat(timespec="seconds") if job.due_at else None,
        "accession": job.accession_id,
        "receipt": job.receipt,
    }


def _span(span: Span | None) -> list[int] | None:
    return [span.start, span.end] if span else None
