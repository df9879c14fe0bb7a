"""Which words mean the same to this archive's readers?

A group is shipped or made by an archivist; whoever searches for one of its words may
be shown what holds another. Every change is in the event log.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final, NewType, Protocol

SynonymsId = NewType("SynonymsId", str)

WORD_AT_MOST: Final = 40
WORDS_AT_MOST: Final = 12
"""Words in a group."""
GROUPS_AT_MOST: Final = 2_000
SHIPPED = Path(__file__).parent / "data" / "synonyms.txt"


@dataclass(frozen=True, slots=True)
class Synonyms:
    """Words of one meaning; ``changed_by`` is empty for a group as it was shipped."""

    id: SynonymsId
    words: tuple[str, ...]
    changed_by: str
    changed_at: datetime


class SynonymStore(Protocol):
    """Keeps the groups of one archive."""

    def groups(self) -> Sequence[Synonyms]:
        """Return every group, in order of the first word."""

    def revision(self) -> int:
        """Return a number that each change raises; cheap enough to poll."""

    def add(self, words: Sequence[str], *, actor: str) -> Synonyms:
        """Make a group of two words or more; raises InvalidInput."""

    def change(self, synonyms_id: str, words: Sequence[str], *, actor: str) -> Synonyms:
        """Give a group other words; raises SynonymsNotFound or InvalidInput."""

    def remove(self, synonyms_id: str, *, actor: str) -> None:
        """Take a group away; raises SynonymsNotFound."""


def shipped_groups() -> list[tuple[str, ...]]:
    """Return the groups that a new archive begins with."""
    lines = SHIPPED.read_text("utf-8").splitlines()
    return [tuple(line.split()) for line in lines if line and line[0] != "#"]
