"""How does a page of a scan become text, and where does each line stand?"""

from archive.extract.base import OriginalFile
from archive.model import Extraction
from archive.ocr import NAME, SCANS, ocr_version
from archive.ocr.assembled import assembled
from archive.ocr.images import Pixels, page_image
from archive.ocr.lines import Line, page_text
from archive.ocr.recogniser import open_recogniser
from archive.page_readings import PageReading, ReadLine
from archive.sniff import sniff


class OcrExtractor:
    """Reads images, and PDFs and OFDs whose pages are drawn without text."""

    name = NAME
    media_types = SCANS

    def __init__(self) -> None:
        self.version = ocr_version()

    def extract(self, original: OriginalFile) -> Extraction:
        """See ``Extractor``; takes seconds a page."""
        readings: list[PageReading] = []
        while (page := self.read_page(original, len(readings) + 1)[0]) is not None:
            readings.append(page)
        media_type = sniff(original.path, original.name)
        return assembled(readings, version=self.version, media_type=media_type)

    def read_page(
        self, original: OriginalFile, number: int
    ) -> tuple[PageReading | None, int]:
        """See ``PageReader``; takes seconds."""
        media_type = sniff(original.path, original.name)
        pixels, count = page_image(original.path, media_type, number)
        return None if pixels is None else _read(pixels, number), count


def _read(pixels: Pixels, number: int) -> PageReading:
    page = open_recogniser().page(pixels)
    height, width = pixels.shape[:2]
    if page.turns % 2:
        height, width = width, height
    text, placed = page_text(page.lines)
    lines = tuple(_placed(at, line, width, height) for at, line in placed)
    return PageReading(number, height / width, page.turns, text, lines)


def _placed(start: int, line: Line, width: int, height: int) -> ReadLine:
    box = (
        max(line.left / width, 0.0),
        max(line.top / height, 0.0),
        min(line.right / width, 1.0),
        min(line.bottom / height, 1.0),
    )
    return ReadLine(
        start,
        start + len(line.text),
        box,
        line.confidence,
        line.edges,
        line.is_vertical,
        line.percents,
    )
