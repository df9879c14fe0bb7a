"""Which terms come with the software, and which does this archive use?"""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache, cached_property

from archive.terms import Term, TermId, TermStore, term_id
from indexer.fold import fold_query
from indexer.pinyin_order import spelling
from indexer.terms.lexicon import Lexicon, lexicon_of
from indexer.word_files import read_lines

FRESH_SECONDS = 1.0
"""For so long a change made by another process may go unseen."""


@cache
def shipped_terms() -> tuple[Term, ...]:
    """Return the glossary that comes with the software, in its order."""
    return tuple(map(_shipped, read_lines("terms.txt")))


def _shipped(line: str) -> Term:
    """Read a line: name, after a colon other writings, after a bar the definition."""
    head, _, definition = line.partition("|")
    name, _, others = head.partition("：")
    variants = tuple(writing for writing in others.split("；") if writing)
    return Term(name, "term", definition, variants, source="shipped")


@cache
def shipped_lexicon() -> Lexicon:
    """Return what an archive goes by that has no words of its own."""
    return lexicon_of(shipped_terms())


def id_of(name: str) -> TermId:
    """Return the id of the term of a name."""
    return term_id(fold_query(name))


@dataclass(frozen=True)
class Glossary:
    """The terms of an archive: what was shipped, as people changed it, and theirs."""

    kept: tuple[Term, ...] = ()

    @cached_property
    def by_id(self) -> Mapping[TermId, Term]:
        """Every term, refused ones too, by id."""
        shipped = {id_of(term.name): term for term in shipped_terms()}
        return shipped | {id_of(term.name): term for term in self.kept}

    @cached_property
    def used(self) -> tuple[Term, ...]:
        """The terms that are used, in order of their names."""
        used = (term for term in self.by_id.values() if term.is_used)
        return tuple(sorted(used, key=lambda term: term.name))

    @cached_property
    def by_sound(self) -> tuple[Term, ...]:
        """The terms that are used, in the order of pinyin."""
        return tuple(sorted(self.used, key=_spelling))

    @cached_property
    def lexicon(self) -> Lexicon:
        """What segmentation and recognition go by."""
        return lexicon_of(self.used)

    @cached_property
    def refused(self) -> tuple[Term, ...]:
        """The terms that people refused or took away, the last first."""
        gone = [term for term in self.by_id.values() if not term.is_used]
        gone.sort(key=lambda term: (term.changed_at is None, term.changed_at))
        return tuple(reversed(gone))

    @cached_property
    def writings(self) -> Mapping[str, TermId]:
        """Ids by every folded name and variant, refused ones too."""
        return {
            fold_query(writing): one
            for one, term in reversed(list(self.by_id.items()))
            for writing in (*term.variants, term.name)
        }

    @cached_property
    def other_writings(self) -> Mapping[str, tuple[str, ...]]:
        """The other writings of each folded writing of a term that is used."""
        others: dict[str, tuple[str, ...]] = {}
        for term in self.used:
            writings = (term.name, *term.variants)
            for writing in writings if term.variants else ():
                folded = fold_query(writing)
                beside = (w for w in writings if fold_query(w) != folded)
                others[folded] = (*others.get(folded, ()), *beside)
        return others

    def kept_as(self, one: TermId) -> Term | None:
        """Return the term as the store keeps it: None for one as it was shipped."""
        term = self.by_id.get(one)
        return term if term in self.kept else None


def _spelling(term: Term) -> tuple[tuple[str, ...], str]:
    match term.kind:
        case "person":
            return spelling(term.name, "official")
        case "place" | "organisation":
            return spelling(term.name, term.kind)
        case "term" | "word":
            return spelling(term.name, "term")


class LiveGlossary:
    """The archive's glossary, read anew when it has changed."""

    def __init__(
        self, store: TermStore, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._store = store
        self._clock = clock
        self._looked_at = float("-inf")
        self._revision = -1
        self._glossary = Glossary()

    def others(self, word: str) -> tuple[str, ...]:
        """Return how else the term of a folded word is written."""
        return self.now().other_writings.get(word, ())

    def now(self, *, is_fresh: bool = False) -> Glossary:
        """Return the glossary; ``is_fresh``: as it is at this moment."""
        if is_fresh or self._clock() - self._looked_at >= FRESH_SECONDS:
            self._looked_at = self._clock()
            revision = self._store.revision()
            if revision != self._revision:
                self._glossary = Glossary(tuple(self._store.terms()))
                self._revision = revision
        return self._glossary
