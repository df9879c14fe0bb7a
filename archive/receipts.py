"""What became of one file that was offered?"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from archive.errors import RefusedFile
from archive.model import (
    Document,
    DocumentId,
    DocumentState,
    Failure,
    Metadata,
    Notice,
    ReceiptStatus,
    Sha256,
)

_STATUS: Final[Mapping[DocumentState, ReceiptStatus]] = {
    "received": "failed",
    "readable": "indexed",
    "stored": "stored",
    "refused": "failed",
    "cancelled": "failed",
    "binned": "stored",
}


@dataclass(frozen=True, slots=True)
class Receipt:
    """The one receipt of a file: ``path`` as offered, ending in the file's ``name``.

    A refused file that was kept aside has a document id all the same; one that was
    not taken in has none.
    """

    path: str
    name: str
    status: ReceiptStatus
    seconds: float
    document_id: DocumentId | None = None
    version: int | None = None
    sha256: Sha256 | None = None
    metadata: Metadata = field(default_factory=Metadata)
    media_type: str | None = None
    encoding: str | None = None
    page_count: int | None = None
    characters: int | None = None
    warnings: tuple[Notice, ...] = ()
    error: Failure | None = None


def receipt_of(
    document: Document, *, path: str, name: str, seconds: float, is_duplicate: bool
) -> Receipt:
    """Return the receipt of a document that was read, or was there already."""
    status = "duplicate" if is_duplicate else _STATUS[document.state]
    return Receipt(
        path=path,
        name=name,
        status=status,
        seconds=seconds,
        document_id=document.id,
        version=document.version,
        sha256=document.sha256,
        metadata=document.metadata,
        media_type=document.media_type,
        encoding=document.encoding,
        page_count=document.page_count,
        characters=document.characters,
        warnings=document.warnings,
        error=document.failure,
    )


def refusal(*, path: str, name: str, error: RefusedFile, seconds: float) -> Receipt:
    """Return the receipt of a file that was not taken in."""
    failure = Failure(error.code, error.details)
    return Receipt(path, name, "failed", seconds, error=failure)
