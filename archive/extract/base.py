"""What is an extractor, and what may it be given and give back?"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, runtime_checkable

from archive.model import DocumentId, Extraction

ATTACHMENTS = "attachments"
"""The code of the notice that says how many files a document holds."""


@dataclass(frozen=True, slots=True)
class OriginalFile:
    """The bytes to read, the name they came with, and the document they are for."""

    path: Path
    name: str
    document_id: DocumentId | None = None


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file inside a document: its name as its maker wrote it, and its bytes.

    No bytes are those of a file that is too large to be taken out.
    """

    name: str
    content: bytes | None


@dataclass(frozen=True, slots=True)
class ExtractorEntry:
    """Where an extractor stands (``module:Class``) and what it reads.

    Listed by name, so that a reading process imports only what a file needs.
    """

    target: str
    media_types: frozenset[str]


class Extractor(Protocol):
    """Reads one kind of file; one module each, listed in ``archive.extract``."""

    name: str
    version: str
    """Moves when the text it would give for the same bytes changes."""
    media_types: frozenset[str]

    def extract(self, original: OriginalFile) -> Extraction:
        """Return the text as read, with pages where the format has them.

        Passages are left empty; they are found afterwards. Raises EmptyFile,
        DamagedFile, EncryptedFile or UnsupportedFormat, and nothing else. Opens
        no network connection and writes no file.
        """


@runtime_checkable
class Holder(Protocol):
    """An extractor whose documents may hold files.

    If one does, its extraction bears the notice ``attachments`` with their count.
    """

    def attachments(self, original: OriginalFile) -> Iterator[Attachment]:
        """Yield the files a document holds, in order; raises as ``extract`` does."""
