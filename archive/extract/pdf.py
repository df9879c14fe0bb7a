"""What text does a PDF hold, page by page?"""

import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Self

from pdfminer.converter import PDFPageAggregator
from pdfminer.pdfdocument import (
    PDFDocument,
    PDFEncryptionError,
    PDFPasswordIncorrect,
)
from pdfminer.pdfinterp import PDFPageInterpreter, PDFResourceManager
from pdfminer.pdfpage import PDFPage
from pdfminer.pdfparser import PDFParser
from pdfminer.utils import Matrix, Rect, mult_matrix

from archive.errors import DamagedFile, EmptyFile, EncryptedFile
from archive.extract.base import ATTACHMENTS, Attachment, OriginalFile
from archive.extract.page_breaks import spans
from archive.extract.pdf_attachments import BROKEN_FILE, embedded_files
from archive.extract.pdf_characters import BROKEN_FOR_PDFIUM, CharacterReader
from archive.extract.pdf_layout import (
    UNREADABLE,
    SteadyFigure,
    SteadyPage,
    page_lines,
    parameters,
)
from archive.model import Extraction, Notice
from archive.sniff import PDF

_SPACE = re.compile(r"\s+")
_NO_CHARACTER = re.compile("[\x00-\x1f\ufffd-\uffff]")
_ACCENTED = re.compile("[\xa1-\xff]")
_UNMAPPED_SHARE = 0.02


class PdfExtractor:
    """Reads the text layer of a PDF.

    Two programs find the characters of a page, one layout puts them in order: PDFium
    is quick and tolerant, pdfminer is asked where PDFium cannot name characters.
    """

    name = "pdf"
    version = "2"
    media_types = frozenset({PDF})

    def extract(self, original: OriginalFile) -> Extraction:
        """See ``Extractor``; a file that opens with the empty password is read.

        A page that cannot be read is left empty and named in a warning, unless
        none can.
        """
        with _opened(original) as document, _CharacterPages(original.path) as quick:
            pages, unreadable = _read(document, quick)
            count = sum(1 for _ in embedded_files(document))
        if len(unreadable) == len(pages):
            raise DamagedFile(media_type=PDF)
        if not any(text.strip() for text in pages):
            pages = [""] * len(pages)
        text = "".join(pages)
        return Extraction(
            extractor=self.name,
            extractor_version=self.version,
            media_type=PDF,
            text=text,
            pages=spans(pages),
            warnings=tuple(_warnings(text, unreadable, count)),
        )

    def attachments(self, original: OriginalFile) -> Iterator[Attachment]:
        """See ``Holder``: embedded files, and those pinned to a page."""
        with _opened(original) as document:
            yield from embedded_files(document)


@contextmanager
def _opened(original: OriginalFile) -> Iterator[PDFDocument]:
    logging.getLogger("pdfminer").setLevel(logging.CRITICAL)
    with original.path.open("rb") as file:
        if not file.read(1):
            raise EmptyFile
        file.seek(0)
        try:
            yield PDFDocument(PDFParser(file), password="")
        except (PDFPasswordIncorrect, PDFEncryptionError) as cause:
            raise EncryptedFile(media_type=PDF) from cause
        except BROKEN_FILE as cause:
            raise DamagedFile(media_type=PDF) from cause


class _CharacterPages:
    """Pages as PDFium reads them; none of a file that it does not open."""

    def __init__(self, path: Path) -> None:
        try:
            self._reader: CharacterReader | None = CharacterReader(path)
        except BROKEN_FOR_PDFIUM:
            self._reader = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._reader is not None:
            self._reader.close()

    def page(self, number: int) -> str | None:
        """Return the text of a page, from 1; None if it cannot be read."""
        if self._reader is None or number > len(self._reader):
            return None
        try:
            return "".join(page_lines(self._reader.page(number - 1)))
        except BROKEN_FOR_PDFIUM:
            return None


class _PageReader(PDFPageAggregator):
    """Lays out the characters of a page; what maps to no character becomes U+FFFD."""

    def handle_undefined_char(self, font: object, cid: int) -> str:
        return UNREADABLE

    def begin_page(self, page: PDFPage, ctm: Matrix) -> None:
        super().begin_page(page, ctm)
        self.cur_item = SteadyPage(self.pageno, self.cur_item.bbox)

    def begin_figure(self, name: str, bbox: Rect, matrix: Matrix) -> None:
        super().begin_figure(name, bbox, matrix)
        self.cur_item = SteadyFigure(name, bbox, mult_matrix(matrix, self.ctm))


def _read(document: PDFDocument, quick: _CharacterPages) -> tuple[list[str], list[int]]:
    """Return the text of each page, and the numbers of pages that cannot be read."""
    resources = PDFResourceManager()
    reader = _PageReader(resources, laparams=parameters())
    interpreter = PDFPageInterpreter(resources, reader)
    texts: list[str] = []
    unreadable: list[int] = []
    for number, page in enumerate(PDFPage.create_pages(document), 1):
        text = quick.page(number)
        if text is None or _bad_share(text) > _UNMAPPED_SHARE:
            try:
                interpreter.process_page(page)
                other = "".join(page_lines(reader.get_result()))
            except BROKEN_FILE:
                if text is None:
                    unreadable.append(number)
            else:
                if text is None or (
                    other.strip() and _bad_share(other) < _bad_share(text)
                ):
                    text = other
        texts.append(text or "")
    return texts, unreadable


def _bad_share(text: str) -> float:
    """Return how much of a text is no text: of none, nothing.

    Where a third of the letters are accented ones, they are bytes of Chinese
    characters taken for letters.
    """
    shown = _SPACE.sub("", text)
    if not shown:
        return 0.0
    bad = len(_NO_CHARACTER.findall(shown))
    accented = len(_ACCENTED.findall(shown))
    if accented * 3 > len(shown):
        bad += accented
    return bad / len(shown)


def _warnings(text: str, unreadable: list[int], attached: int) -> Iterator[Notice]:
    if not text:
        yield Notice("no_text_layer")
    if unreadable:
        yield Notice("unreadable_pages", {"pages": unreadable})
    unmapped = text.count(UNREADABLE)
    if unmapped > _UNMAPPED_SHARE * len(text):
        yield Notice("unmapped_characters", {"share": round(unmapped / len(text), 3)})
    if attached:
        yield Notice(ATTACHMENTS, {"count": attached})
