"""Who brings the index up to date, this process or another?

Whoever gets the writer lock indexes. Any other process commits to the store and
waits until the index has passed its position.
"""

import logging
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
from indexer.renewing import OpenEngine, OpenPool, Renewal
from indexer.terms.glossary import LiveGlossary
from indexer.terms.lexicon import Lexicon, read_lexicon
from indexer.update import Progress, Updater, rebuild

log = logging.getLogger(__name__)

SETTLED_SECONDS = 5.0
"""The words must not have changed for so long before an index is built by them."""
FAILED_SECONDS = 600.0
"""So long nothing is built by other words after that failed."""


class IndexWriter:
    """The engine that the holder of the writer lock writes to.

    ``open_pool`` opens what prepares documents by the words of a generation, in the
    background or not.
    """

    def __init__(
        self,
        store: Store,
        folder: IndexFolder,
        open_pool: OpenPool,
        open_writer: OpenEngine,
        glossary: LiveGlossary,
        *,
        settled_seconds: float = SETTLED_SECONDS,
        failed_seconds: float = FAILED_SECONDS,
    ) -> None:
        self._store = store
        self._folder = folder
        self._open_pool = open_pool
        self._open_writer = open_writer
        self._settled_seconds = settled_seconds
        self._failed_seconds = failed_seconds
        self._resting_until = 0.0
        self._glossary = glossary
        self._engine: SearchEngine | None = None
        self._generation: Path | None = None
        self._pool: PreparationPool | None = None
        self._words = Lexicon()
        self._wanted: tuple[str, float] | None = None
        self._renewal: Renewal | None = None

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
        """Go on with joining many parts of the index to few; at once back."""
        if self._engine is not None:
            self._engine.tidy()

    def warm(self) -> None:
        """Load what the first document would otherwise wait for."""
        if self._pool is not None:
            self._pool.warm()

    def has_other_words(self) -> bool:
        """Tell whether the index was built by other words than are used now."""
        return self._open() is None or self._lexicon().digest != self._words.digest

    def renew(self) -> None:
        """Build the index anew by the words used now, aside and in the background.

        Returns at once, but for the last moment; to be called again and again. What
        comes in meanwhile is read by the new words and goes into both. If it fails it
        is logged and tried again later; the old index stays.
        """
        if self._renewal is None and not self._is_renewal_due():
            return
        try:
            if self._renewal is None:
                self._renewal = self._begun()
            else:
                self._go_on(self._renewal)
        except Exception:
            # A full disk, say, must not end what keeps the old index up.
            log.exception("building the index by other words failed")
            self._give_up()

    def rebuild(self, progress: Progress | None = None) -> Position:
        """Build the index anew from the store; readers keep the old one meanwhile."""
        self.close()

        def update(generation: Path, engine: SearchEngine, report: Progress) -> None:
            def both(share: float) -> None:
                report(share)
                if progress:
                    progress(share)

            self._read_by(generation)
            self._update(engine, both)

        words = self._lexicon().text()
        self._engine = rebuild(self._folder, self._open_writer, update, words)
        self._generation = self._folder.current()
        return self._engine.position()

    def close(self) -> None:
        """Release the engine's files and end what goes on in the background."""
        if self._renewal is not None:
            self._renewal.abandon()
            self._renewal = None
            self._forget_pool()
        if self._engine is not None:
            self._engine.close()
        self._engine = self._generation = None

    def _is_renewal_due(self) -> bool:
        if time.monotonic() < self._resting_until:
            return False
        if self._engine is None or not self.has_other_words():
            return False
        digest, now = self._lexicon().digest, time.monotonic()
        if self._wanted is None or self._wanted[0] != digest:
            self._wanted = (digest, now)
        return now - self._wanted[1] >= self._settled_seconds

    def _begun(self) -> Renewal:
        generation = self._folder.begin(self._lexicon().text())
        return Renewal(self._store, generation, self._open_pool, self._open_writer)

    def _give_up(self) -> None:
        """Leave the index as it is, read by its own words, and rest a while."""
        self._resting_until = time.monotonic() + self._failed_seconds
        renewal, self._renewal, self._wanted = self._renewal, None, None
        if renewal is not None:
            renewal.abandon()
            renewal.pool.close()
            if self._pool is renewal.pool and self._generation is not None:
                self._pool = self._open_pool(self._generation, is_background=False)
        self._folder.remove_unfinished()

    def _go_on(self, renewal: Renewal) -> None:
        if renewal.is_loaded():
            self._forget_pool()
            self._pool = renewal.pool
            renewal.go_on()
        elif renewal.is_over():
            self._take_over(renewal)

    def _take_over(self, renewal: Renewal) -> None:
        """Let the new index answer, once it has the last of what came in."""
        engine, words = renewal.engine(), read_lexicon(renewal.generation)
        self._update(engine, None)
        self._folder.switch(renewal.generation)
        old, self._renewal, self._wanted = self._engine, None, None
        self._words = words
        self._engine, self._generation = engine, renewal.generation
        if old is not None:
            old.close()

    def _lexicon(self) -> Lexicon:
        return self._glossary.now().lexicon

    def _read_by(self, generation: Path) -> None:
        """Prepare documents by the words of a generation from now on."""
        words = read_lexicon(generation)
        if words.digest != self._words.digest:
            self._forget_pool()
        if self._pool is None:
            self._pool = self._open_pool(generation, is_background=False)
        self._words = words

    def _forget_pool(self) -> None:
        if self._pool is not None:
            self._pool.close()
            self._pool = None

    def _update(self, engine: SearchEngine, progress: Progress | None) -> Position:
        assert self._pool is not None
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
        self._read_by(current)
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
