"""Which held documents may a title or a number in a draft mean?"""

import re

from archive.model import DocumentId, Visible
from archive.store import Store
from indexer.fold import fold_query
from indexer.quotes.drafts import Reference

_SIGNS = re.compile(r"[\s《》〈〉<>()\[\]{}“”\"'第]")


class NamedDocuments:
    """Knows the titles and numbers of what the reader may see."""

    def __init__(self, store: Store, *, visible: Visible) -> None:
        self._titles: dict[str, list[DocumentId]] = {}
        self._numbers: dict[str, list[DocumentId]] = {}
        for name in store.document_names(visible=visible):
            self._titles.setdefault(_key(name.title), []).append(name.id)
            if name.number:
                self._numbers.setdefault(_key(name.number), []).append(name.id)

    def meant(self, reference: Reference) -> tuple[DocumentId, ...]:
        """Return the documents of this title, or of this number; none if unknown."""
        key = _key(reference.text)
        if reference.is_title:
            return tuple(self._titles.get(key, ()))
        # Words before a number run into it: 根据某政发〔2024〕3号.
        for start in range(len(key)):
            if key[start].isdigit():
                break
            if key[start:] in self._numbers:
                return tuple(self._numbers[key[start:]])
        return ()


def _key(text: str) -> str:
    return _SIGNS.sub("", fold_query(text))
