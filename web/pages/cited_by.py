"""Who cites a document, in which words?"""

from dataclasses import dataclass

from archive.citations import Citation
from archive.model import Document, Visible
from archive.store import Store


@dataclass(frozen=True, slots=True)
class CitedBy:
    """The citations of a document in the order of its text, and the rest of them."""

    shown: tuple[Citation, ...]
    rest: tuple[Citation, ...]


_SHOWN = 5


def cited_by(store: Store, document: Document, *, visible: Visible) -> CitedBy:
    """Return who cites a document."""
    found = tuple(store.citations.of_document(document.id, visible=visible))
    return CitedBy(found[:_SHOWN], found[_SHOWN:])
