"""What may be asked of the store about a document's originals and the bin?"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from archive.model import (
    Blob,
    Document,
    DocumentId,
    DocumentState,
    Extraction,
    Metadata,
    Position,
    Source,
    Version,
    Visible,
)


@dataclass(frozen=True, slots=True)
class Extracted:
    """What an extractor and the letterhead gave for one document."""

    document_id: DocumentId
    extraction: Extraction
    metadata: Metadata


class VersionStore(Protocol):
    """Originals that a document has had, and documents put aside."""

    def versions(self, document_id: str, *, visible: Visible) -> Sequence[Version]:
        """Return every original of a document, oldest first.

        Raises DocumentNotFound.
        """

    def attachments_of(
        self, document: Document, *, visible: Visible
    ) -> Sequence[Document]:
        """Return the documents that hang on one, in the order they came.

        Costs a look at every source of the archive.
        """

    def holders_of(self, document: Document, *, visible: Visible) -> Sequence[Document]:
        """Return the documents that one hangs on, the last received first."""

    def replace_original(self, blob: Blob, source: Source, read: Extracted) -> Position:
        """Give a document a new version: a kept blob and what was read from it.

        The former original and its text stay; the document takes the source's name.
        Raises DocumentNotFound, or AlreadyHeld if the collection has these bytes.
        """

    def bin(self, document_id: DocumentId, *, actor: str) -> Position:
        """Put a document in the bin: it is found no more, and nothing is removed.

        Raises DocumentNotFound.
        """

    def take_from_bin(self, document_id: DocumentId, *, actor: str) -> Position:
        """Put a document back where it was; raises DocumentNotFound."""

    def listing(
        self,
        state: DocumentState,
        *,
        visible: Visible,
        collection: str | None = None,
        notice: str | None = None,
        limit: int = 50,
        offset: int = 0,
    ) -> Sequence[Document]:
        """Return the documents in one state, latest received first.

        ``notice``: only those whose text bears this remark.
        """
