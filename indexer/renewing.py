"""How is the index built anew while the old one goes on answering and growing?"""

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Final, Protocol

from archive.store import Store
from indexer.engine import SearchEngine
from indexer.preparing import PreparationPool
from indexer.update import Updater

OpenEngine = Callable[[Path], SearchEngine]

FEW_LEFT: Final = 20
"""So few changes are left to whoever lets the new index take over."""
ROUNDS_AT_MOST: Final = 20


class OpenPool(Protocol):
    """Opens what prepares documents by the words kept in a generation's folder."""

    def __call__(self, generation: Path, *, is_background: bool) -> PreparationPool:
        """Return it; in the background it gives way to whatever else runs."""


class Renewal:
    """A new generation that a thread fills with what the store has.

    First it loads ``pool``, by which the old index must be kept up from then on, so
    that nobody stores analyses by the old words any more; ``go_on`` says so.
    """

    def __init__(
        self,
        store: Store,
        generation: Path,
        open_pool: OpenPool,
        open_writer: OpenEngine,
    ) -> None:
        self.generation = generation
        self.pool = open_pool(generation, is_background=False)
        self._store = store
        self._engine = open_writer(generation)
        self._filling = open_pool(generation, is_background=True)
        self._updater = Updater(store, self._engine, self._filling)
        self._loaded, self._may_fill = threading.Event(), threading.Event()
        self._is_abandoned = False
        self._failure: BaseException | None = None
        self._thread = threading.Thread(target=self._work, daemon=True)
        self._thread.start()

    def is_loaded(self) -> bool:
        """Tell whether ``pool`` prepares at once, and waits to be used."""
        return self._loaded.is_set() and not self._may_fill.is_set()

    def go_on(self) -> None:
        """Let the generation be filled: the old index is kept up by ``pool`` now."""
        self._may_fill.set()

    def is_over(self) -> bool:
        """Tell whether the generation is filled but for a few, or failed."""
        return not self._thread.is_alive()

    def engine(self) -> SearchEngine:
        """Return the engine of the filled generation; raises what filling it did."""
        self._thread.join()
        if self._failure is not None:
            raise self._failure
        return self._engine

    def abandon(self) -> None:
        """Stop filling the generation after the documents at hand, and let it lie.

        One that failed has to be abandoned too.
        """
        self._is_abandoned = True
        self._updater.stop()
        self._may_fill.set()
        self._thread.join()
        self._engine.close()

    def _work(self) -> None:
        try:
            self.pool.warm()
            self._loaded.set()
            self._may_fill.wait()
            self._fill()
        except BaseException as failure:
            self._failure = failure
        finally:
            self._filling.close()

    def _fill(self) -> None:
        for _ in range(ROUNDS_AT_MOST):
            left = self._store.position() - self._engine.position()
            if self._is_abandoned or left <= FEW_LEFT:
                break
            self._updater.catch_up()
        self._engine.flush(self._engine.position())
