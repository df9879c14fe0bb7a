"""Which kinds of originals may be read by optical character recognition (OCR)?

An optional part: it needs the extra ``ocr``. Whether that is there is asked, never
assumed.
"""

from importlib.metadata import version
from importlib.util import find_spec

from archive.extract.base import ExtractorEntry
from archive.model import Document
from archive.render import IMAGES
from archive.sandbox_frames import Limits
from archive.sniff import OFD, PDF

SCANS = frozenset({PDF, OFD, *IMAGES})
READ_BY_OCR, OCR_FAILED = "read_by_ocr", "ocr_failed"
"""The notices that say a text came of it, or that it was tried in vain."""
DOUBTFUL_PAGES = "doubtful_pages"

OCR_ENTRIES: tuple[ExtractorEntry, ...] = (
    ExtractorEntry("archive.ocr.extractor:OcrExtractor", SCANS),
)
OCR_LIMITS = Limits(
    wall_seconds=600, cpu_seconds=400, memory_bytes=6 << 30, open_files=128
)
"""For one page; a slow machine takes its time, and address space is not touched."""
NAME, MODEL = "ocr", "PP-OCRv6 small"


def ocr_version() -> str:
    """Return the version of the extractor, its model and its library; needs them."""
    return f"2 ({MODEL}, rapidocr {version('rapidocr')})"


def reader_name(extractor: str, extractor_version: str) -> str:
    """Return the name under which pages are kept."""
    return f"{extractor} {extractor_version}"


def present_reader() -> str:
    """Return the name under which pages read now are kept, "" without the extra."""
    return reader_name(NAME, ocr_version()) if is_available() else ""


def is_available() -> bool:
    """Tell whether the extra is installed."""
    return all(find_spec(name) for name in ("rapidocr", "onnxruntime", "PIL"))


def is_unread_scan(document: Document) -> bool:
    """Tell whether a document may hold words that nobody has read yet."""
    tried = {READ_BY_OCR, OCR_FAILED}
    return (
        document.state == "stored"
        and document.media_type in SCANS
        and document.given.name is None
        and not any(notice.code in tried for notice in document.warnings)
    )
