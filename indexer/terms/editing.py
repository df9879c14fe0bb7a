"""Which change of terms does a person ask for?

Each makes the record that the store keeps: what was before, and what is then.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from archive.errors import InvalidInput, TermExists, TermNotFound
from archive.terms import (
    Term,
    TermAction,
    TermChange,
    TermEdit,
    TermId,
    TermKind,
    TermStore,
)
from indexer.terms.dictionary import DictionaryLine
from indexer.terms.glossary import Glossary, LiveGlossary, id_of


@dataclass(frozen=True, slots=True)
class TermEditor:
    """Changes the terms of an archive in the name of one person."""

    store: TermStore
    actor: str

    def add(self, term: Term, *, why: str = "") -> TermChange:
        """Add a term; raises TermExists or InvalidInput."""
        glossary = self._glossary()
        edit = _adding(glossary, term)
        _check_variants(glossary, term)
        return self._record("add", [edit], why)

    def accept(self, term: Term, proposed: str, *, why: str = "") -> TermChange:
        """Take a proposed word as a term; written otherwise, the word is a variant.

        Raises TermExists or InvalidInput.
        """
        if id_of(term.name) != id_of(proposed) and proposed not in term.variants:
            term = replace(term, variants=(*term.variants, proposed))
        glossary, mined = self._glossary(), replace(term, source="mined")
        edit = _adding(glossary, mined)
        _check_variants(glossary, mined)
        return self._record("accept", [edit], why)

    def refuse(self, words: Sequence[str], *, why: str = "") -> TermChange:
        """Refuse proposed words for good; raises TermExists for one that is used."""
        glossary = self._glossary()
        edits = [
            _adding(glossary, Term(word, source="mined", is_used=False))
            for word in dict.fromkeys(words)
        ]
        return self._record("refuse", edits, why)

    def change(self, term_id: TermId, term: Term, *, why: str = "") -> TermChange:
        """Give a used term another name, kind, definition or other variants.

        Raises TermNotFound, TermExists or InvalidInput.
        """
        glossary = self._glossary()
        before = _used(glossary, term_id)
        after = replace(
            before,
            name=term.name,
            kind=term.kind,
            definition=term.definition,
            variants=term.variants,
            origin=term.origin,
        )
        _check_variants(glossary, after, before)
        if id_of(term.name) == term_id:
            return self._record(
                "change", [TermEdit(glossary.kept_as(term_id), after)], why
            )
        edits = [_removing(glossary, term_id), _adding(glossary, after)]
        return self._record("change", edits, why)

    def remove(self, term_id: TermId, *, why: str = "") -> TermChange:
        """Use a term no more, and never propose it; raises TermNotFound."""
        glossary = self._glossary()
        _used(glossary, term_id)
        return self._record("remove", [_removing(glossary, term_id)], why)

    def load(
        self, lines: Sequence[DictionaryLine], *, is_whole: bool, why: str = ""
    ) -> tuple[TermChange | None, list[DictionaryLine]]:
        """Take in what a dictionary has, and return its lines with what became of each.

        ``is_whole``: it takes the place of what came in dictionaries before. A word
        of another source stays as it is. No change is None.
        """
        glossary = self._glossary()
        edits, shown, ids = [], [], set()
        for line in lines:
            if line.term is None:
                shown.append(line)
                continue
            edit, refusal = _loading(glossary, line.term)
            ids.add(id_of(line.term.name))
            if edit is not None:
                edits.append(edit)
            shown.append(replace(line, refusal=refusal))
        if is_whole:
            edits += [
                TermEdit(term, None)
                for term in glossary.kept
                if term.source == "dictionary" and id_of(term.name) not in ids
            ]
        change = self._record("load", edits, why) if edits else None
        return change, shown

    def _glossary(self) -> Glossary:
        return LiveGlossary(self.store).now()

    def _record(
        self, action: TermAction, edits: Sequence[TermEdit], why: str
    ) -> TermChange:
        return self.store.record(action, edits, actor=self.actor, why=why)


def term_of(
    name: str,
    *,
    kind: TermKind = "term",
    definition: str = "",
    variants: Sequence[str] = (),
    origin: str = "",
) -> Term:
    """Return a term as typed, without outer white space, each variant once."""
    name = name.strip()
    kept = dict.fromkeys(v.strip() for v in variants if v.strip())
    others = tuple(variant for variant in kept if variant != name)
    return Term(name, kind, definition.strip(), others, origin=origin.strip())


def _adding(glossary: Glossary, term: Term) -> TermEdit:
    """Return the edit that adds a term, or takes up one that was refused."""
    there = glossary.by_id.get(id_of(term.name))
    if there is not None and there.is_used:
        raise TermExists(name=there.name)
    return TermEdit(glossary.kept_as(id_of(term.name)), term)


def _check_variants(glossary: Glossary, term: Term, before: Term | None = None) -> None:
    """Raise InvalidInput for a new variant that is a term of its own."""
    own = {id_of(term.name)}
    if before is not None:
        own |= {id_of(writing) for writing in (before.name, *before.variants)}
    for variant in term.variants:
        there = glossary.by_id.get(id_of(variant))
        if there is not None and there.is_used and id_of(variant) not in own:
            raise InvalidInput(
                field="variants", value=there.name, reason="term_variant_listed"
            )


def _removing(glossary: Glossary, term_id: TermId) -> TermEdit:
    term = glossary.by_id[term_id]
    return TermEdit(glossary.kept_as(term_id), replace(term, is_used=False))


def _used(glossary: Glossary, term_id: TermId) -> Term:
    term = glossary.by_id.get(term_id)
    if term is None or not term.is_used:
        raise TermNotFound(id=term_id)
    return term


def _loading(glossary: Glossary, term: Term) -> tuple[TermEdit | None, str | None]:
    """Return the edit that takes in a term of a dictionary, or why there is none."""
    there = glossary.by_id.get(id_of(term.name))
    if there is None or not there.is_used:
        return TermEdit(glossary.kept_as(id_of(term.name)), term), None
    if there.source != "dictionary":
        return None, "term_listed"
    after = replace(
        there,
        name=term.name,
        kind=term.kind,
        definition=term.definition,
        variants=term.variants,
        origin=term.origin,
        frequency=term.frequency,
    )
    return (
        (None, "term_unchanged") if after == there else (TermEdit(there, after), None)
    )
