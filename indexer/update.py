"""How does the index follow the store?

An update carries the store's changes since the engine's position into the engine;
a rebuild is an update of a new generation from position 0.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from archive.model import Document, DocumentId, Extraction, Position
from archive.store import Store
from indexer.decided import decide
from indexer.engine import SearchEngine
from indexer.index_folder import IndexFolder
from indexer.prepare import Prepared
from indexer.preparing import PreparationPool, Record

CHUNK = 100
"""Documents read from the store at once."""
FIRST_DOCUMENTS = 100
"""So many are flushed first, then ever twice as many: none waits for all others."""
FLUSH_DOCUMENTS = 5_000
FLUSH_CHARACTERS = 10_000_000
"""A long update flushes after so many, which bounds memory and repeated work."""

Progress = Callable[[float], None]


class Updater:
    """Keeps one engine in step with the store; the writer lock must be held."""

    def __init__(
        self, store: Store, engine: SearchEngine, pool: PreparationPool
    ) -> None:
        self._store = store
        self._engine = engine
        self._pool = pool
        self._is_stopped = False

    def stop(self) -> None:
        """Let an update in another thread end after the documents at hand."""
        self._is_stopped = True

    def catch_up(self, progress: Progress | None = None) -> Position:
        """Index everything the store has by now; return the position.

        What comes meanwhile is left for the next time, so that a steady stream does
        not keep its first documents from being found. A killed update goes on from
        its last flush, with the same result.
        """
        start, goal = self._engine.position(), self._store.position()
        portion = FIRST_DOCUMENTS
        while self._engine.position() < goal and not self._is_stopped:
            position = self._carry_until_full(goal, portion)
            portion = min(2 * portion, FLUSH_DOCUMENTS)
            self._engine.flush(position)
            if progress and goal > start:
                progress(min(1.0, (position - start) / (goal - start)))
        return self._engine.position()

    def _carry_until_full(self, goal: Position, portion: int) -> Position:
        """Hand changes to the engine until a flush is due; return the last position."""
        tally = _Tally(self._engine.position(), portion)
        self._keep(self._pool.prepare(self._records(tally, goal)))
        # Last, since preparing runs behind reading.
        self._engine.remove(tally.gone)
        return tally.position

    def _records(self, tally: "_Tally", goal: Position) -> Iterator[Record]:
        while tally.position < goal and not (tally.is_full() or self._is_stopped):
            changes = [
                change
                for change in self._store.changes_since(tally.position, limit=CHUNK)
                if change.position <= goal
            ]
            if not changes:
                # Changes up to here may have been superseded by later ones.
                tally.position = goal
                return
            records = self._store.readable_documents(
                [c.document_id for c in changes if not c.is_removed]
            )
            tally.gone |= {change.document_id for change in changes}
            for document, extraction in records:
                tally.count(document, extraction)
                yield document, extraction
            tally.position = changes[-1].position

    def _keep(self, prepared: Iterator[Prepared]) -> None:
        while batch := list(islice(prepared, CHUNK)):
            batch = decide(batch, self._store.decisions)
            self._store.save_analyses((p.indexed.id, p.analysis) for p in batch)
            self._engine.replace(p.indexed for p in batch)


@dataclass
class _Tally:
    position: Position
    portion: int
    documents: int = 0
    characters: int = 0
    gone: set[DocumentId] = field(default_factory=set)

    def count(self, document: Document, extraction: Extraction) -> None:
        self.documents += 1
        self.characters += len(extraction.text)
        self.gone.discard(document.id)

    def is_full(self) -> bool:
        return self.documents >= self.portion or self.characters >= FLUSH_CHARACTERS


def rebuild(
    folder: IndexFolder,
    open_writer: Callable[[Path], SearchEngine],
    update: Callable[[Path, SearchEngine, Progress], object],
    words: str = "",
) -> SearchEngine:
    """Build a new generation aside, make it current and return its engine.

    ``update`` fills it by ``words``, which are kept in its folder. The writer lock
    must be held. Readers keep the old generation until the switch.
    """
    generation = folder.begin(words)
    folder.report_progress(0.0)
    engine = open_writer(generation)
    update(generation, engine, folder.report_progress)
    engine.flush(engine.position())
    folder.switch(generation)
    return engine
