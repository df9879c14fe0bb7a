"""Which other words are looked for beside those a reader typed?

Only a word typed by itself has synonyms: never a literal, a part of a longer word, or
what is to be left out. They are looked for as they stand, not word by word.
"""

import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from archive.synonyms import SynonymStore
from indexer.fold import fold_query
from indexer.query import AllOf, AnyOf, Query, Words

Others = Callable[[str], tuple[str, ...]]
"""Gives the synonyms of a folded word."""

FRESH_SECONDS = 1.0
"""For so long a change made by another process may go unseen."""


def no_others(word: str) -> tuple[str, ...]:
    """Return nothing: no word has synonyms."""
    return ()


class SynonymTable:
    """The archive's synonyms by folded word, read anew when they have changed."""

    def __init__(
        self, store: SynonymStore, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._store = store
        self._clock = clock
        self._read_at = float("-inf")
        self._revision = -1
        self._others: Mapping[str, tuple[str, ...]] = {}

    def __call__(self, word: str) -> tuple[str, ...]:
        """Return the synonyms of a folded word, as they were written."""
        if self._clock() - self._read_at >= FRESH_SECONDS:
            self._read_at = self._clock()
            revision = self._store.revision()
            if revision != self._revision:
                self._revision, self._others = revision, self._read()
        return self._others.get(word, ())

    def _read(self) -> Mapping[str, tuple[str, ...]]:
        others: dict[str, dict[str, None]] = {}
        for group in self._store.groups():
            for word in group.words:
                beside = others.setdefault(fold_query(word), {})
                beside.update(dict.fromkeys(w for w in group.words if w != word))
        return {word: tuple(found) for word, found in others.items()}


def any_others(*sources: Others) -> Others:
    """Return the words that any of these gives, each once."""

    def others(word: str) -> tuple[str, ...]:
        return tuple(dict.fromkeys(o for source in sources for o in source(word)))

    return others


@dataclass(frozen=True, slots=True)
class Expansion:
    """Interprets a query with its synonyms; ``used`` are those that were added."""

    interpret: Callable[[Query], Query]
    others: Others
    used: dict[str, None] = field(default_factory=dict)

    def of(self, query: Query) -> Query:
        """Return the query as an engine answers it."""
        match query:
            case Words(match="all"):
                return self._words(query)
            case AllOf(parts=parts):
                return AllOf(tuple(map(self.of, parts)))
            case AnyOf(parts=parts):
                return AnyOf(tuple(map(self.of, parts)))
            case _:
                return self.interpret(query)

    def _words(self, words: Words) -> Query:
        pieces = words.text.split()
        if not any(self.others(fold_query(piece)) for piece in pieces):
            return self.interpret(words)
        parts = [self._piece(piece) for piece in pieces]
        return parts[0] if len(parts) == 1 else AllOf(tuple(parts))

    def _piece(self, piece: str) -> Query:
        typed = self.interpret(Words(piece))
        others = tuple(self._other_words(piece))
        return AnyOf((typed, *others)) if others else typed

    def _other_words(self, piece: str) -> Iterator[Words]:
        for word in self.others(fold_query(piece)):
            self.used[word] = None
            yield Words(word, (fold_query(word),))
