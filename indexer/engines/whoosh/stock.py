"""What does the Whoosh index itself hold?

Of each document its id and the frequencies of its words, in Whoosh's own format: any
Whoosh 2.7.4 can open and search it. The columns hold everything else.
"""

import os
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from whoosh import fields, formats, index, query, writing
from whoosh.system import pack_uint

MANY_SEGMENTS = 8
"""Fewer are left apart: joining words takes longer than a short flush may."""


class WordCounts(fields.FieldType):  # type: ignore[misc]  # Whoosh is untyped.
    """A field whose words are given already cut and counted."""

    def __init__(self) -> None:
        self.format = formats.Frequency()
        self.analyzer = None
        self.scorable = True
        self.stored = False
        self.unique = False
        self.vector = None
        self.spelling = False
        self.column_type = None

    def index(self, value: Counter[str], **_: Any) -> Iterator[Any]:
        """Yield (word, frequency, weight, encoded frequency), as Whoosh asks."""
        for word, count in value.items():
            encoded = word.encode("utf-8", "surrogatepass")
            yield encoded, count, float(count), pack_uint(count)


class StockIndex:
    """The Whoosh index of one generation; only the writer opens it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._synced: set[str] = set()
        if index.exists_in(str(folder)):
            self._index = index.open_dir(str(folder))
        else:
            schema = fields.Schema(
                id=fields.ID(stored=True, unique=True), words=WordCounts()
            )
            self._index = index.create_in(str(folder), schema)

    def commit(
        self, removed: Iterable[str], added: Sequence[tuple[str, Counter[str]]]
    ) -> None:
        """Replace documents in one commit and make it durable."""
        writer = self._index.writer()
        try:
            gone = [query.Term("id", document_id) for document_id in removed]
            if gone:
                writer.delete_by_query(query.Or(gone))
            for document_id, words in added:
                writer.add_document(id=document_id, words=words)
        except BaseException:
            writer.cancel()
            raise
        writer.commit(mergetype=_merge_when_many)
        self._sync()

    def close(self) -> None:
        """Release files."""
        self._index.close()

    def _sync(self) -> None:
        files = {
            path.name: path
            for path in self._folder.iterdir()
            if path.suffix not in (".columns", ".json")
        }
        # Whoosh gives every file a new name and never writes to it again.
        new = [files[name] for name in files.keys() - self._synced]
        for path in (*new, self._folder):
            handle = os.open(path, os.O_RDONLY)
            try:
                os.fsync(handle)
            finally:
                os.close(handle)
        self._synced = set(files)


def _merge_when_many(writer: Any, segments: list[Any]) -> list[Any]:
    """Return the segments to keep, small ones joined if there are many."""
    if len(segments) < MANY_SEGMENTS:
        return segments
    kept: list[Any] = writing.MERGE_SMALL(writer, segments)
    return kept
