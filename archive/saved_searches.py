"""Which searches did somebody keep, and how far had they looked?

A saved search belongs to one person and names no document: what it finds is asked
anew each time, by the rights of whoever asks.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final, NewType, Protocol

from archive.model import Position

SavedSearchId = NewType("SavedSearchId", str)

SAVED_AT_MOST: Final = 100
"""Searches that one person may keep."""
NAME_AT_MOST: Final = 100
PARAMETERS_AT_MOST: Final = 4_000


@dataclass(frozen=True, slots=True)
class SavedSearch:
    """A search as its address writes it, ``q=…&place=…``, with a name.

    Its owner had looked at everything up to ``seen``, a position of the store.
    """

    id: SavedSearchId
    name: str
    parameters: str
    seen: Position
    seen_at: datetime
    created_at: datetime


class SavedSearchStore(Protocol):
    """Keeps each person's searches apart."""

    def of_owner(self, owner: str) -> Sequence[SavedSearch]:
        """Return somebody's searches, the latest first."""

    def saved(self, search_id: str, *, owner: str) -> SavedSearch:
        """Return one; raises SavedSearchNotFound."""

    def save(
        self, name: str, parameters: str, *, owner: str, seen: Position
    ) -> SavedSearch:
        """Keep a search; the same parameters again only get the new name.

        Raises InvalidInput for a name or parameters that are too long or a blank
        name, TooManySaved.
        """

    def look(self, search_id: str, *, owner: str, seen: Position) -> SavedSearch:
        """Record how far the owner has looked; raises SavedSearchNotFound."""

    def forget(self, search_id: str, *, owner: str) -> None:
        """Forget one; raises SavedSearchNotFound."""
