"""What does a Word binary file (DOC, WPS) say, as a reader sees it?"""

import struct

from archive.errors import EmptyFile
from archive.extract.base import OriginalFile
from archive.extract.doc_file import WordFile
from archive.extract.doc_story import Stories
from archive.extract.ole import CompoundFile
from archive.extract.page_breaks import paged
from archive.model import Extraction, Notice
from archive.sniff import DOC

_BROKEN_FILE = (struct.error, LookupError, ValueError, OverflowError)


class DocExtractor:
    """Reads DOC and WPS: text, tables, notes, headers, text boxes.

    Inserted text is read, deleted and hidden text and comments are not. Page breaks
    that the writer set part the pages.
    """

    name = "doc"
    version = "1"
    media_types = frozenset({DOC})

    def extract(self, original: OriginalFile) -> Extraction:
        """See ``Extractor``."""
        if not original.path.stat().st_size:
            raise EmptyFile
        with CompoundFile(original.path, DOC) as file:
            try:
                text, pages = paged(Stories(WordFile(file)).text())
            except _BROKEN_FILE as cause:
                raise file.damaged() from cause
        return Extraction(
            extractor=self.name,
            extractor_version=self.version,
            media_type=DOC,
            text=text,
            pages=pages,
            warnings=() if text else (Notice("no_text_layer"),),
        )
