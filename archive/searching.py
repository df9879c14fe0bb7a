"""What does the store keep for those who search?"""

from typing import Protocol

from archive.saved_searches import SavedSearchStore
from archive.synonyms import SynonymStore
from archive.terms import TermStore


class SearchingStore(Protocol):
    """The part of a store that readers' searches use."""

    @property
    def saved_searches(self) -> SavedSearchStore:
        """The searches that people keep."""

    @property
    def synonyms(self) -> SynonymStore:
        """Words that mean the same to this archive's readers."""

    @property
    def terms(self) -> TermStore:
        """Words known by name, and their changes."""
