"""What does a Word document (DOCX) say, as a reader sees it?"""

import zipfile
from collections.abc import Iterator
from pathlib import Path

from archive.errors import DamagedFile, EmptyFile, EncryptedFile
from archive.extract.base import ATTACHMENTS, Attachment, OriginalFile
from archive.extract.docx_body import Body
from archive.extract.docx_package import BROKEN_PACKAGE, Package, qualified
from archive.extract.page_breaks import PAGE_BREAK, paged
from archive.model import Extraction, Notice

_MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


class DocxExtractor:
    """Reads DOCX: text, numbering as displayed, tables, notes, headers, text boxes.

    Inserted text is read, deleted and hidden text is not. Page breaks that the
    writer set or the last program recorded part the pages.
    """

    name = "docx"
    version = "1"
    media_types = frozenset({_MEDIA_TYPE})

    def extract(self, original: OriginalFile) -> Extraction:
        """See ``Extractor``."""
        _check_head(original.path)
        try:
            with zipfile.ZipFile(original.path) as archive:
                package = Package(archive)
                embedded = package.embedded(package.main_part())
                text = document_text(package)
        except BROKEN_PACKAGE as cause:
            raise DamagedFile(media_type=_MEDIA_TYPE) from cause
        text, pages = paged(text)
        return Extraction(
            extractor=self.name,
            extractor_version=self.version,
            media_type=_MEDIA_TYPE,
            text=text,
            pages=pages,
            warnings=tuple(_warnings(text, len(embedded))),
        )

    def attachments(self, original: OriginalFile) -> Iterator[Attachment]:
        """See ``Holder``: workbooks and other files set into the text."""
        with zipfile.ZipFile(original.path) as archive:
            package = Package(archive)
            for part in package.embedded(package.main_part()):
                name = part.rpartition("/")[2]
                try:
                    yield Attachment(name, package.content(part))
                except BROKEN_PACKAGE:
                    yield Attachment(name, b"")


def _warnings(text: str, embedded: int) -> Iterator[Notice]:
    if not text:
        yield Notice("no_text_layer")
    if embedded:
        yield Notice(ATTACHMENTS, {"count": embedded})


def _check_head(path: Path) -> None:
    with path.open("rb") as file:
        head = file.read(len(_OLE_MAGIC))
    if not head:
        raise EmptyFile
    if head == _OLE_MAGIC:
        # Word wraps a document behind a password in an OLE container.
        raise EncryptedFile(media_type=_MEDIA_TYPE)


def document_text(package: Package) -> str:
    """Return headers, body, notes and footers, in the order they are read."""
    main = package.main_part()
    body = Body(package, main)
    text = body.text(package.parse(main)) + body.endnotes()
    headers = _margins(body, package, main, "header")
    footers = _margins(body, package, main, "footer")
    return headers + text + footers


def _margins(body: Body, package: Package, main: str, kind: str) -> str:
    """Return the different headers or footers of the sections, each once."""
    shown: dict[str, None] = {}
    for reference in package.parse(main).iter(qualified(f"{kind}Reference")):
        part = package.target(main, reference.get(qualified("id", "r")) or "")
        if part is None:
            continue
        text = body.text(package.parse(part)).replace(PAGE_BREAK, "")
        if text.strip():
            shown[text] = None
    return "".join(shown)
