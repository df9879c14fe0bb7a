"""Which extractor reads which kind of file?"""

from archive.extract.base import ExtractorEntry
from archive.sniff import (
    DOC,
    DOCX,
    HTML,
    MARKDOWN,
    ODS,
    OFD,
    PDF,
    PLAIN,
    XLS,
    XLSX,
    XML,
)

EXTRACTORS: tuple[ExtractorEntry, ...] = (
    ExtractorEntry(
        "archive.extract.text:TextExtractor", frozenset({PLAIN, MARKDOWN, XML})
    ),
    ExtractorEntry("archive.extract.html:HtmlExtractor", frozenset({HTML})),
    ExtractorEntry("archive.extract.pdf:PdfExtractor", frozenset({PDF})),
    ExtractorEntry("archive.extract.docx:DocxExtractor", frozenset({DOCX})),
    ExtractorEntry("archive.extract.doc:DocExtractor", frozenset({DOC})),
    ExtractorEntry("archive.extract.sheet:SheetExtractor", frozenset({XLSX, XLS, ODS})),
    ExtractorEntry("archive.extract.ofd:OfdExtractor", frozenset({OFD})),
)
