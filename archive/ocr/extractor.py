"""How does a scan become text, and how sure is it?"""

from importlib.metadata import version
from statistics import fmean

from archive.extract.base import OriginalFile
from archive.extract.page_breaks import spans
from archive.model import Extraction, Notice
from archive.ocr import DOUBTFUL_PAGES, READ_BY_OCR, SCANS
from archive.ocr.images import page_images
from archive.ocr.lines import page_text
from archive.ocr.recogniser import MODEL, confidence, open_recogniser
from archive.sniff import sniff

DOUBTFUL = 0.85
"""Pages less sure than this had better be looked at by a person."""


class OcrExtractor:
    """Reads images and PDFs that hold nothing but images."""

    name = "ocr"
    media_types = SCANS

    def __init__(self) -> None:
        self.version = f"1 ({MODEL}, rapidocr {version('rapidocr')})"

    def extract(self, original: OriginalFile) -> Extraction:
        """See ``Extractor``; takes seconds a page.

        The notice ``read_by_ocr`` says how sure the characters are on average,
        ``doubtful_pages`` which pages had better be looked at.
        """
        media_type = sniff(original.path, original.name)
        recogniser = open_recogniser()
        texts: list[str] = []
        sure: list[float] = []
        for pixels in page_images(original.path, media_type):
            lines = recogniser.lines(pixels)
            texts.append(page_text(lines))
            sure.append(confidence(lines))
        leaves = [f"{text}\n" for text in texts]
        notices = [_notice(sure)]
        doubtful = [n for n, one in enumerate(sure, start=1) if one < DOUBTFUL]
        if doubtful:
            named = "、".join(map(str, doubtful))
            notices.append(Notice(DOUBTFUL_PAGES, {"pages": named}))
        return Extraction(
            extractor=self.name,
            extractor_version=self.version,
            media_type=media_type,
            text="".join(leaves) if any(texts) else "",
            pages=spans(leaves) if any(texts) else (),
            warnings=tuple(notices),
        )


def _notice(sure: list[float]) -> Notice:
    percent = int(100 * fmean(sure)) if sure else 0
    return Notice(READ_BY_OCR, {"percent": percent, "pages": len(sure)})
