"""How do the read pages of a scan make one text, and how sure is it?"""

from collections.abc import Sequence
from statistics import fmean

from archive.extract.page_breaks import spans
from archive.model import Extraction, Notice
from archive.ocr import DOUBTFUL_PAGES, NAME, READ_BY_OCR
from archive.page_readings import UNSURE, PageReading


def assembled(
    readings: Sequence[PageReading], *, version: str, media_type: str
) -> Extraction:
    """Return the pages as one text; a page's text begins where the page does.

    The notice ``read_by_ocr`` says how sure the characters are on average,
    ``doubtful_pages`` which pages had better be looked at.
    """
    leaves = [f"{reading.text}\n" for reading in readings]
    has_text = any(reading.text for reading in readings)
    sure = [reading.confidence for reading in readings]
    percent = int(100 * fmean(sure)) if sure else 0
    notices = [Notice(READ_BY_OCR, {"percent": percent, "pages": len(sure)})]
    doubtful = [str(one.number) for one in readings if is_doubtful(one)]
    if doubtful:
        notices.append(Notice(DOUBTFUL_PAGES, {"pages": "、".join(doubtful)}))
    return Extraction(
        extractor=NAME,
        extractor_version=version,
        media_type=media_type,
        text="".join(leaves) if has_text else "",
        pages=spans(leaves) if has_text else (),
        warnings=tuple(notices),
    )


def is_doubtful(reading: PageReading) -> bool:
    """Tell whether a person had better look at a page."""
    return reading.failure is not None or reading.confidence < UNSURE
