"""Which names and words do segmentation and recognition of an index go by?

They are written beside the index that was built by them, so that a query is cut as
the documents were, whatever has been changed since.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from pathlib import Path

from archive.terms import Term, TermKind
from indexer.fold import fold_query

LEXICON_FILE = "words"


@dataclass(frozen=True, slots=True)
class Entry:
    """A name of a kind, with its other writings."""

    name: str
    kind: TermKind
    variants: tuple[str, ...] = ()

    @property
    def writings(self) -> tuple[str, ...]:
        """The name, then its other writings."""
        return (self.name, *self.variants)


@dataclass(frozen=True)
class Lexicon:
    """The entries that an index is built by, in order of their names."""

    entries: tuple[Entry, ...] = ()

    @cached_property
    def digest(self) -> str:
        """What tells this lexicon from another."""
        return sha256(self.text().encode()).hexdigest()[:16]

    @cached_property
    def folded_words(self) -> tuple[str, ...]:
        """The writings that are one word each, folded, each once and in order.

        A name that is also written with marks inside is none: whoever searches for
        双随机一公开 wants what is written 双随机、一公开 too.
        """
        words = {
            fold_query(writing)
            for entry in self.entries
            if all(map(str.isalnum, entry.writings))
            for writing in entry.writings
        }
        return tuple(sorted(words))

    @cached_property
    def aliases(self) -> Mapping[tuple[TermKind, str], tuple[str, ...]]:
        """The other writings of each entry by kind and name."""
        return {(e.kind, e.name): tuple(sorted(e.variants)) for e in self.entries}

    def text(self) -> str:
        """Return the lexicon as lines of JSON."""
        return "".join(
            json.dumps([e.name, e.kind, *e.variants], ensure_ascii=False) + "\n"
            for e in self.entries
        )


def lexicon_of(terms: Iterable[Term]) -> Lexicon:
    """Return the lexicon of the terms that are used."""
    entries = (Entry(t.name, t.kind, t.variants) for t in terms if t.is_used)
    return Lexicon(tuple(sorted(entries, key=lambda e: (e.name, e.kind))))


def parsed(text: str) -> Lexicon:
    """Return the lexicon that ``Lexicon.text`` wrote; raises ValueError."""
    rows = (json.loads(line) for line in text.splitlines())
    return Lexicon(tuple(Entry(name, kind, tuple(v)) for name, kind, *v in rows))


def read_lexicon(generation: Path) -> Lexicon:
    """Return what an index was built by; nothing if it does not say."""
    try:
        return parsed((generation / LEXICON_FILE).read_text("utf-8"))
    except (FileNotFoundError, NotADirectoryError, ValueError):
        return Lexicon()
