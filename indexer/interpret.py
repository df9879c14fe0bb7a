"""What do the parts of a query mean in this archive: which words, which entities?"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Protocol

from archive.model import EntityId, EntityKind
from indexer.fold import fold_query
from indexer.patterns import ONE
from indexer.query import (
    AllOf,
    AnyOf,
    AnyText,
    DateRange,
    Everything,
    Field,
    Fuzzy,
    Literal,
    Near,
    Not,
    Query,
    Text,
    Wildcard,
    Words,
)
from indexer.segment import Segmenter
from indexer.similar_characters import similar

ENTITY_KINDS: Mapping[str, EntityKind] = {
    "official": "official",
    "outgoing": "official",
    "incoming": "official",
    "supervisor": "official",
    "place": "place",
    "organisation": "organisation",
    "issuer": "organisation",
    "post": "post",
    "term": "term",
}
"""The kind of entity that a field's values may be."""

SHORTEST_ANY_WRONG = 3
"""Characters of a word of which any one may be any other."""


class EntityNames(Protocol):
    """Knows what bears a name; a Store does."""

    def entity_ids_named(self, kind: EntityKind, name: str) -> frozenset[EntityId]:
        """Return ids of entities whose name or alias is ``name`` (folded)."""


class Interpreter:
    """Fills in the words of a query and the keys of its fields."""

    def __init__(self, segmenter: Segmenter, names: EntityNames) -> None:
        self._segmenter = segmenter
        self._names = names

    def interpret(self, query: Query) -> Query:
        """Return the query as an engine answers it."""
        match query:
            case Words(text=text):
                return replace(query, terms=self._terms(text))
            case Literal() | Wildcard() | Fuzzy():
                return _folded(query)
            case Near(parts=parts):
                return replace(query, parts=tuple(map(_folded_text, parts)))
            case Field(name=name, value=value):
                return replace(query, keys=self.keys(name, value))
            case AllOf(parts=parts):
                return AllOf(tuple(map(self.interpret, parts)))
            case AnyOf(parts=parts):
                return AnyOf(tuple(map(self.interpret, parts)))
            case Not(part=part):
                return Not(self.interpret(part))
            case Everything() | DateRange():
                return query

    def keys(self, field: str, value: str) -> tuple[str, ...]:
        """Return what a document's values may be for it to have this value.

        The value itself, since it may be an entity's id, its folded form, and the
        ids of all that bears it as a name. A title is only folded.
        """
        folded = fold_query(value)
        if field == "title":
            return (folded,)
        kind = ENTITY_KINDS.get(field)
        ids = self._names.entity_ids_named(kind, folded) if kind else frozenset()
        return tuple(sorted({value, folded, *ids}))

    def _terms(self, text: str) -> tuple[str, ...]:
        pieces = [fold_query(piece) for piece in text.split()]
        terms = [word for piece in pieces for word in self._segmenter.words(piece)]
        # Signs alone, such as ※, stand for themselves.
        return tuple(dict.fromkeys(terms or pieces))


def _folded_text(text: Text) -> Text:
    if isinstance(text, AnyText):
        return AnyText(tuple(map(_folded, text.parts)))
    return _folded(text)


def _folded(text: Literal | Wildcard | Fuzzy) -> Literal | Wildcard | Fuzzy:
    match text:
        case Literal(text=typed):
            return replace(text, folded=fold_query(typed))
        case Wildcard(text=typed):
            return replace(text, pattern=fold_query(typed))
        case Fuzzy(text=typed):
            folded = fold_query(typed)
            return replace(text, folded=folded, patterns=_one_wrong(folded))


def _one_wrong(word: str) -> tuple[str, ...]:
    """Return patterns of a word with one character wrong.

    Of a short one, only characters that look or sound alike: too much else differs
    from it by one.
    """
    if len(word) < SHORTEST_ANY_WRONG:
        return (word, *similar_words(word))
    wrong = (word[:at] + ONE + word[at + 1 :] for at in range(len(word)))
    return (word, *wrong)


def similar_words(word: str) -> tuple[str, ...]:
    """Return a word with each of its characters taken for a similar one."""
    return tuple(
        word[:at] + other + word[at + 1 :]
        for at, character in enumerate(word)
        for other in similar(character)
    )
