"""Which page of an original is shown, upright, and where does its text stand?"""

from collections import OrderedDict
from dataclasses import dataclass, replace
from pathlib import Path

from archive.extract.base import OriginalFile
from archive.model import Document, Extraction, Page
from archive.ocr import reader_name
from archive.page_readings import UNSURE, PageReading
from archive.render import HAS_PAGE_IMAGES, OFFICE_SUFFIXES
from archive.render.base import PageRequest
from archive.render.office import OfficePrinter, Unprinted
from archive.render.placing import Places, matched_places, page_stretches, places_in
from archive.store import Store
from web.page_images import PageImage, PageImages

WAIT_SECONDS = 6.0
PRINTED_PAGES = 400
"""Marks and words are found on so many pages of an office file."""
STRETCHES_KEPT = 32


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

    def __init__(
        self, store: Store, images: PageImages, printer: OfficePrinter
    ) -> None:
        self._store = store
        self._images = images
        self._printer = printer
        self._stretches: OrderedDict[tuple[str, int], tuple[Page, ...]] = OrderedDict()

    def printed(self, document: Document) -> Path | Unprinted:
        """Return the PDF that an office file was printed as, or why there is none.

        Waits some seconds for it; printing goes on after that.
        """
        return self._printer.printed(
            Path(self._store.blobs.path(document.sha256)),
            document.sha256,
            document.media_type or "",
            wait_seconds=WAIT_SECONDS,
        )

    def paged(self, document: Document, extraction: Extraction) -> Extraction:
        """Return the text with the pages that are shown.

        Those of an office file are the pages it is printed on.
        """
        if document.media_type not in OFFICE_SUFFIXES:
            return extraction
        key = (document.sha256, hash(extraction.text))
        if key not in self._stretches:
            self._stretches[key] = self._printed_pages(document, extraction.text)
            if len(self._stretches) > STRETCHES_KEPT:
                self._stretches.popitem(last=False)
        return replace(extraction, pages=self._stretches[key])

    def _printed_pages(self, document: Document, text: str) -> tuple[Page, ...]:
        original = self.original(document)
        characters: list[str] = []
        pages = 1
        while len(characters) < pages:
            request = PageRequest(len(characters) + 1, with_characters=True)
            view = self._images.view(original, request)
            if view is None:
                break
            pages = min(view.pages, PRINTED_PAGES)
            characters.append(view.characters)
        return page_stretches(text, characters)

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
        """Return the file that is shown: what an office file was printed as."""
        if document.media_type in OFFICE_SUFFIXES:
            printed = self.printed(document)
            if isinstance(printed, Path):
                return OriginalFile(printed, "page.pdf")
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
    """Return what OCR was not sure of: whole lines, else single letters or figures.

    It is less sure of punctuation, of which there are many look-alikes.
    """
    found: list[tuple[int, int]] = []
    for line in reading.lines:
        start, end = page_start + line.start, page_start + line.end
        if line.confidence < UNSURE:
            found.append((start, end))
            continue
        for at, percent in enumerate(line.percents, start):
            char = reading.text[at - page_start]
            if percent >= 100 * UNSURE or not char.isalnum():
                continue
            if found and found[-1][1] == at:
                found[-1] = (found[-1][0], at + 1)
            else:
                found.append((at, at + 1))
    return tuple(found)
