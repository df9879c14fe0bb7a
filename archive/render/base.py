"""What is a renderer, and what may it be asked for?"""

from dataclasses import dataclass
from typing import Protocol

from archive.extract.base import OriginalFile
from archive.page_readings import Box

WIDEST_PIXELS = 2400
MOST_PIXELS = 16_000_000
MOST_CHARACTERS = 200_000


@dataclass(frozen=True, slots=True)
class PageRequest:
    """A page by its number from 1, as an image ``width`` pixels wide; 0: none.

    ``turns`` quarter turns to the left come before; ``with_characters`` asks for the
    page's characters and where they stand.
    """

    number: int
    width: int = 0
    turns: int = 0
    with_characters: bool = False


@dataclass(frozen=True, slots=True)
class PageView:
    """A page as it looked.

    ``image`` is empty if none was asked for. ``ratio`` is height by width, ``pages``
    how many pages the file has. ``characters`` are those of the page that are no white
    space, in the file's own order, and ``boxes`` where each stands.
    """

    ratio: float
    pages: int
    image: bytes = b""
    media_type: str = "image/png"
    characters: str = ""
    boxes: tuple[Box, ...] = ()


class Renderer(Protocol):
    """Shows the pages of one kind of file."""

    media_types: frozenset[str]

    def view(self, original: OriginalFile, request: PageRequest) -> PageView | None:
        """Return a page, or None if the file has no such page.

        Raises DamagedFile or EncryptedFile. Opens no network connection and writes
        no file.
        """
