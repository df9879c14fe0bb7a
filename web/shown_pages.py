"""Which page of an original is shown, upright, and where does its text stand?"""

from dataclasses import dataclass
from pathlib import Path

from archive.extract.base import OriginalFile
from archive.model import Document, Extraction, Page
from archive.ocr import reader_name
from archive.page_readings import UNSURE, PageReading
from archive.render import HAS_PAGE_IMAGES
from archive.render.base import PageRequest
from archive.render.placing import Places, matched_places, places_in
from archive.store import Store
from web.page_images import PageImage, PageImages


@dataclass(frozen=True, slots=True)
class ShownPage:
    """A page as it is shown: its stretch of the text, and where that stands.

    ``ratio`` is height by width, ``pages`` how many there are. ``places`` begin with
    the page's text. ``turns`` quarter turns to the left set it upright.
    """

    page: Page
    pages: int
    ratio: float
    places: Places = ()
    turns: int = 0
    unsure: tuple[tuple[int, int], ...] = ()
    """Stretches of the text that OCR was not sure of."""


class ShownPages:
    """Shows the pages of documents that the caller may see."""

    def __init__(self, store: Store, images: PageImages) -> None:
        self._store = store
        self._images = images

    def page(
        self, document: Document, extraction: Extraction, number: int
    ) -> ShownPage | None:
        """Return a page by its number from 1, None if it cannot be shown."""
        page = page_of(extraction, number)
        reading = self.reading(document, extraction, number)
        if reading is not None:
            return ShownPage(
                page,
                len(extraction.pages),
                reading.ratio,
                places_in(reading),
                reading.turns,
                unsure_spans(reading, page.start),
            )
        request = PageRequest(number, with_characters=page.end > page.start)
        view = self._images.view(self.original(document), request)
        if view is None:
            return None
        text = extraction.text[page.start : page.end]
        places = matched_places(text, view.characters, view.boxes)
        return ShownPage(page, view.pages, view.ratio, places)

    def image(
        self, document: Document, extraction: Extraction, number: int, width: int
    ) -> PageImage | None:
        """Return a page's image, upright, None if it cannot be shown."""
        if document.media_type not in HAS_PAGE_IMAGES:
            return None
        reading = self.reading(document, extraction, number)
        request = PageRequest(number, width, reading.turns if reading else 0)
        return self._images.image(self.original(document), document.sha256, request)

    def original(self, document: Document) -> OriginalFile:
        """Return the file that is shown."""
        return OriginalFile(
            Path(self._store.blobs.path(document.sha256)), document.name
        )

    def reading(
        self, document: Document, extraction: Extraction, number: int
    ) -> PageReading | None:
        """Return what OCR read on a page, None if the text is not of it."""
        reader = reader_name(extraction.extractor, extraction.extractor_version)
        found = self._store.page_readings.reading(document.sha256, reader, number)
        is_whole = found is not None and len(found.text) < len_of(extraction, number)
        return found if is_whole else None

    def unsure(
        self, document: Document, extraction: Extraction
    ) -> tuple[tuple[int, int], ...]:
        """Return the stretches of a whole text that OCR was not sure of, in order."""
        reader = reader_name(extraction.extractor, extraction.extractor_version)
        starts = {page.number: page.start for page in extraction.pages}
        return tuple(
            span
            for one in self._store.page_readings.readings(document.sha256, reader)
            for span in unsure_spans(one, starts.get(one.number, 0))
        )


def page_of(extraction: Extraction, number: int) -> Page:
    """Return a page's stretch of the text; an empty one if it has none."""
    found = (page for page in extraction.pages if page.number == number)
    return next(found, Page(number, 0, 0))


def len_of(extraction: Extraction, number: int) -> int:
    """Return how many characters of the text a page holds."""
    page = page_of(extraction, number)
    return page.end - page.start


def unsure_spans(reading: PageReading, page_start: int) -> tuple[tuple[int, int], ...]:
    """Return what OCR was not sure of: whole lines, else single characters."""
    found: list[tuple[int, int]] = []
    for line in reading.lines:
        start, end = page_start + line.start, page_start + line.end
        if line.confidence < UNSURE:
            found.append((start, end))
            continue
        for at, percent in enumerate(line.percents, start):
            if percent >= 100 * UNSURE:
                continue
            if found and found[-1][1] == at:
                found[-1] = (found[-1][0], at + 1)
            else:
                found.append((at, at + 1))
    return tuple(found)
