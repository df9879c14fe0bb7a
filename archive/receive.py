"""How do offered bytes become a document with text, fields and a receipt?

Bytes are kept and acknowledged first. Reading comes after: the sandbox extracts, the
text is parted into passages, the letterhead read. A paper whose letterhead bears a
classification 密级 is refused, and the log says so.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from archive.encoding import as_lines
from archive.errors import ClassifiedDocument, DocumentNotFound, RefusedFile
from archive.extract.base import OriginalFile
from archive.letterhead import read_letterhead
from archive.model import DocumentId, Extraction, Given, Metadata, Sha256
from archive.sandbox import Sandbox
from archive.store import Store
from archive.structure import passages
from archive.versions import Extracted

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

    def read_file(self, file: Path, name: str) -> ReadFile:
        """Return what a file says; raises RefusedFile."""
        return complete(self._sandbox.extract(OriginalFile(file, name)), name)

    def read_documents(self, store: Store, document_ids: Sequence[DocumentId]) -> None:
        """Read acknowledged documents and record what they say, or why they cannot.

        What was read is recorded together; one removed meanwhile is passed over.
        """
        done: list[Extracted] = []
        for document_id in document_ids:
            try:
                document = store.document(document_id, visible=None)
                read = self.read_kept(
                    store, document.sha256, document.name, document.given
                )
            except RefusedFile as error:
                store.record_refusal(document_id, error)
            except DocumentNotFound:
                continue
            else:
                done.append(extracted(document_id, read))
        store.record_extractions(done)

    def read_kept(
        self, store: Store, sha256: Sha256, name: str, given: Given
    ) -> ReadFile:
        """Return what a kept original says; raises RefusedFile."""
        if given.name is not None:
            read = read_given(Path(store.blobs.path(sha256)).read_bytes(), given)
        else:
            read = self.read_file(Path(store.blobs.path(sha256)), name)
        check_classification(read.metadata)
        return read


def complete(extraction: Extraction, name: str) -> ReadFile:
    """Return an extraction with its passages, and the letterhead it shows."""
    text = extraction.text
    whole = replace(extraction, passages=passages(text, extraction.pages))
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
