"""Which features has each character of a text, as numbers?

A feature is a template with what the text has in its places: ``c-1 c0`` is the
character before with this one. The letters are:

``c`` character · ``k`` its script · ``s`` surname · ``x y z`` use as first, second,
third character of a name, ``h`` in given names · ``f`` use in foreign names, ``t r``
how many such end and begin here, ``p q j`` the words around them and they themselves ·
``b e o`` class and length of the dictionary's longest word that begins, ends, lies
over here, ``w v`` the words that begin and end here · the same in capitals for places,
titles and organs · ``m`` the seat in a short stretch between marks, ``n`` what the
stretches beside it look like.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, cached_property

import numpy as np
from numpy.typing import NDArray

from indexer.recognise.tagger.characters import DOT, HAN, CharacterTables, alike
from indexer.recognise.tagger.hashing import Codes, finish, mix_into, seed_of
from indexer.recognise.tagger.lexicon import Lexicon, Lexicons
from indexer.recognise.tagger.stretches import around_foreign, foreign_runs, items

_REACH = 3
_AT_ONCE = 4096
TEMPLATES = (
    *("c-2", "c-1", "c0", "c1", "c2"),
    *("c-2 c-1", "c-1 c0", "c0 c1", "c1 c2", "c-1 c1", "c-2 c0", "c0 c2"),
    *("c-3 c-2 c-1", "c-2 c-1 c0", "c-1 c0 c1", "c0 c1 c2", "c1 c2 c3"),
    *("c-2 c-1 c0 c1", "c-1 c0 c1 c2", "k-1 k0 k1", "k-2 k-1 k0 k1 k2"),
    *("s-1 s0 s1", "s0 s1 s2", "s-1 c0", "s-2 c0", "s0 c1"),
    *("x0 y1 z2", "x-1 y0 z1", "x-2 y-1 z0", "x0 z1", "x-1 z0"),
    *("f-1 f0 f1", "t0 r0", "t0 r0 c0"),
    *("o0", "e-1", "b1", "e-1 b0", "e0 b1", "o-1 o0 o1", "o0 c0", "b0 s0"),
    *("v-1", "w1", "w0", "v0", "e-1 o0 b1"),
    *("O0", "E-1", "B1", "O-1 O0 O1", "O0 c0", "W0", "E-1 O0 B1"),
    *("x0 h1 h2", "x-1 h0 h1", "x-2 h-1 h0", "x0 h1", "x-1 h0"),
    *("t0 r0 p0", "t0 r0 q0", "j0", "m0", "m0 s0", "m0 n0"),
)
_TELLING = (
    *("c0", "c-1 c0", "c0 c1", "c-1 c1", "s-1 s0 s1", "t0 r0"),
    *("o0", "e-1 b0", "e0 b1", "O-1 O0 O1"),
)
_STREAMS = "cksxyzfhtrbeowvBEOWVpqjmn"


@dataclass(frozen=True, eq=False)
class Knowledge:
    """What the features know beside the text."""

    characters: CharacterTables
    words: Lexicon
    names: Lexicon
    """Places, titles, organs and surnames of two characters."""

    @cached_property
    def lexicons(self) -> Lexicons:
        """Both lists, to look up."""
        return Lexicons(self.words, self.names)


@dataclass(frozen=True, slots=True, eq=False)
class _Recipe:
    """How templates are mixed side by side; those of most parts come first.

    ``streams`` and ``offsets`` of the distinct parts; ``seeds`` of the templates;
    ``rounds``: which part each takes in, for as many as have one more.
    """

    streams: NDArray[np.int64]
    offsets: NDArray[np.int64]
    seeds: Codes
    rounds: tuple[NDArray[np.int64], ...]


class Features:
    """The features of one text; lines part what is seen together in words."""

    def __init__(self, codes: Codes, knowledge: Knowledge) -> None:
        """``codes`` are folded; callers join sentences by line ends."""
        self._width = len(codes) + 2 * _REACH
        streams = np.zeros((len(_STREAMS), self._width), dtype=np.uint32)
        streams[0] = 10
        if len(codes):
            _fill(streams[:, _REACH:-_REACH], codes, knowledge)
        self._flat = streams.ravel()

    def at(self, templates: tuple[int, ...], places: NDArray[np.int64]) -> Codes:
        """Return (templates, places), one number each; ``templates`` as ``ordered``."""
        recipe = _recipe(templates)
        begins = recipe.streams * self._width + recipe.offsets + _REACH
        parts = self._flat.take(begins[:, None] + places)
        numbers = np.repeat(recipe.seeds[:, None], len(places), axis=1)
        for chosen in recipe.rounds:
            mix_into(numbers[: len(chosen)], parts.take(chosen, axis=0))
        return finish(numbers)

    def everywhere(self, templates: tuple[int, ...]) -> Codes:
        """Return (templates, characters), as ``at`` for all characters."""
        size = self._width - 2 * _REACH
        numbers = np.empty((len(templates), size), dtype=np.uint32)
        for first in range(0, size, _AT_ONCE):
            places = np.arange(first, min(first + _AT_ONCE, size))
            numbers[:, first : first + _AT_ONCE] = self.at(templates, places)
        return numbers


def ordered(templates: Sequence[int]) -> tuple[int, ...]:
    """Return the templates, those of most parts first."""
    return tuple(sorted(templates, key=lambda t: (-len(TEMPLATES[t].split()), t)))


@cache
def _recipe(templates: tuple[int, ...]) -> _Recipe:
    parts = [TEMPLATES[template].split() for template in templates]
    distinct = sorted({part for each in parts for part in each})
    return _Recipe(
        np.array([_STREAMS.index(part[0]) for part in distinct]),
        np.array([int(part[1:]) for part in distinct]),
        np.array([seed_of(template) for template in templates], dtype=np.uint32),
        tuple(
            np.array([distinct.index(each[turn]) for each in parts if len(each) > turn])
            for turn in range(max(map(len, parts)))
        ),
    )


def _fill(streams: Codes, codes: Codes, knowledge: Knowledge) -> None:
    """Write the streams, in the order of their letters."""
    script, *uses = knowledge.characters.traits(codes)
    surname, foreign = uses[0], uses[4]
    words, names = knowledge.lexicons.match(codes)
    is_han = (script == HAN[0]) | (script == HAN[1])
    streams[:] = (
        *(alike(codes), script, *uses, *foreign_runs(foreign)),
        *(words.begins, words.ends, words.covers, words.first, words.last),
        *(names.begins, names.ends, names.covers, names.first, names.last),
        *around_foreign(codes, foreign, script == DOT, words),
        *items(codes, is_han, surname),
    )


GLANCE = ordered([TEMPLATES.index(template) for template in _TELLING])
"""The templates by which characters far from any name are told."""
EVERY = ordered(range(len(TEMPLATES)))
"""All templates."""
