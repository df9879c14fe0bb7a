"""What does the Whoosh index itself hold?

Of each document its id and the frequencies of its words, in Whoosh's own format: any
Whoosh 2.7.4 can open and search it. Its segments are those of the manifest, one file
beside each columns file; the columns hold everything else.
"""

import os
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from whoosh import fields, formats
from whoosh.codec.whoosh3 import W3Codec, W3Segment
from whoosh.filedb.filestore import FileStorage
from whoosh.index import _DEF_INDEX_NAME, TOC, clean_files

from indexer.engines.whoosh.columns import Column
from indexer.engines.whoosh.stock_segment import write_segment
from indexer.errors import IndexDamaged

_NAME = _DEF_INDEX_NAME


class WordCounts(fields.FieldType):  # type: ignore[misc]  # Whoosh is untyped.
    """A field of words already cut and counted; the counts are the weights."""

    def __init__(self) -> None:
        self.format = formats.Existence()
        self.analyzer = None
        self.scorable = True
        self.stored = False
        self.unique = False
        self.vector = None
        self.spelling = False
        self.column_type = None


class StockIndex:
    """The Whoosh index of one generation; only the writer opens it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._storage = FileStorage(str(folder))
        self._schema = fields.Schema(
            id=fields.ID(stored=True, unique=True), words=WordCounts()
        )
        self._segments: dict[str, Any] = {}
        self._generation = TOC._latest_generation(self._storage, _NAME)
        for generation in self._generations():
            held = TOC.read(self._storage, _NAME, generation, self._schema).segments
            self._segments |= {segment.segid: segment for segment in held}

    def write(self, name: str, columns: Mapping[str, Column]) -> None:
        """Write a segment durably; it counts once ``commit`` names it."""
        segment = W3Segment(W3Codec(), _NAME, segid=name)
        write_segment(self._storage, segment, self._schema, columns)
        _sync(self._folder / f"{segment.segment_id()}.seg")
        self._segments[name] = segment

    def adopt(self, folder: Path, name: str) -> None:
        """Move a segment here that an index in another folder of the disk wrote."""
        segment = StockIndex(folder)._segments[name]
        file = f"{segment.segment_id()}.seg"
        (folder / file).replace(self._folder / file)
        self._segments[name] = segment

    def commit(self, segments: Sequence[tuple[str, Iterable[int]]]) -> None:
        """Make these the segments, each without its deleted documents.

        What was there before stays until ``sweep``, so that it can be gone back to.
        Raises IndexDamaged if one of them is not there.
        """
        for name, deleted in segments:
            if name not in self._segments:
                raise IndexDamaged(what=name)
            self._segments[name]._deleted = set(deleted) or None
        held = [self._segments[name] for name, _ in segments]
        self._generation += 1
        TOC(self._schema, held, self._generation).write(self._storage, _NAME)
        _sync(self._folder / TOC._filename(_NAME, self._generation))

    def sweep(self, names: Iterable[str]) -> None:
        """Remove all but the last commit, which is of these segments."""
        self._segments = {name: self._segments[name] for name in names}
        held = self._segments.values()
        clean_files(self._storage, _NAME, self._generation, held)

    def close(self) -> None:
        """Release files."""
        self._storage.close()

    def _generations(self) -> list[int]:
        found = map(TOC._pattern(_NAME).match, self._storage.list())
        return sorted(int(match[1]) for match in found if match)


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
