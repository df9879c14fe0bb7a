"""What does a recogniser see, and what does it give?"""

from dataclasses import dataclass
from typing import Protocol

from archive.model import Mention, Metadata, Passage


@dataclass(frozen=True, slots=True)
class Reading:
    """One document before its recognisers: verbatim text and what is known of it."""

    text: str
    metadata: Metadata
    passages: tuple[Passage, ...] = ()


class Recogniser(Protocol):
    """Finds mentions of some kinds; listed in ``indexer.recognise``."""

    name: str
    version: str

    def mentions(self, reading: Reading) -> list[Mention]:
        """Return mentions in order of start; surfaces equal their spans' text."""
