"""Who brings the index up to date, this process or another?

Whoever gets the writer lock indexes. Any other process commits to the store and
waits until the index has passed its position.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from archive.model import Position
from archive.store import Store
from indexer.engine import SearchEngine
from indexer.errors import IndexDamaged
from indexer.index_folder import IndexFolder
from indexer.preparing import PreparationPool
from indexer.update import Progress, Updater, rebuild

OpenEngine = Callable[[Path], SearchEngine]


class IndexWriter:
    """The engine that the holder of the writer lock writes to."""

    def __init__(
        self,
        store: Store,
        folder: IndexFolder,
        pool: PreparationPool,
        open_writer: OpenEngine,
    ) -> None:
        self._store = store
        self._folder = folder
        self._pool = pool
        self._open_writer = open_writer
        self._engine: SearchEngine | None = None
        self._generation: Path | None = None

    def catch_up(self, progress: Progress | None = None) -> Position:
        """Bring the index up to the store's position and return it.

        Rebuilds it if it is missing, of another format, damaged, ahead of the
        store, or was deleted since.
        """
        engine = self._open()
        if engine is None:
            return self.rebuild(progress)
        try:
            return self._update(engine, progress)
        except IndexDamaged:
            return self.rebuild(progress)

    def is_behind(self) -> bool:
        """Tell whether there is anything to do; cheap enough to ask often."""
        if self._engine is None or self._folder.current() != self._generation:
            return True
        return self._engine.position() != self._store.position()

    def tidy(self) -> None:
        """Put the index in order while nobody waits: many parts are joined to few."""
        if self._engine is not None:
            self._engine.flush(self._engine.position())

    def warm(self) -> None:
        """Load what the first document would otherwise wait for."""
        self._pool.warm()

    def rebuild(self, progress: Progress | None = None) -> Position:
        """Build the index anew from the store; readers keep the old one meanwhile."""
        self.close()

        def update(engine: SearchEngine, report: Progress) -> None:
            def both(share: float) -> None:
                report(share)
                if progress:
                    progress(share)

            self._update(engine, both)

        self._engine = rebuild(self._folder, self._open_writer, update)
        self._generation = self._folder.current()
        return self._engine.position()

    def close(self) -> None:
        """Release the engine's files."""
        if self._engine is not None:
            self._engine.close()
        self._engine = self._generation = None

    def _update(self, engine: SearchEngine, progress: Progress | None) -> Position:
        return Updater(self._store, engine, self._pool).catch_up(progress)

    def _open(self) -> SearchEngine | None:
        current = self._folder.current()
        if self._engine is not None and current == self._generation:
            return self._engine
        self.close()
        if current is None:
            return None
        try:
            self._engine = self._open_writer(current)
        except IndexDamaged:
            return None
        self._generation = current
        if self._engine.position() > self._store.position():
            self.close()
            return None
        return self._engine


class Indexing:
    """The way of any process to an index that shows what it committed."""

    def __init__(
        self, store: Store, folder: IndexFolder, open_writer: Callable[[], IndexWriter]
    ) -> None:
        self._store = store
        self._folder = folder
        self._open_writer = open_writer

    @contextmanager
    def writer(self, *, wait_seconds: float = 0.0) -> Iterator[IndexWriter | None]:
        """Hold the writer lock; yields None if another process keeps it."""
        with self._folder.writer_lock(wait_seconds=wait_seconds) as held:
            if not held:
                yield None
                return
            writer = self._open_writer()
            try:
                yield writer
            finally:
                writer.close()

    def make_visible(
        self,
        reader: SearchEngine,
        *,
        wait_seconds: float,
        progress: Progress | None = None,
    ) -> bool:
        """Return once ``reader`` shows all that is committed now; False if it waited
        ``wait_seconds`` for another process in vain."""
        goal = self._store.position()
        deadline = time.monotonic() + wait_seconds
        while reader.position() < goal or self._folder.current() is None:
            with self.writer() as writer:
                if writer is not None:
                    writer.catch_up(progress)
                    return True
            if time.monotonic() > deadline:
                return False
            time.sleep(0.05)
        return True
