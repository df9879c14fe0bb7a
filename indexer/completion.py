"""What may someone mean who has typed only a beginning?

Names of what the archive holds, as one reader may see it: entities, and documents by
title and number. One index holds them all, made when first asked for and again when
the archive has changed; each set of visible collections has its own counts. What an
index finds that is behind the store is looked up there, so that nothing hidden or
gone is suggested or counted.
"""

import re
import threading
import time
from collections import Counter, OrderedDict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal, get_args
from urllib.parse import urlencode

import numpy as np
from numpy.typing import NDArray

from archive.model import (
    DocumentId,
    Entity,
    EntityId,
    EntityKind,
    Position,
    Visible,
)
from archive.store import DocumentName, Store
from archive.tenures import chair_of
from indexer.fold import fold_query
from indexer.name_index import Counts, LayeredNames, NameIndex, Pace, Sight

SuggestionKind = Literal[EntityKind, "title", "number"]
SUGGESTION_KINDS: tuple[SuggestionKind, ...] = get_args(SuggestionKind)
Stamp = tuple[Position, Position]
_QUOTES = re.compile('["“”]')

MOST_SUGGESTIONS = 50
LONGEST_TYPED = 100
KEPT_SIGHTS = 64
"""Sets of visible collections whose counts are kept at once."""
MADE_AT_ONCE = 2_000
"""So many names are indexed anew while the reader waits; more beside the answers."""
LEAST_KEPT = 10
"""All names are indexed anew once one in so many has changed."""
AT_A_STRETCH = 0.0002
"""Seconds of making an index beside answers before a rest."""
RESTS = 10
"""How many times as long a rest is."""
REST = 20
"""An index is made anew only after this many times what making it cost."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A name that what was typed may become.

    ``alias`` is another name of it that holds what was typed, where its own does not.
    ``detail`` tells namesakes apart; ``count`` visible documents bear or name it.
    ``query`` holds the parameters of the search for it, as an address writes them.
    """

    text: str
    kind: SuggestionKind
    id: str
    detail: str | None
    count: int
    query: str
    alias: str | None = None


@dataclass(frozen=True, slots=True)
class _Named:
    """Something with a name, and the other names that it goes by.

    ``collection`` is that of a document.
    """

    text: str
    kind: SuggestionKind
    id: str
    detail: str | None
    others: tuple[str, ...] = ()
    collection: str | None = None


@dataclass(frozen=True, slots=True)
class _Catalogue:
    """All names of the archive as it stood at ``stamp``.

    The first ``len(base)`` names are those of ``base_index``, as they once were;
    only what is not among them is indexed anew when the archive changes. ``is_held``
    tells which of the names are still borne.
    """

    stamp: Stamp
    names: tuple[_Named, ...]
    is_held: NDArray[np.bool_]
    index: NameIndex | LayeredNames
    base: tuple[_Named, ...]
    base_index: NameIndex
    made_at: float = 0.0
    seconds: float = 0.0

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
        self._made: _Catalogue | None = None
        self._sights: OrderedDict[Visible, tuple[_Catalogue, Sight]] = OrderedDict()
        self._making = threading.Lock()
        self._seeing = threading.Lock()
        self._beside: threading.Thread | None = None
        self._hurry = threading.Event()

    def complete(
        self, typed: str, *, limit: int, visible: Visible
    ) -> tuple[Suggestion, ...]:
        """Return the best names for what was typed, or for its last word."""
        typed = typed.strip()[:LONGEST_TYPED]
        if not typed:
            return ()
        catalogue = self._catalogue()
        sight = self._sight(catalogue, visible)
        before, last = "", typed
        found = catalogue.index.find(typed, sight, limit=limit)
        if not found and len(typed.split()) > 1:
            before, last = typed.rsplit(maxsplit=1)
            found = catalogue.index.find(last, sight, limit=limit)
        counted = [(catalogue.names[at], int(sight.counts[at])) for at in found]
        if catalogue.stamp != self._stamp():
            counted = self._as_it_stands(counted, visible)
        counted = self._told_apart(counted, visible)
        return tuple(_suggestion(name, count, before, last) for name, count in counted)

    def refresh(self) -> None:
        """Index the names as they are now, if they are not, while others get on."""
        with self._making:
            self._make(self._with_rests)

    def close(self) -> None:
        """Wait for an index that is being made."""
        self._hurry.set()
        if self._beside is not None:
            self._beside.join()

    def _catalogue(self) -> _Catalogue:
        made = self._made
        if made is not None and made.stamp == self._stamp():
            return made
        if made is not None and len(made.names) > MADE_AT_ONCE:
            if made.is_rested:
                self._make_beside()
            return made
        self._hurry.set()
        try:
            with self._making:
                return self._make()
        finally:
            self._hurry.clear()

    def _with_rests(self, names: Sequence[Sequence[str]]) -> Iterator[Sequence[str]]:
        """Yield names and rest often, but not while somebody waits for the index.

        A search shall not wait for its turn to compute.
        """
        began = time.perf_counter()
        for name in names:
            yield name
            if time.perf_counter() - began > AT_A_STRETCH:
                self._hurry.wait(RESTS * AT_A_STRETCH)
                began = time.perf_counter()

    def _make(self, pace: Pace = iter) -> _Catalogue:
        began, stamp = time.thread_time(), self._stamp()
        if self._made is not None and self._made.stamp == stamp:
            return self._made
        made = _catalogue(tuple(_names(self._store)), self._made, stamp, pace)
        spent = time.thread_time() - began
        self._made = replace(made, made_at=time.monotonic(), seconds=spent)
        return self._made

    def _make_beside(self) -> None:
        with self._seeing:
            if self._beside is None or not self._beside.is_alive():
                self._beside = threading.Thread(target=self.refresh, daemon=True)
                self._beside.start()

    def _sight(self, catalogue: _Catalogue, visible: Visible) -> Sight:
        with self._seeing:
            of, sight = self._sights.get(visible, (None, None))
            if sight is None or of is not catalogue:
                counts = self._store.naming_counts(visible=visible)
                seen = _counts(catalogue.names, counts, visible)
                sight = Sight(seen * catalogue.is_held)
            self._sights[visible] = catalogue, sight
            self._sights.move_to_end(visible)
            if len(self._sights) > KEPT_SIGHTS:
                self._sights.popitem(last=False)
            return sight

    def _stamp(self) -> Stamp:
        # What is recognised in a document comes to the store after its change.
        return self._store.position(), self._indexed_to()

    def _told_apart(
        self, counted: list[tuple[_Named, int]], visible: Visible
    ) -> list[tuple[_Named, int]]:
        """Return the names, those that officials share with the post of each."""
        called = Counter(name.text for name, _ in counted if name.kind == "official")
        twins = [
            EntityId(name.id)
            for name, _ in counted
            if name.kind == "official" and called[name.text] > 1
        ]
        held = self._store.tenures.latest_of(twins, visible=visible) if twins else {}

        def told(name: _Named) -> _Named:
            tenure = held.get(EntityId(name.id))
            if tenure is None:
                return name
            facts = (name.detail, chair_of(tenure.held))
            return replace(name, detail="，".join(filter(None, facts)))

        return [(told(name), count) for name, count in counted]

    def _as_it_stands(
        self, counted: list[tuple[_Named, int]], visible: Visible
    ) -> list[tuple[_Named, int]]:
        """Return those of the names that are still to be seen, counted anew."""
        ids = sorted({name.id for name, _ in counted})
        counts = self._store.naming_counts(
            visible=visible, entity_ids=[EntityId(one) for one in ids]
        )
        held = self._store.documents_by_id([DocumentId(one) for one in ids])
        bearing = {
            (one.id, text)
            for one in held.values()
            if visible is None or one.collection in visible
            for text in (one.metadata.title, one.metadata.number, one.name)
        }
        return [
            (name, counts.get(EntityId(name.id), 1))
            for name, _ in counted
            if name.id in counts or (name.id, name.text) in bearing
        ]


def _catalogue(
    names: tuple[_Named, ...], before: _Catalogue | None, stamp: Stamp, pace: Pace
) -> _Catalogue:
    """Return the names indexed, with as little new as the ones before allow."""
    if before is not None:
        place = {name: at for at, name in enumerate(before.base)}
        kept = [place[name] for name in names if name in place]
        added = tuple(name for name in names if name not in place)
        changes = len(before.base) - len(kept) + len(added)
        if changes * LEAST_KEPT < len(before.base):
            is_held = np.ones(len(before.base) + len(added), np.bool_)
            is_held[: len(before.base)] = False
            is_held[kept] = True
            return _Catalogue(
                stamp,
                before.base + added,
                is_held,
                LayeredNames(before.base_index, len(before.base), _index(added, pace)),
                before.base,
                before.base_index,
            )
    index = _index(names, pace)
    is_held = np.ones(len(names), np.bool_)
    return _Catalogue(stamp, names, is_held, index, names, index)


def _index(names: Sequence[_Named], pace: Pace) -> NameIndex:
    return NameIndex([(name.text, *name.others) for name in names], pace=pace)


def _counts(
    names: Sequence[_Named], naming: Mapping[EntityId, int], visible: Visible
) -> Counts:
    """Return for each name how many visible documents name or bear it."""

    def count(name: _Named) -> int:
        if name.collection is None:
            return naming.get(EntityId(name.id), 0)
        return int(visible is None or name.collection in visible)

    return np.array([count(name) for name in names], dtype=np.int64)


def _names(store: Store) -> Iterator[_Named]:
    """Yield everything that anyone may be suggested."""
    entities = [one.entity for one in store.entities(visible=None, limit=10**9)]
    called = {entity.id: entity.name for entity in entities}
    for entity in entities:
        yield _entity(entity, called)
    for document in store.document_names(visible=None):
        yield from _document(document)


def _entity(entity: Entity, called: Mapping[EntityId, str]) -> _Named:
    detail = entity.detail
    if detail is None and entity.kind == "organisation" and entity.parents:
        above = called.get(entity.parents[0])
        detail = above if above and above not in entity.name else None
    return _Named(entity.name, entity.kind, entity.id, detail, entity.aliases)


def _document(document: DocumentName) -> Iterator[_Named]:
    of = document.collection
    detail = document.number or document.issued_on or document.type
    yield _Named(document.title, "title", document.id, detail, (), of)
    if document.number:
        yield _Named(document.number, "number", document.id, document.title, (), of)


def _suggestion(name: _Named, count: int, before: str, typed: str) -> Suggestion:
    value = name.text if name.kind == "number" else name.id
    pairs = [("q", before)] if before else []
    if name.kind == "title":
        pairs = [("q", f"{before} {_literal(name.text)}".strip())]
    else:
        pairs.append((name.kind, value))
    return Suggestion(
        name.text,
        name.kind,
        name.id,
        name.detail,
        count,
        urlencode(pairs),
        _alias(name, fold_query(typed)),
    )


def _alias(name: _Named, folded: str) -> str | None:
    if folded in fold_query(name.text):
        return None
    return next((one for one in name.others if folded in fold_query(one)), None)


def _literal(title: str) -> str:
    """Return a quoted query for a title, or its longest part between quotes."""
    longest = max(_QUOTES.split(title), key=len)
    return f'"{" ".join(longest.split())}"'
