"""How are many documents prepared at once?

A few are prepared where they are; many are shared out to processes, since folding,
segmenting and recognising are all computation.
"""

import multiprocessing
import os
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from itertools import chain, islice
from multiprocessing.connection import wait

from archive.model import Document, Extraction
from indexer.prepare import Prepared, Preparer

Record = tuple[Document, Extraction]

FEW = 64
"""Up to so many documents are not worth starting processes for."""
CHUNK = 16

_preparer: Preparer | None = None


class PreparationPool:
    """Prepares documents in order, in this process or in several.

    ``open_preparer`` must be importable by name, since processes call it.
    """

    def __init__(
        self, open_preparer: Callable[[], Preparer], *, processes: int
    ) -> None:
        self._open_preparer = open_preparer
        self._processes = processes
        self._own: Preparer | None = None
        self._executor: ProcessPoolExecutor | None = None

    def prepare(self, records: Iterable[Record]) -> Iterator[Prepared]:
        """Yield each record prepared, in order; holds only a few at a time."""
        source = iter(records)
        few = list(islice(source, FEW + 1))
        if not few:
            return
        if self._processes < 2 or (len(few) <= FEW and self._executor is None):
            yield from map(self._here().prepare, *_columns(few))
            for record in source:
                yield self._here().prepare(*record)
            return
        yield from self._in_processes(chain(few, source))

    def warm(self) -> None:
        """Load what the first document would otherwise wait for."""
        self._here().warm()

    def close(self) -> None:
        """End the processes."""
        if self._executor is not None:
            self._executor.shutdown(cancel_futures=True)
            self._executor = None

    def _here(self) -> Preparer:
        if self._own is None:
            self._own = self._open_preparer()
        return self._own

    def _in_processes(self, records: Iterator[Record]) -> Iterator[Prepared]:
        executor = self._start()
        waiting: deque[Future[list[Prepared]]] = deque()
        while chunk := list(islice(records, CHUNK)):
            waiting.append(executor.submit(_prepare_chunk, chunk))
            if len(waiting) > 2 * self._processes:
                yield from waiting.popleft().result()
        while waiting:
            yield from waiting.popleft().result()

    def _start(self) -> ProcessPoolExecutor:
        if self._executor is None:
            self._executor = ProcessPoolExecutor(
                self._processes,
                mp_context=multiprocessing.get_context("spawn"),
                initializer=_open,
                initargs=(self._open_preparer,),
            )
        return self._executor


def _columns(
    records: Sequence[Record],
) -> tuple[list[Document], list[Extraction]]:
    return [r[0] for r in records], [r[1] for r in records]


def _open(open_preparer: Callable[[], Preparer]) -> None:
    global _preparer
    threading.Thread(target=_die_with_parent, daemon=True).start()
    _preparer = open_preparer()


def _die_with_parent() -> None:
    """End this process once the one that started it is gone, however it ended."""
    parent = multiprocessing.parent_process()
    assert parent is not None
    wait([parent.sentinel])
    os._exit(1)


def _prepare_chunk(records: Sequence[Record]) -> list[Prepared]:
    assert _preparer is not None
    return [_preparer.prepare(document, extraction) for document, extraction in records]
