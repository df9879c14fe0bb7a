"""Which extractor reads which kind of file?"""

from archive.extract.base import ExtractorEntry
from archive.sniff import (
    DOC,
    DOCX,
    FLAT_WORD,
    HTML,
    MAIL,
    MARKDOWN,
    MSG,
    ODP,
    ODS,
    ODT,
    OFD,
    PDF,
    PLAIN,
    PPT,
    PPTX,
    RTF,
    SAVED_PAGE,
    XLS,
    XLSX,
    XML,
)


def _entry(target: str, *media_types: str) -> ExtractorEntry:
    return ExtractorEntry(f"archive.extract.{target}", frozenset(media_types))


EXTRACTORS: tuple[ExtractorEntry, ...] = (
    _entry("text:TextExtractor", PLAIN, MARKDOWN, XML),
    _entry("html:HtmlExtractor", HTML),
    _entry("pdf:PdfExtractor", PDF),
    _entry("docx:DocxExtractor", DOCX),
    _entry("docx_flat:FlatWordExtractor", FLAT_WORD),
    _entry("doc:DocExtractor", DOC),
    _entry("rtf:RtfExtractor", RTF),
    _entry("sheet:SheetExtractor", XLSX, XLS, ODS),
    _entry("odf_text:OdfTextExtractor", ODT, ODP),
    _entry("pptx:PptxExtractor", PPTX),
    _entry("ppt:PptExtractor", PPT),
    _entry("mail:MailExtractor", MAIL),
    _entry("mail:SavedPageExtractor", SAVED_PAGE),
    _entry("msg:MsgExtractor", MSG),
    _entry("ofd:OfdExtractor", OFD),
)
