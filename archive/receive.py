"""How do offered bytes become a document with text, fields and a receipt?

Bytes are kept and acknowledged first. Reading comes after: the sandbox extracts, the
text is parted into passages, the letterhead read. A paper whose letterhead bears a
classification 密级 is refused, and the log says so.
"""

import hashlib
import logging
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from archive.cleaning.cleaner import edits_of, proposals_notice
from archive.encoding import as_lines
from archive.errors import (
    ClassifiedDocument,
    DamagedFile,
    DocumentNotFound,
    ExtractionCrashed,
    OriginalUnreadable,
    RefusedFile,
    UnreadablePath,
)
from archive.extract.base import ATTACHMENTS, Attachment, OriginalFile
from archive.letterhead import read_letterhead
from archive.model import DocumentId, Extraction, Given, Metadata, Notice, Sha256
from archive.sandbox import Sandbox
from archive.store import Store
from archive.structure import passages
from archive.versions import Extracted

log = logging.getLogger(__name__)

GIVEN_TEXT = "given"
"""The name of the extractor of text that came with its metadata."""


@dataclass(frozen=True, slots=True)
class ReadFile:
    """What a file says, and the letterhead fields that it proves."""

    extraction: Extraction
    metadata: Metadata


class Reader:
    """Reads files in the sandbox; safe to share by threads."""

    def __init__(self, sandbox: Sandbox) -> None:
        self._sandbox = sandbox

    def read_file(
        self, file: Path, name: str, *, document_id: DocumentId | None = None
    ) -> ReadFile:
        """Return what a file says; raises RefusedFile."""
        original = OriginalFile(file, name, document_id)
        return complete(self._sandbox.extract(original), name)

    def read_documents(
        self, store: Store, document_ids: Sequence[DocumentId]
    ) -> frozenset[DocumentId]:
        """Read acknowledged documents and record what they say, or why they cannot.

        What was read is recorded together; one removed meanwhile is passed over.
        Returns those whose originals the disk does not give now: to be tried again.
        """
        done: list[Extracted] = []
        unread: set[DocumentId] = set()
        for document_id in document_ids:
            with suppress(DocumentNotFound):
                try:
                    document = store.document(document_id, visible=None)
                    read = self.read_kept(
                        store,
                        document.sha256,
                        document.name,
                        document.given,
                        document_id=document_id,
                    )
                    done.append(extracted(document_id, read))
                except RefusedFile as error:
                    store.record_refusal(document_id, error)
                except OriginalUnreadable:
                    log.exception("the original of %s cannot be read", document_id)
                    unread.add(document_id)
        store.record_extractions(done)
        return frozenset(unread)

    def read_kept(
        self,
        store: Store,
        sha256: Sha256,
        name: str,
        given: Given,
        *,
        document_id: DocumentId | None = None,
    ) -> ReadFile:
        """Return what a kept original says; raises RefusedFile or OriginalUnreadable.

        A failing disk is no fact about the file: it must not refuse it for good.
        """
        file = Path(store.blobs.path(sha256))
        try:
            if given.name is not None:
                read = read_given(file.read_bytes(), given)
            else:
                read = self.read_file(file, name, document_id=document_id)
        except (UnreadablePath, ExtractionCrashed, DamagedFile, OSError) as error:
            _check_readable(file, sha256, because=error)
            raise
        check_classification(read.metadata)
        return read

    def attachments(
        self, file: Path, name: str, *, document_id: DocumentId | None = None
    ) -> Sequence[Attachment]:
        """Return the files that a document holds; raises RefusedFile."""
        return self._sandbox.attachments(OriginalFile(file, name, document_id))


def holds_files(notices: Iterable[Notice]) -> bool:
    """Tell whether a document with these remarks has files hanging on it."""
    return any(notice.code == ATTACHMENTS for notice in notices)


def _check_readable(file: Path, sha256: Sha256, *, because: Exception) -> None:
    """Raise OriginalUnreadable if the disk does not give the original's bytes."""
    try:
        with file.open("rb") as stream:
            is_whole = hashlib.file_digest(stream, "sha256").hexdigest() == sha256
    except OSError as error:
        raise OriginalUnreadable(sha256=sha256) from error
    if not is_whole or isinstance(because, (UnreadablePath, OSError)):
        raise OriginalUnreadable(sha256=sha256) from because


def complete(extraction: Extraction, name: str) -> ReadFile:
    """Return an extraction with its passages, and the letterhead it shows."""
    text = extraction.text
    notice = proposals_notice(edits_of(text))
    whole = replace(
        extraction,
        passages=passages(text, extraction.pages),
        warnings=(*extraction.warnings, *([notice] if notice else ())),
    )
    metadata = read_letterhead(text, name=name, media_type=extraction.media_type)
    return ReadFile(whole, metadata)


def given_extraction(text: str) -> Extraction:
    """Return text that came as text, kept as given."""
    return Extraction(
        extractor=GIVEN_TEXT,
        extractor_version="1",
        media_type="text/plain",
        text=as_lines(text.removeprefix("\ufeff")),
        encoding="utf-8",
    )


def read_given(line: bytes, given: Given) -> ReadFile:
    """Return what the kept line of a batch says."""
    from archive.batch import text_of_line

    return complete(given_extraction(text_of_line(line)), given.name or "")


def check_classification(metadata: Metadata) -> None:
    """Raise ClassifiedDocument if the letterhead bears a classification."""
    if metadata.classification:
        raise ClassifiedDocument(classification=metadata.classification)


def extracted(document_id: DocumentId, read: ReadFile) -> Extracted:
    """Return what the store records of a document that was read."""
    return Extracted(document_id, read.extraction, read.metadata)
