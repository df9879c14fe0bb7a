"""Which engine answers right now, while another process may be rebuilding it?"""

import threading
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TypeVar

from archive.model import DocumentId, Position, Visible
from indexer.engine import (
    IndexedDocument,
    Related,
    ResultPage,
    SearchEngine,
    SearchRequest,
)
from indexer.errors import IndexDamaged, IndexRebuilding
from indexer.index_folder import IndexFolder
from indexer.query import Query

Answer = TypeVar("Answer")


class LiveEngine:
    """A reader's engine that follows the current generation of an index folder.

    ``open_reader`` opens one generation for reading. Every method raises
    IndexRebuilding while there is no generation to read.
    """

    def __init__(
        self, folder: IndexFolder, open_reader: Callable[[Path], SearchEngine]
    ) -> None:
        self._folder = folder
        self._open_reader = open_reader
        self._lock = threading.Lock()
        self._generation: Path | None = None
        self._engine: SearchEngine | None = None

    def replace(self, documents: Iterable[IndexedDocument]) -> None:
        """Refuse: a reader does not write."""
        raise TypeError("a live engine only reads")

    def remove(self, document_ids: Iterable[DocumentId]) -> None:
        """Refuse: a reader does not write."""
        raise TypeError("a live engine only reads")

    def flush(self, position: Position) -> None:
        """Refuse: a reader does not write."""
        raise TypeError("a live engine only reads")

    def tidy(self) -> None:
        """Refuse: a reader does not write."""
        raise TypeError("a live engine only reads")

    def position(self) -> Position:
        """Return the position of the current generation; 0 while there is none."""
        try:
            return self._answer(lambda engine: engine.position())
        except IndexRebuilding:
            return Position(0)

    def search(self, request: SearchRequest, *, visible: Visible) -> ResultPage:
        """See SearchEngine."""
        return self._answer(lambda engine: engine.search(request, visible=visible))

    def marks(
        self, query: Query, document_id: DocumentId, *, visible: Visible
    ) -> Sequence[tuple[int, int]]:
        """See SearchEngine."""
        return self._answer(
            lambda engine: engine.marks(query, document_id, visible=visible)
        )

    def is_there(self) -> bool:
        """Tell whether there is a generation to read."""
        return self._folder.current() is not None

    def verify(self) -> None:
        """See SearchEngine; a damaged generation raises IndexRebuilding instead."""
        self._answer(lambda engine: engine.verify())

    def related(
        self, document_id: DocumentId, *, visible: Visible, limit: int
    ) -> Sequence[Related]:
        """See SearchEngine."""
        return self._answer(
            lambda engine: engine.related(document_id, visible=visible, limit=limit)
        )

    def close(self) -> None:
        """See SearchEngine."""
        with self._lock:
            if self._engine is not None:
                self._engine.close()
            self._engine = self._generation = None

    def _answer(self, ask: Callable[[SearchEngine], Answer]) -> Answer:
        """Ask the current generation; a damaged one is condemned."""
        while True:
            generation = self._folder.current()
            if generation is None:
                raise IndexRebuilding(progress=self._folder.progress())
            try:
                return ask(self._engine_of(generation))
            except IndexDamaged:
                # One that was replaced meanwhile is no longer whole, rightly so.
                if self._folder.current() == generation:
                    self._folder.condemn(generation)

    def _engine_of(self, generation: Path) -> SearchEngine:
        engine = self._engine
        if engine is not None and generation == self._generation:
            return engine
        with self._lock:
            if self._engine is None or generation != self._generation:
                # The old engine is left to the searches that still hold it.
                self._engine = self._open_reader(generation)
                self._generation = generation
            return self._engine
