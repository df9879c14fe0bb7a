"""What is a renderer, and what may it be asked for?"""

from dataclasses import dataclass
from typing import Protocol

from archive.extract.base import OriginalFile

WIDEST_PIXELS = 2400
MOST_PIXELS = 16_000_000
MOST_WANTED = 200

Box = tuple[float, float, float, float]
"""Left, top, right and bottom as shares of the page's width and height."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Words to find on a page, white space left out.

    ``occurrence`` counts from 0 which of several places of the same words is meant.
    """

    words: str
    occurrence: int = 0


@dataclass(frozen=True, slots=True)
class PageRequest:
    """A page by its number from 1, as an image ``width`` pixels wide; 0: none."""

    number: int
    width: int = 0
    wanted: tuple[Wanted, ...] = ()


@dataclass(frozen=True, slots=True)
class PageView:
    """A page as it looked.

    ``png`` is empty if no image was asked for. ``ratio`` is height by width.
    ``boxes`` holds for each of the wanted words the boxes of its lines, none if the
    words were not found.
    """

    ratio: float
    png: bytes = b""
    boxes: tuple[tuple[Box, ...], ...] = ()


class Renderer(Protocol):
    """Shows the pages of one kind of file."""

    media_types: frozenset[str]

    def view(self, original: OriginalFile, request: PageRequest) -> PageView | None:
        """Return a page, or None if the file has no such page.

        Raises DamagedFile or EncryptedFile. Opens no network connection and writes
        no file.
        """
