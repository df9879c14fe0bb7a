"""How does the index follow the store?

An update carries the store's changes since the engine's position into the engine;
a rebuild is an update of a new generation from position 0.
"""

from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from pathlib import Path

from archive.errors import DocumentNotFound
from archive.model import Change, DocumentId, Position
from archive.store import Store
from indexer.engine import SearchEngine
from indexer.index_folder import IndexFolder
from indexer.prepare import Prepared
from indexer.preparing import PreparationPool

BATCH = 2000
"""Changes carried over between two flushes of a long update."""

Progress = Callable[[float], None]


class Updater:
    """Keeps one engine in step with the store; the writer lock must be held."""

    def __init__(
        self, store: Store, engine: SearchEngine, pool: PreparationPool
    ) -> None:
        self._store = store
        self._engine = engine
        self._pool = pool

    def catch_up(self, progress: Progress | None = None) -> Position:
        """Index everything the store has and the engine has not; return the position.

        A killed update goes on from its last flush, with the same result.
        """
        start = self._engine.position()
        goal = self._store.position()
        while changes := self._store.changes_since(
            self._engine.position(), limit=BATCH
        ):
            self._carry(changes)
            position = changes[-1].position
            self._engine.flush(position)
            if progress and goal > start:
                progress(min(1.0, (position - start) / (goal - start)))
        return self._engine.position()

    def _carry(self, changes: Sequence[Change]) -> None:
        gone = [c.document_id for c in changes if c.is_removed]
        changed = [c.document_id for c in changes if not c.is_removed]
        readable, unread = self._split(changed)
        self._engine.remove([*gone, *unread])
        prepared = self._pool.prepare(self._records(readable))
        while batch := list(islice(prepared, 200)):
            self._keep(batch)

    def _keep(self, batch: list[Prepared]) -> None:
        self._store.save_analyses((p.indexed.id, p.analysis) for p in batch)
        self._engine.replace(p.indexed for p in batch)


def rebuild(
    folder: IndexFolder,
    open_writer: Callable[[Path], SearchEngine],
    update: Callable[[SearchEngine, Progress], object],
) -> SearchEngine:
    """Build a new generation aside, make it current and return its engine.

    The writer lock must be held. Readers keep the old generation until the switch.
    """
    generation = folder.begin()
    folder.report_progress(0.0)
    engine = open_writer(generation)
    update(engine, folder.report_progress)
    folder.switch(generation)
    return engine
