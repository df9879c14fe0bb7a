"""What does a text file say?"""

from pathlib import PurePath

from archive.encoding import decode
from archive.errors import EmptyFile, UnsupportedFormat
from archive.extract.base import OriginalFile
from archive.model import Extraction, Notice, Page
from archive.sniff import MARKDOWN, PLAIN, UNKNOWN, XML, is_textlike


class TextExtractor:
    """Reads TXT, Markdown and XML as they stand; a form feed ends a page."""

    name = "text"
    version = "1"
    media_types = frozenset({PLAIN, MARKDOWN, XML})

    def extract(self, original: OriginalFile) -> Extraction:
        """See ``Extractor``."""
        decoded = decode(original.path.read_bytes())
        if not decoded.text.strip():
            raise EmptyFile()
        if not is_textlike(decoded):
            raise UnsupportedFormat(media_type=UNKNOWN)
        warnings: tuple[Notice, ...] = ()
        if decoded.undecodable:
            lost = {"count": decoded.undecodable, "encoding": decoded.encoding}
            warnings = (Notice("undecodable_bytes", lost),)
        is_markdown = PurePath(original.name).suffix.lower() in {".md", ".markdown"}
        return Extraction(
            extractor=self.name,
            extractor_version=self.version,
            media_type=MARKDOWN if is_markdown else PLAIN,
            text=decoded.text,
            pages=pages_between_form_feeds(decoded.text),
            encoding=decoded.encoding,
            warnings=warnings,
        )


def pages_between_form_feeds(text: str) -> tuple[Page, ...]:
    """Return the pages of a text; none if no form feed parts it."""
    if "\f" not in text:
        return ()
    pages: list[Page] = []
    start = 0
    while start < len(text):
        end = text.find("\f", start) + 1 or len(text)
        pages.append(Page(len(pages) + 1, start, end))
        start = end
    return tuple(pages)
