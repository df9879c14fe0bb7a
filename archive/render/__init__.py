"""Which kinds of originals can be shown as they looked, and by what?"""

from collections.abc import Mapping

from archive.extract.base import ExtractorEntry
from archive.sniff import (
    DOC,
    DOCX,
    FLAT_WORD,
    ODP,
    ODS,
    ODT,
    OFD,
    PDF,
    PPT,
    PPTX,
    RTF,
    XLS,
    XLSX,
)

IMAGES = frozenset({"image/png", "image/jpeg", "image/tiff", "image/bmp"})

RENDERERS: tuple[ExtractorEntry, ...] = (
    ExtractorEntry("archive.render.pdf:PdfRenderer", frozenset({PDF})),
    ExtractorEntry("archive.render.ofd:OfdRenderer", frozenset({OFD})),
    ExtractorEntry("archive.render.picture:PictureRenderer", IMAGES),
)
"""Read in the same limited processes as the extractors."""

OFFICE_SUFFIXES: Mapping[str, str] = {
    DOCX: ".docx",
    DOC: ".doc",
    RTF: ".rtf",
    ODT: ".odt",
    PPTX: ".pptx",
    PPT: ".ppt",
    ODP: ".odp",
    XLSX: ".xlsx",
    XLS: ".xls",
    ODS: ".ods",
    FLAT_WORD: ".xml",
}
"""The kinds that are printed, and how LibreOffice knows them."""
HAS_PAGE_IMAGES: frozenset[str] = frozenset(OFFICE_SUFFIXES).union(
    *(entry.media_types for entry in RENDERERS)
)
