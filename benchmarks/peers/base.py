"""What does an engine do to be compared?"""

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from benchmarks.search_corpus import Question, Row

FACETS = ("place", "person", "type")
FACET_LIMIT = 20
HITS = 10


class Peer(Protocol):
    """One engine: builds an index in a folder, opens it, answers whole pages.

    A page is the top ten, the exact total, counts of three facets (the 20 most
    frequent values of each) and a marked snippet of every hit, as JSON.
    """

    cuts_words: bool
    """Whether it segments for itself; to the others words are given ready cut."""

    def build(
        self, rows: Sequence[Row], words: Sequence[Sequence[str]], folder: Path
    ) -> None:
        """Index all documents; ``words`` are those of each."""

    def open(self, folder: Path) -> None:
        """Open what was built."""

    def page(self, question: Question) -> bytes:
        """Return one page of the answer as JSON."""

    def total(self, page: bytes) -> int:
        """Return the total that a page tells."""

    def sizes(self, folder: Path) -> dict[str, int]:
        """Return the bytes of the parts of the index."""
