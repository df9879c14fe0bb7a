"""Which words of a text are the ones that were asked for?"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from itertools import pairwise
from typing import NamedTuple, Protocol

from indexer.fold import fold_query
from indexer.near import Paragraphs, near_places, text_places
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

Leaf = Words | Literal | Wildcard | Fuzzy | Near


class Place(NamedTuple):
    """A verbatim span where a searched string stands, and that folded string."""

    start: int
    end: int
    needle: str


class MappedText(Protocol):
    """Folded text with a map back; a ``Folded`` is one."""

    @property
    def text(self) -> str:
        """The folded text."""

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the verbatim span of the folded characters [start, end)."""


ParagraphsOf = Callable[[MappedText], Paragraphs]
"""Where paragraphs end in one of a document's folded texts."""


def _all_one(view: MappedText) -> Paragraphs:
    return [len(view.text)]


def find_places(
    query: Query,
    folded: MappedText,
    reading: MappedText | None = None,
    paragraphs: ParagraphsOf = _all_one,
) -> list[Place]:
    """Return every place of what was asked, in the text or its reading view, in order.

    Texts that are to stand near one another count only where they do.

    A single character that is only a part of the words typed counts only beside the
    neighbour it was typed with, and where that touches another place: so that the 的
    of a question is not marked all over.
    """
    return Finder(query).places(folded, reading, paragraphs)


class Finder:
    """Finds what one query asked for in many texts; see ``find_places``."""

    def __init__(self, query: Query) -> None:
        self._query = query
        self._strong, self._weak = _needles(query)
        self._is_described = any(
            not isinstance(leaf, Words | Literal) for leaf in _leaves(query)
        )

    def places(
        self,
        folded: MappedText,
        reading: MappedText | None = None,
        paragraphs: ParagraphsOf = _all_one,
    ) -> list[Place]:
        """Return every place in a text or its reading view, in order."""
        views = (folded,) if reading is None else (folded, reading)
        places: set[Place] = set()
        for view in views:
            _find(self._strong, view, places)
            if self._is_described:
                places.update(_described(self._query, view, paragraphs))
        if self._weak and places:
            loose: set[Place] = set()
            for view in views:
                _find(self._weak, view, loose)
            places |= _touching(loose, places)
        return sorted(places)


def merge(places: Iterable[Place]) -> list[tuple[int, int]]:
    """Return the spans of places in order, overlapping and adjacent ones joined."""
    merged: list[tuple[int, int]] = []
    for place in places:
        if merged and place.start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], place.end))
        else:
            merged.append((place.start, place.end))
    return merged


def _leaves(query: Query) -> Iterator[Leaf]:
    """Yield what was asked for in the text, outside a Not."""
    match query:
        case Words() | Literal() | Wildcard() | Fuzzy() | Near():
            yield query
        case AllOf(parts=parts) | AnyOf(parts=parts):
            for part in parts:
                yield from _leaves(part)
        case Everything() | Field() | DateRange() | Not():
            return


def _described(
    query: Query, view: MappedText, paragraphs: ParagraphsOf
) -> Iterator[Place]:
    """Yield the places of wildcards, fuzzy words and texts near one another."""
    for leaf in _leaves(query):
        match leaf:
            case Wildcard() | Fuzzy():
                for start, end in text_places(leaf, view.text):
                    yield Place(*view.span(start, end), _needle(leaf))
            case Near():
                ends = partial(paragraphs, view)
                for (start, end), part in near_places(leaf, view.text, ends):
                    yield Place(*view.span(start, end), _needle(part))
            case Words() | Literal():
                continue


def _needle(text: Text) -> str:
    match text:
        case Wildcard(pattern=needle) | Literal(folded=needle) | Fuzzy(folded=needle):
            return needle
        case AnyText(parts=parts):
            return "|".join(map(_needle, parts))


def _needles(query: Query) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return what is marked wherever it stands, and what only beside such places."""
    strong: dict[str, None] = {}
    alone: dict[str, None] = {}
    beside: dict[str, None] = {}
    for leaf in _leaves(query):
        match leaf:
            case Wildcard() | Fuzzy() | Near():
                continue
            case Literal(folded=folded):
                strong[folded] = None
            case Words(text=text, terms=terms):
                pieces = [fold_query(piece) for piece in text.split()]
                single = {term for term in terms if len(term) == 1} - set(pieces)
                strong.update(dict.fromkeys(t for t in terms if t not in single))
                alone.update(dict.fromkeys(sorted(single)))
                beside.update(dict.fromkeys(_pairs(pieces, single)))
    strong.pop("", None)
    return (tuple(strong), tuple(beside)) if strong else (tuple(alone), ())


def _pairs(pieces: Iterable[str], single: set[str]) -> Iterator[str]:
    """Yield each single word together with a neighbour it was typed beside."""
    for piece in pieces:
        for pair in map("".join, pairwise(piece)):
            if not single.isdisjoint(pair):
                yield pair


def _find(needles: Sequence[str], view: MappedText, places: set[Place]) -> None:
    """Add every place of the needles to those found."""
    find, span = view.text.find, view.span
    for needle in needles:
        at, length = find(needle), len(needle)
        while at >= 0:
            places.add(Place(*span(at, at + length), needle))
            at = find(needle, at + 1)


def _touching(loose: set[Place], firm: set[Place]) -> set[Place]:
    """Return the loose places that a chain of neighbours joins to a firm one."""
    chosen: set[Place] = set()
    chain: list[Place] = []
    reach, is_firm = -1, False
    for place in sorted(loose | firm):
        if place.start > reach:
            chosen.update(chain if is_firm else ())
            chain, is_firm = [], False
        chain.append(place)
        is_firm = is_firm or place in firm
        reach = max(reach, place.end)
    chosen.update(chain if is_firm else ())
    return chosen
