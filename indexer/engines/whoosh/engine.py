"""How does the Whoosh engine keep its promises as a SearchEngine?

A flush writes the words to the Whoosh index, everything a reader needs to the columns
of a new segment, and then one manifest; what the manifest names is the index.
"""

import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from archive.model import DocumentId, Position, Visible
from indexer.engine import (
    FACET_KINDS,
    IndexedDocument,
    Related,
    ResultPage,
    SearchRequest,
)
from indexer.engines.whoosh.answer import Snapshot, query_places
from indexer.engines.whoosh.columns import Column, write_columns
from indexer.engines.whoosh.draft import segment_columns
from indexer.engines.whoosh.invert import MAX_DOCUMENTS
from indexer.engines.whoosh.manifest import (
    Manifest,
    Segment,
    open_segments,
    read_manifest,
    stamp,
    sweep,
    write_manifest,
)
from indexer.engines.whoosh.merge import merged_columns
from indexer.engines.whoosh.merging import to_merge
from indexer.engines.whoosh.narrow import narrow
from indexer.engines.whoosh.view import SegmentView
from indexer.engines.whoosh.vocabulary import ValueNumbers
from indexer.errors import IndexDamaged
from indexer.query import Query

ENGINE_FORMAT = 10
"""Raised when what lies on disk changes: an older index is then rebuilt."""
JOINED_AT_LEAST = 2_000
JOINED_FOR_EACH = 4
"""A flush joins segments of so many documents, or so many for each that it writes;
larger ones wait for a flush of nothing, when nobody waits for it."""


class WhooshReader:
    """Answers from the last flush of a folder, whoever wrote it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock = threading.Lock()
        self._views: dict[str, SegmentView] = {}
        self._numbers = {kind: ValueNumbers(kind) for kind in FACET_KINDS}
        self._load()

    def position(self) -> Position:
        """See SearchEngine."""
        return Position(self._current().position)

    def search(self, request: SearchRequest, *, visible: Visible) -> ResultPage:
        """See SearchEngine."""
        with self._checked() as snapshot:
            return snapshot.search(request, visible)

    def marks(
        self, query: Query, document_id: DocumentId, *, visible: Visible
    ) -> Sequence[tuple[int, int]]:
        """See SearchEngine."""
        with self._checked() as snapshot:
            found = snapshot.find(document_id, visible)
            return query_places(*found, query) if found else []

    def verify(self) -> None:
        """See SearchEngine; costs about a second for each gigabyte of columns."""
        for segment in self._current().segments:
            segment.view.columns.verify()

    def related(
        self, document_id: DocumentId, *, visible: Visible, limit: int
    ) -> Sequence[Related]:
        """See SearchEngine."""
        with self._checked() as snapshot:
            return snapshot.related(document_id, visible, limit)

    def replace(self, documents: Iterable[IndexedDocument]) -> None:
        """Refuse: a reader does not write."""
        raise TypeError("a reader does not write")

    def remove(self, document_ids: Iterable[DocumentId]) -> None:
        """Refuse: a reader does not write."""
        raise TypeError("a reader does not write")

    def flush(self, position: Position) -> None:
        """Refuse: a reader does not write."""
        raise TypeError("a reader does not write")

    def close(self) -> None:
        """See SearchEngine."""
        self._views.clear()

    @contextmanager
    def _checked(self) -> Iterator[Snapshot]:
        """Give the last flush; what fails in reading it is damage if it is damaged."""
        snapshot = self._current()
        try:
            yield snapshot
        except (ValueError, IndexError, OverflowError):
            for segment in snapshot.segments:
                segment.view.columns.verify()
            raise

    def _current(self) -> Snapshot:
        made = stamp(self._folder)
        if made != self._manifest.made:
            if made == (0, 0):
                raise IndexDamaged(what="manifest")
            with self._lock:
                if made != self._manifest.made:
                    self._load()
        return self._snapshot

    def _load(self) -> None:
        while True:
            manifest = read_manifest(self._folder)
            try:
                segments = open_segments(self._folder, manifest, self._views)
            except IndexDamaged:
                # A later flush may have removed what this one names.
                if stamp(self._folder) == manifest.made:
                    raise
                continue
            self._snapshot = Snapshot(segments, manifest.position, self._numbers)
            self._manifest = manifest
            named = {s.name for s in manifest.segments}
            for name in self._views.keys() - named:
                del self._views[name]
            return


class WhooshEngine(WhooshReader):
    """The one that writes; the writer lock of the index folder must be held."""

    def __init__(self, folder: Path) -> None:
        from indexer.engines.whoosh.stock import StockIndex

        super().__init__(folder)
        # What is damaged would go on into every segment joined with it.
        self.verify()
        sweep(folder, self._manifest)
        self._stock = StockIndex(folder)
        # A writer killed in a commit may have left words that no manifest names.
        self._commit_words(self._manifest)
        self._pending: dict[DocumentId, IndexedDocument | None] = {}

    def replace(self, documents: Iterable[IndexedDocument]) -> None:
        """See SearchEngine."""
        for document in documents:
            self._pending[document.id] = document

    def remove(self, document_ids: Iterable[DocumentId]) -> None:
        """See SearchEngine."""
        self._pending.update(dict.fromkeys(document_ids))

    def flush(self, position: Position) -> None:
        """See SearchEngine."""
        if self._pending:
            # What is joined shall not take much longer than what is written anyway.
            most = max(JOINED_AT_LEAST, JOINED_FOR_EACH * len(self._pending))
            self._write_pending(position)
            self._merge(most)
        else:
            self._commit(replace(self._manifest, position=position))
            self._merge(MAX_DOCUMENTS)

    def close(self) -> None:
        """See SearchEngine."""
        self._stock.close()
        super().close()

    def _write_pending(self, position: Position) -> None:
        added = [d for d in self._pending.values() if d is not None]
        manifest = replace(
            self._manifest, position=position, segments=self._without(self._pending)
        )
        if added:
            manifest = self._with_segment(manifest, segment_columns(added))
        self._commit(manifest)
        self._pending = {}

    def _without(self, ids: Iterable[DocumentId]) -> tuple[Segment, ...]:
        """Return the segments with these documents marked deleted."""
        gone = list(ids)
        segments = []
        for segment, live in zip(
            self._manifest.segments, self._snapshot.segments, strict=True
        ):
            numbers = [live.view.number_of(document_id) for document_id in gone]
            known = {number for number in numbers if number is not None}
            deleted = tuple(sorted({*segment.deleted, *known}))
            if len(deleted) < live.view.documents:
                segments.append(Segment(segment.name, deleted))
        return tuple(segments)

    def _with_segment(self, manifest: Manifest, columns: dict[str, Column]) -> Manifest:
        name = f"s{manifest.next_name:06d}"
        self._stock.write(name, columns)
        narrowed = narrow(columns, len(columns["id.rank"]))
        write_columns(self._folder / f"{name}.columns", narrowed)
        return replace(
            manifest,
            segments=(*manifest.segments, Segment(name)),
            next_name=manifest.next_name + 1,
        )

    def _merge(self, most: int) -> None:
        """Join segments that are worth it, ``most`` documents at once."""
        while chosen := to_merge(self._snapshot.segments, most=most):
            parts = [self._snapshot.segments[i] for i in chosen]
            names = {self._manifest.segments[i].name for i in chosen}
            rest = tuple(s for s in self._manifest.segments if s.name not in names)
            manifest = replace(self._manifest, segments=rest)
            self._commit(self._with_segment(manifest, merged_columns(parts)))

    def _commit(self, manifest: Manifest) -> None:
        if manifest.segments != self._manifest.segments:
            self._commit_words(manifest)
        write_manifest(self._folder, manifest)
        self._load()
        sweep(self._folder, self._manifest)
        self._stock.sweep(s.name for s in self._manifest.segments)

    def _commit_words(self, manifest: Manifest) -> None:
        self._stock.commit([(s.name, s.deleted) for s in manifest.segments])
