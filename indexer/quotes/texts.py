"""What do the documents that may hold a quotation say?"""

from collections import OrderedDict
from dataclasses import dataclass

import numpy as np

from archive.errors import DocumentNotFound
from archive.model import DocumentId, Extraction, Page, Visible
from archive.store import Store
from indexer.fold import Folded, fold
from indexer.reading_view import reading_view

KEPT_CHARACTERS = 20_000_000
"""How much text is kept for the next quotation of the same draft."""


@dataclass(frozen=True, slots=True)
class SourceText:
    """A document's text as stored, and folded without any white space."""

    text: str
    pages: tuple[Page, ...]
    views: tuple[Folded, ...]


class SourceTexts:
    """Reads texts that the reader may see, each once while there is room."""

    def __init__(self, store: Store, *, visible: Visible) -> None:
        self._store = store
        self._visible = visible
        self._kept: OrderedDict[DocumentId, SourceText] = OrderedDict()
        self._characters = 0

    def get(self, document_id: DocumentId) -> SourceText | None:
        """Return a document's text; None if it is gone or not to be seen."""
        if document_id in self._kept:
            self._kept.move_to_end(document_id)
            return self._kept[document_id]
        try:
            extraction = self._store.extraction(document_id, visible=self._visible)
        except DocumentNotFound:
            return None
        source = source_text(extraction)
        self._keep(document_id, source)
        return source

    def _keep(self, document_id: DocumentId, source: SourceText) -> None:
        self._kept[document_id] = source
        self._characters += len(source.text)
        while self._characters > KEPT_CHARACTERS and len(self._kept) > 1:
            _, dropped = self._kept.popitem(last=False)
            self._characters -= len(dropped.text)


def source_text(extraction: Extraction) -> SourceText:
    """Return an extraction's text with the views that quotations are looked for in."""
    reading = reading_view(extraction.text)
    views = [fold(extraction.text), *([reading] if reading else [])]
    return SourceText(extraction.text, extraction.pages, tuple(map(unspaced, views)))


def unspaced(folded: Folded) -> Folded:
    """Return folded text without its spaces, mapped as before."""
    if " " not in folded.text:
        return folded
    stays = np.array([character != " " for character in folded.text], dtype=np.bool_)
    return Folded(
        folded.text.replace(" ", ""), folded.starts[stays], folded.ends[stays]
    )
