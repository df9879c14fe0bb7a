"""What did OCR read on a page, and where on it does each line stand?

Derived: it names the reader that made it and can be made again. Kept page by page, so
that reading goes on after a crash where it stopped.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from archive.extract.base import OriginalFile
from archive.model import Sha256

Box = tuple[float, float, float, float]
"""Left, top, right and bottom as shares of the page's width and height."""

UNSURE = 0.85
"""Lines and pages less sure than this had better be looked at by a person."""
UNITS = 1000


@dataclass(frozen=True, slots=True)
class ReadLine:
    """A recognised line: where in the page's text and on the page it stands.

    ``edges`` are where its characters begin, and the last one ends, in thousandths of
    the box's length; empty if they are of equal length. ``confidence`` is 0 to 1,
    ``percents`` that of each character in hundredths, empty if it is not known.
    """

    start: int
    end: int
    box: Box
    confidence: float
    edges: tuple[int, ...] = ()
    is_vertical: bool = False
    percents: tuple[int, ...] = ()

    def character_boxes(self) -> Iterator[Box]:
        """Yield the box of each character."""
        count = self.end - self.start
        edges = self.edges or [UNITS * at // count for at in range(count + 1)]
        left, top, right, bottom = self.box
        for at in range(count):
            begin, end = edges[at] / UNITS, edges[at + 1] / UNITS
            if self.is_vertical:
                height = bottom - top
                yield left, top + height * begin, right, top + height * end
            else:
                width = right - left
                yield left + width * begin, top, left + width * end, bottom


@dataclass(frozen=True, slots=True)
class PageReading:
    """A page as read: ``turns`` quarter turns to the left set it upright.

    ``ratio`` is height by width of the upright page, on which boxes are. ``failure``
    is the code of the reason why the page could not be read.
    """

    number: int
    ratio: float
    turns: int = 0
    text: str = ""
    lines: tuple[ReadLine, ...] = ()
    failure: str | None = None

    @property
    def confidence(self) -> float:
        """How sure the characters are on average, 0 to 1; 0 without lines."""
        characters = sum(line.end - line.start for line in self.lines)
        if not characters:
            return 0.0
        whole = sum(line.confidence * (line.end - line.start) for line in self.lines)
        return whole / characters


@dataclass(frozen=True, slots=True)
class ReadingProgress:
    """How many pages of an original were read, of how many."""

    read: int
    pages: int


@runtime_checkable
class PageReader(Protocol):
    """An extractor that reads one page at a time."""

    def read_page(
        self, original: OriginalFile, number: int
    ) -> tuple[PageReading | None, int]:
        """Return a page by its number from 1, and how many pages there are.

        None if there is no such page. Raises as ``Extractor.extract`` does.
        """


class PageReadingStore(Protocol):
    """What was read on the pages of originals, each by a named reader."""

    def record(
        self, sha256: Sha256, reader: str, reading: PageReading, *, pages: int
    ) -> None:
        """Keep what was read on a page, in place of what was there; no change."""

    def readings(self, sha256: Sha256, reader: str) -> Sequence[PageReading]:
        """Return the pages read so far, in order."""

    def reading(self, sha256: Sha256, reader: str, number: int) -> PageReading | None:
        """Return one page, None if it was not read."""

    def progress(
        self, originals: Sequence[Sha256], reader: str
    ) -> Mapping[Sha256, ReadingProgress]:
        """Return how far a reader is, for those of the originals where it began."""

    def forget(self, sha256: Sha256) -> None:
        """Let every page of an original be read anew."""
