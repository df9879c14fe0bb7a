"""What may someone mean who has typed only a beginning?

Names of what the archive holds, as one reader may see it: entities, and documents by
title and number. Each set of visible collections has an index of its own, made when
first asked for and again when the archive has changed; until then what it finds is
looked up in the store, so that nothing hidden or gone is suggested or counted.
"""

import re
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Literal, get_args
from urllib.parse import urlencode

from archive.model import DocumentId, EntityId, EntityKind, Position, Visible
from archive.store import DocumentName, EntityCount, Store
from indexer.name_index import NameIndex

SuggestionKind = Literal[EntityKind, "title", "number"]
SUGGESTION_KINDS: tuple[SuggestionKind, ...] = get_args(SuggestionKind)
Stamp = tuple[Position, Position]
_QUOTES = re.compile('["“”]')

MOST_SUGGESTIONS = 50
LONGEST_TYPED = 100
KEPT_INDEXES = 16
"""Sets of visible collections whose indexes are kept at once."""
MADE_AT_ONCE = 2_000
"""So many names are indexed anew while the reader waits; more beside the answers."""
REST = 20
"""An index is made anew only after this many times as long as making it took."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A name that what was typed may become.

    ``detail`` tells namesakes apart; ``count`` visible documents bear or name it.
    ``query`` holds the parameters of the search for it, as an address writes them.
    """

    text: str
    kind: SuggestionKind
    id: str
    detail: str | None
    count: int
    query: str


@dataclass(frozen=True, slots=True)
class _Named:
    """Something with a name, and the other names that it goes by."""

    text: str
    kind: SuggestionKind
    id: str
    detail: str | None
    count: int
    others: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Catalogue:
    """All that a reader may be suggested, as the archive stood at ``stamp``."""

    stamp: Stamp
    names: tuple[_Named, ...]
    index: NameIndex
    made_at: float
    seconds: float

    @property
    def is_rested(self) -> bool:
        return time.monotonic() - self.made_at > REST * self.seconds


class Completer:
    """Suggests names; safe to call from several threads.

    ``indexed_to`` gives the position that recognition and index have reached.
    """

    def __init__(self, store: Store, indexed_to: Callable[[], Position]) -> None:
        self._store = store
        self._indexed_to = indexed_to
        self._catalogues: OrderedDict[Visible, _Catalogue] = OrderedDict()
        self._lock = threading.Lock()
        self._making_lock = threading.Lock()
        self._making: threading.Thread | None = None

    def complete(
        self, typed: str, *, limit: int, visible: Visible
    ) -> tuple[Suggestion, ...]:
        """Return the best names for what was typed, or for its last word."""
        typed = typed.strip()[:LONGEST_TYPED]
        if not typed:
            return ()
        catalogue = self._catalogue(visible)
        before = ""
        found = catalogue.index.find(typed, limit=limit)
        if not found and len(typed.split()) > 1:
            before, last = typed.rsplit(maxsplit=1)
            found = catalogue.index.find(last, limit=limit)
        names = [catalogue.names[place] for place in found]
        if catalogue.stamp != self._stamp():
            names = self._as_it_stands(names, visible)
        return tuple(_suggestion(name, before) for name in names)

    def refresh(self, visible: Visible) -> None:
        """Index the names anew."""
        with self._making_lock:
            self._make(visible)

    def close(self) -> None:
        """Wait for an index that is being made."""
        making = self._making
        if making is not None:
            making.join()

    def _make(self, visible: Visible) -> _Catalogue:
        began = time.monotonic()
        stamp = self._stamp()
        names = _names(self._store, visible)
        index = NameIndex((name.text, *name.others) for name in names)
        ended = time.monotonic()
        made = _Catalogue(stamp, names, index, ended, ended - began)
        with self._lock:
            self._catalogues[visible] = made
            while len(self._catalogues) > KEPT_INDEXES:
                self._catalogues.popitem(last=False)
        return made

    def _catalogue(self, visible: Visible) -> _Catalogue:
        kept = self._kept(visible)
        if kept is not None and kept.stamp == self._stamp():
            return kept
        if kept is not None and len(kept.names) > MADE_AT_ONCE:
            if kept.is_rested:
                self._refresh_beside(visible)
            return kept
        with self._making_lock:
            kept = self._kept(visible)
            is_made = kept is not None and kept.stamp == self._stamp()
            return kept if kept is not None and is_made else self._make(visible)

    def _kept(self, visible: Visible) -> _Catalogue | None:
        with self._lock:
            if visible not in self._catalogues:
                return None
            self._catalogues.move_to_end(visible)
            return self._catalogues[visible]

    def _refresh_beside(self, visible: Visible) -> None:
        with self._lock:
            if self._making is not None and self._making.is_alive():
                return
            self._making = threading.Thread(
                target=self.refresh, args=(visible,), daemon=True
            )
            self._making.start()

    def _stamp(self) -> Stamp:
        # What is recognised in a document comes to the store after its change.
        return self._store.position(), self._indexed_to()

    def _as_it_stands(self, names: list[_Named], visible: Visible) -> list[_Named]:
        """Return those of the names that are still to be seen, counted anew."""
        ids = {name.id for name in names}
        counts = self._store.naming_counts(
            [EntityId(one) for one in sorted(ids)], visible=visible
        )
        held = self._store.documents_by_id([DocumentId(one) for one in sorted(ids)])
        bearing = {
            (one.id, text)
            for one in held.values()
            if visible is None or one.collection in visible
            for text in (one.metadata.title, one.metadata.number, one.name)
        }
        return [
            replace(name, count=counts.get(EntityId(name.id), 1))
            for name in names
            if name.id in counts or (name.id, name.text) in bearing
        ]


def _names(store: Store, visible: Visible) -> tuple[_Named, ...]:
    """Return everything a reader may be suggested, what most documents name first."""
    counted = store.entities(visible=visible, limit=10**9)
    called = {one.entity.id: one.entity.name for one in counted}
    names = [_entity(one, called) for one in counted]
    for document in store.document_names(visible=visible):
        names.extend(_document(document))
    return tuple(names)


def _entity(counted: EntityCount, called: dict[EntityId, str]) -> _Named:
    entity = counted.entity
    detail = entity.detail
    if detail is None and entity.kind == "organisation" and entity.parents:
        above = called.get(entity.parents[0])
        detail = above if above and above not in entity.name else None
    return _Named(
        entity.name, entity.kind, entity.id, detail, counted.documents, entity.aliases
    )


def _document(document: DocumentName) -> Iterator[_Named]:
    detail = document.number or document.issued_on or document.type
    yield _Named(document.title, "title", document.id, detail, 1)
    if document.number:
        yield _Named(document.number, "number", document.id, document.title, 1)


def _suggestion(name: _Named, before: str) -> Suggestion:
    value = name.text if name.kind == "number" else name.id
    pairs = [("q", before)] if before else []
    if name.kind == "title":
        pairs = [("q", f"{before} {_literal(name.text)}".strip())]
    else:
        pairs.append((name.kind, value))
    return Suggestion(
        name.text, name.kind, name.id, name.detail, name.count, urlencode(pairs)
    )


def _literal(title: str) -> str:
    """Return a quoted query for a title, or its longest part between quotes."""
    longest = max(_QUOTES.split(title), key=len)
    return f'"{" ".join(longest.split())}"'
