"""What does a Word document say that was saved as one XML file?

Two forms: a package whose parts stand in one file (``pkg:package``), and the
WordprocessingML of Word 2003 (``w:wordDocument``), rewritten as such parts first.
"""

from archive.errors import DamagedFile, EmptyFile
from archive.extract.base import OriginalFile
from archive.extract.docx import document_text
from archive.extract.docx_package import BROKEN_PACKAGE, Package
from archive.extract.page_breaks import paged
from archive.extract.safe_xml import parse_safely
from archive.extract.wordml_2003 import NAMESPACE, parts_of
from archive.model import Extraction, Notice
from archive.sniff import FLAT_WORD

_ENDS = (b"</w:wordDocument>", b"</pkg:package>")
_PACKAGE = "{http://schemas.microsoft.com/office/2006/xmlPackage}"


class FlatWordExtractor:
    """Reads Word's XML files as DOCX is read."""

    name = "docx-flat"
    version = "1"
    media_types = frozenset({FLAT_WORD})

    def extract(self, original: OriginalFile) -> Extraction:
        """See ``Extractor``."""
        content = original.path.read_bytes()
        if not content:
            raise EmptyFile
        try:
            text, pages = paged(document_text(_package(content)))
        except BROKEN_PACKAGE as cause:
            raise DamagedFile(media_type=FLAT_WORD) from cause
        return Extraction(
            extractor=self.name,
            extractor_version=self.version,
            media_type=FLAT_WORD,
            text=text,
            pages=pages,
            warnings=() if text else (Notice("no_text_layer"),),
        )


def _package(content: bytes) -> Package:
    # Forms filled by a program hold marks of its own that are no XML.
    root = parse_safely(content, is_form=content.rstrip().endswith(_ENDS))
    if root.tag == f"{{{NAMESPACE}}}wordDocument":
        return Package.of_parts(parts_of(root))
    parts = {
        part.get(f"{_PACKAGE}name", ""): data[0]
        for part in root.iter(f"{_PACKAGE}part")
        if (data := part.find(f"{_PACKAGE}xmlData")) is not None and len(data)
    }
    return Package.of_parts(parts)
