"""Which new terms are proposed for this archive, and since when?

They are found in the archive's own texts and kept beside the index, a cache like it:
whatever is lost is found again. Nothing becomes a term before a person says so.
"""

import json
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

from archive.model import DocumentId, EntityKind, Position
from archive.store import Store
from indexer.fold import fold_query
from indexer.gazetteer import Gazetteer
from indexer.segment import Dictionary
from indexer.terms.glossary import Glossary
from indexer.terms.mining import Candidate, mine

CHUNK = 200
LEAST_NEW = 20
NEW_SHARE = 0.1
"""So many documents, or such a share of those read, are worth looking again for."""
_NAMED: tuple[EntityKind, ...] = ("official", "place", "organisation", "post")


@dataclass(frozen=True, slots=True)
class Proposals:
    """Candidates as they were found, at which position of the store and when."""

    candidates: tuple[Candidate, ...]
    position: Position
    found_at: datetime
    documents: int


class ProposalFile:
    """Where proposals are kept, and whether somebody asked for new ones."""

    def __init__(self, index: Path) -> None:
        self._file = index / "proposals.json"
        self._wish = index / "proposals.wanted"

    def read(self) -> Proposals | None:
        """Return the proposals found last; None if there are none yet."""
        try:
            kept = json.loads(self._file.read_text("utf-8"))
            return Proposals(
                tuple(Candidate(**one) for one in kept["candidates"]),
                Position(kept["position"]),
                datetime.fromisoformat(kept["found_at"]),
                kept["documents"],
            )
        except (FileNotFoundError, NotADirectoryError, ValueError, KeyError, TypeError):
            return None

    def write(self, proposals: Proposals) -> None:
        """Keep proposals in place of others, all or none of them."""
        kept = {
            "position": proposals.position,
            "found_at": proposals.found_at.isoformat(),
            "documents": proposals.documents,
            "candidates": [asdict(one) for one in proposals.candidates],
        }
        self._file.parent.mkdir(parents=True, exist_ok=True)
        draft = self._file.with_suffix(f".{os.getpid()}")
        draft.write_text(json.dumps(kept, ensure_ascii=False), "utf-8")
        draft.replace(self._file)
        self._wish.unlink(missing_ok=True)

    def ask(self) -> None:
        """Ask for the archive to be looked through again."""
        self._wish.parent.mkdir(parents=True, exist_ok=True)
        self._wish.touch()

    def is_asked(self) -> bool:
        """Tell whether somebody waits for new proposals."""
        return self._wish.exists()

    def is_due(self, position: Position) -> bool:
        """Tell whether so much has come in that it is worth looking again."""
        if self.is_asked():
            return True
        last = self.read()
        if last is None:
            return position >= LEAST_NEW
        worth = max(LEAST_NEW, int(last.documents * NEW_SHARE))
        return position - last.position >= worth


def find_proposals(
    store: Store, glossary: Glossary, dictionary: Dictionary
) -> Proposals:
    """Look through the archive; some three seconds for a million characters."""
    position = store.position()
    read = _Texts(store)
    found = mine(
        read.texts(),
        is_known=_known(store, glossary, dictionary),
        tags=dictionary.tags,
    )
    return Proposals(tuple(found), position, datetime.now(UTC), read.documents)


def _known(
    store: Store, glossary: Glossary, dictionary: Dictionary
) -> Callable[[str], bool]:
    gazetteer = Gazetteer()

    def is_known(word: str) -> bool:
        folded = fold_query(word)
        return (
            dictionary.has(folded)
            or folded in glossary.writings
            or bool(gazetteer.named(folded))
            or bool(gazetteer.townships_named(folded))
            or any(store.entity_ids_named(kind, folded) for kind in _NAMED)
        )

    return is_known


class _Texts:
    """The texts of an archive in an order of chance, the same each time.

    So that of an archive too large to be read whole any part is as likely.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self.documents = 0

    def texts(self) -> Iterator[str]:
        """Yield the texts, counting them."""
        ids = sorted(self._ids(), key=lambda one: sha256(one.encode()).digest())
        for some in _chunks(ids):
            for _, extraction in self._store.readable_documents(some):
                self.documents += 1
                yield extraction.text

    def _ids(self) -> Iterable[DocumentId]:
        position = Position(0)
        while changes := self._store.changes_since(position, limit=CHUNK * 10):
            yield from (c.document_id for c in changes if not c.is_removed)
            position = changes[-1].position


def _chunks(ids: Sequence[DocumentId]) -> Iterator[Sequence[DocumentId]]:
    for start in range(0, len(ids), CHUNK):
        yield ids[start : start + CHUNK]
