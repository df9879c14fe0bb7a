"""The samples of each format, and the text that is to be read from them."""

from dataclasses import dataclass
from pathlib import Path

from archive.extract import EXTRACTORS
from archive.extract.base import OriginalFile
from archive.model import Extraction
from archive.sandbox_worker import read_original
from archive.sniff import (
    DOC,
    DOCX,
    FLAT_WORD,
    HTML,
    MAIL,
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
)

FOLDER = Path(__file__).parent / "samples"


@dataclass(frozen=True, slots=True)
class Sample:
    """A file of ``samples/`` and what its reader is to notice of bad ones."""

    name: str
    media_type: str
    is_container: bool = True
    """Half of the file is a damaged one, not a shorter one."""

    @property
    def path(self) -> Path:
        return FOLDER / self.name


SAMPLES = (
    Sample("handover.docx", DOCX),
    Sample("handover.doc", DOC),
    Sample("handover.xml", FLAT_WORD),
    Sample("handover.rtf", RTF),
    Sample("workbook.xlsx", XLSX),
    Sample("workbook.xls", XLS),
    Sample("workbook.ods", ODS),
    Sample("slides.pptx", PPTX),
    Sample("slides.ppt", PPT),
    Sample("handover.odt", ODT),
    Sample("slides.odp", ODP),
    Sample("notice.pdf", PDF),
    Sample("notice.ofd", OFD),
    Sample("letter.eml", MAIL, is_container=False),
    Sample("letter.msg", MSG),
    Sample("notice.mht", SAVED_PAGE, is_container=False),
    Sample("notice.txt", PLAIN, is_container=False),
    Sample("notice.html", HTML, is_container=False),
)


def read_sample(sample: Sample) -> Extraction:
    """Return what is read from a sample."""
    return read_original(OriginalFile(sample.path, sample.name), EXTRACTORS)


def golden(sample: Sample) -> Path:
    """Return where the text lies that is to be read from a sample."""
    return FOLDER / f"{sample.name}.golden"


def pages_shown(extraction: Extraction) -> str:
    """Return the text with a line where each page but the first begins."""
    shown = extraction.text
    for page in reversed(extraction.pages[1:]):
        line = f"-- page {page.number} --\n"
        shown = shown[: page.start] + line + shown[page.start :]
    return shown
