"""How are large segments joined while the writer goes on?

A process of its own writes the joined segment into a folder of its own, ``joining-…``
in the generation's. The writer moves it into place when it is there, and deletes from
it what was deleted from its parts meanwhile. Nothing waits for it, and a joining that
was killed leaves a folder that the next writer removes.
"""

import multiprocessing
import os
import shutil
import tempfile
import threading
from collections.abc import Mapping, Sequence
from multiprocessing.connection import wait
from pathlib import Path

import numpy as np

from indexer.engines.whoosh.columns import write_columns
from indexer.engines.whoosh.manifest import Manifest, Segment, open_segments
from indexer.engines.whoosh.merge import merged_columns, new_numbers
from indexer.engines.whoosh.narrow import narrow
from indexer.engines.whoosh.rank import LiveSegment

_FOLDER = "joining-"
_NICENESS = 10


class Joining:
    """A segment in the making, of some segments as they were at the beginning."""

    def __init__(
        self,
        folder: Path,
        name: str,
        segments: Sequence[Segment],
        live: Sequence[LiveSegment],
    ) -> None:
        self.name = name
        self.parts = frozenset(segment.name for segment in segments)
        self.draft = Path(tempfile.mkdtemp(prefix=_FOLDER, dir=folder))
        self._numbers = {
            segment.name: numbers
            for segment, numbers in zip(segments, new_numbers(live), strict=True)
        }
        self._process = multiprocessing.get_context("spawn").Process(
            target=_join, args=(folder, self.draft, name, tuple(segments)), daemon=True
        )
        self._process.start()

    def is_over(self) -> bool:
        """Tell whether the process has ended."""
        return not self._process.is_alive()

    def has_failed(self) -> bool:
        """Tell whether the process ended without a whole segment."""
        return self._process.exitcode != 0

    def segment(self, held: Mapping[str, Segment]) -> Segment | None:
        """Return the joined segment without what was deleted meanwhile.

        ``held`` are the segments of the last flush by name; a part that is not among
        them has no documents any more. None if no document is left.
        """
        gone: list[int] = []
        for name, numbers in self._numbers.items():
            part = held.get(name)
            deleted = numbers if part is None else numbers[list(part.deleted)]
            gone += deleted[deleted >= 0].tolist()
        known = sum(int(np.count_nonzero(n >= 0)) for n in self._numbers.values())
        return Segment(self.name, tuple(sorted(gone))) if len(gone) < known else None

    def end(self) -> None:
        """End the process, whatever it does, and remove its folder."""
        self._process.kill()
        self._process.join()
        self._process.close()
        shutil.rmtree(self.draft, ignore_errors=True)


def remove_drafts(folder: Path) -> None:
    """Remove what joinings that were killed left in a generation's folder."""
    for draft in folder.glob(f"{_FOLDER}*"):
        shutil.rmtree(draft, ignore_errors=True)


def _join(folder: Path, draft: Path, name: str, segments: tuple[Segment, ...]) -> None:
    """Write one segment of several; runs in a process of its own."""
    from indexer.engines.whoosh.stock import StockIndex

    threading.Thread(target=_die_with_parent, daemon=True).start()
    os.nice(_NICENESS)
    parts = open_segments(folder, Manifest(segments=segments), {})
    for part in parts:
        # What is damaged would go on into the joined segment.
        part.view.columns.verify()
    columns = merged_columns(parts)
    stock = StockIndex(draft)
    stock.write(name, columns)
    stock.commit([(name, ())])
    documents = int(np.sum([np.count_nonzero(part.live) for part in parts]))
    write_columns(draft / f"{name}.columns", narrow(columns, documents))


def _die_with_parent() -> None:
    parent = multiprocessing.parent_process()
    assert parent is not None
    wait([parent.sentinel])
    os._exit(1)
