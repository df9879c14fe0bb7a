"""How does the Whoosh engine keep its promises as a SearchEngine?

A flush writes the words to the Whoosh index, everything a reader needs to the columns
of a new segment, and then one manifest; what the manifest names is the index.
"""

import logging
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
from indexer.engines.whoosh.joining import Joining, remove_drafts
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
from indexer.engines.whoosh.rank import LiveSegment
from indexer.engines.whoosh.view import SegmentView
from indexer.engines.whoosh.vocabulary import ValueNumbers
from indexer.errors import IndexDamaged
from indexer.query import Query

log = logging.getLogger(__name__)

ENGINE_FORMAT = 10
"""Raised when what lies on disk changes: an older index is then rebuilt."""
JOINED_AT_LEAST = 500
JOINED_FOR_EACH = 4
"""A flush joins segments of so many documents, or so many for each that it writes;
larger ones are joined by ``tidy`` in a process of its own."""


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

    def tidy(self) -> None:
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
        remove_drafts(folder)
        self._stock = StockIndex(folder)
        # A writer killed in a commit may have left words that no manifest names.
        self._commit_words(self._manifest)
        self._pending: dict[DocumentId, IndexedDocument | None] = {}
        self._joining: Joining | None = None
        self._can_join = True

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
        elif position != self._manifest.position:
            self._commit(replace(self._manifest, position=position))
        else:
            self._commit(self._manifest)
            self._end_joining()
            self._merge(MAX_DOCUMENTS)

    def tidy(self) -> None:
        """See SearchEngine."""
        if self._joining is None:
            self._start_joining()
        elif self._joining.is_over():
            self._can_join = not self._joining.has_failed()
            if self._can_join:
                self._take_over(self._joining)
            else:
                log.error("segments could not be joined")
            self._end_joining()

    def close(self) -> None:
        """See SearchEngine."""
        self._end_joining()
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
        while chosen := self._to_merge(most):
            names = {segment.name for segment, _ in chosen}
            rest = tuple(s for s in self._manifest.segments if s.name not in names)
            manifest = replace(self._manifest, segments=rest)
            columns = merged_columns([live for _, live in chosen])
            self._commit(self._with_segment(manifest, columns))

    def _to_merge(self, most: int) -> list[tuple[Segment, LiveSegment]]:
        """Return what to join now; nothing of what is being joined."""
        busy = self._joining.parts if self._joining else frozenset()
        free = [
            (segment, live)
            for segment, live in zip(
                self._manifest.segments, self._snapshot.segments, strict=True
            )
            if segment.name not in busy
        ]
        return [free[i] for i in to_merge([live for _, live in free], most=most)]

    def _start_joining(self) -> None:
        if not self._can_join or not (chosen := self._to_merge(MAX_DOCUMENTS)):
            return
        number = self._manifest.next_name
        self._manifest = replace(self._manifest, next_name=number + 1)
        segments, live = zip(*chosen, strict=True)
        self._joining = Joining(self._folder, f"s{number:06d}", segments, live)

    def _take_over(self, joining: Joining) -> None:
        """Let a joined segment stand for its parts."""
        held = {segment.name: segment for segment in self._manifest.segments}
        joined = joining.segment(held)
        rest = tuple(s for name, s in held.items() if name not in joining.parts)
        if joined is None:
            return
        file = f"{joining.name}.columns"
        self._stock.adopt(joining.draft, joining.name)
        (joining.draft / file).replace(self._folder / file)
        self._commit(replace(self._manifest, segments=(*rest, joined)))

    def _end_joining(self) -> None:
        if self._joining is not None:
            self._joining.end()
            self._joining = None

    def _commit(self, manifest: Manifest) -> None:
        if manifest.segments != self._manifest.segments:
            self._commit_words(manifest)
        write_manifest(self._folder, manifest)
        self._load()
        sweep(self._folder, self._manifest)
        self._stock.sweep(s.name for s in self._manifest.segments)

    def _commit_words(self, manifest: Manifest) -> None:
        self._stock.commit([(s.name, s.deleted) for s in manifest.segments])
