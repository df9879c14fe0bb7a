"""What is an extractor, and what may it be given and give back?"""

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from archive.model import Extraction


@dataclass(frozen=True, slots=True)
class OriginalFile:
    """The bytes to read, and the name they came with."""

    path: Path
    name: str


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
