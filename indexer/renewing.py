"""How is the index built anew while the old one goes on answering and growing?"""

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from archive.model import Position
from archive.store import Store
from indexer.engine import SearchEngine
from indexer.preparing import PreparationPool
from indexer.update import Updater

OpenEngine = Callable[[Path], SearchEngine]


class OpenPool(Protocol):
    """Opens what prepares documents by the words kept in a generation's folder."""

    def __call__(self, generation: Path, *, is_background: bool) -> PreparationPool:
        """Return it; in the background it gives way to whatever else runs."""


class Renewal:
    """A new generation that a thread fills with what the old index has.

    What changes after ``until`` is left to whoever lets it take over: meanwhile it
    is analysed by the old words, for the old index.
    """

    def __init__(
        self,
        store: Store,
        generation: Path,
        open_pool: OpenPool,
        open_writer: OpenEngine,
        *,
        until: Position,
    ) -> None:
        self.generation = generation
        self._engine = open_writer(generation)
        self._pool = open_pool(generation, is_background=True)
        self._updater = Updater(store, self._engine, self._pool)
        self._goal = until
        self._failure: BaseException | None = None
        self._thread = threading.Thread(target=self._fill, daemon=True)
        self._thread.start()

    def is_over(self) -> bool:
        """Tell whether the generation is filled, or failed."""
        return not self._thread.is_alive()

    def engine(self) -> SearchEngine:
        """Return the engine of the filled generation; raises what filling it did."""
        self._thread.join()
        if self._failure is not None:
            self._engine.close()
            raise self._failure
        return self._engine

    def abandon(self) -> None:
        """Stop filling the generation, as soon as it has flushed, and let it lie."""
        self._updater.stop()
        self._thread.join()
        self._engine.close()

    def _fill(self) -> None:
        try:
            self._updater.catch_up(until=self._goal)
            self._engine.flush(self._engine.position())
        except BaseException as failure:
            self._failure = failure
        finally:
            self._pool.close()
