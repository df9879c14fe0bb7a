"""Which features has each character of a text, as numbers?

A feature is a template with what the text has in its places: ``c-1 c0`` is the
character before with this one. The letters are:

``c`` character · ``k`` its script · ``s`` surname · ``x y z`` use as first, second,
third character of a name · ``f`` use in foreign names, ``t r`` how many such end and
begin here · ``b e o`` class and length of the dictionary's longest word that begins,
ends, lies over here, ``w v`` the words that begin and end here · the same in
capitals for places, titles and organs.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from indexer.recognise.tagger.characters import (
    CharacterTables,
    alike,
    foreign_runs,
    looked_up,
    scripts,
)
from indexer.recognise.tagger.hashing import Codes, finish, mix, start
from indexer.recognise.tagger.lexicon import Lexicon

_REACH = 3
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
)
_TELLING = (
    *("c0", "c-1 c0", "c0 c1", "c-1 c1", "s-1 s0 s1", "t0 r0"),
    *("o0", "e-1 b0", "e0 b1", "O-1 O0 O1"),
)
GLANCE = tuple(map(TEMPLATES.index, _TELLING))
"""The templates by which characters far from any name are told."""
WIDTH = len(TEMPLATES)


@dataclass(frozen=True, slots=True)
class Knowledge:
    """What the features know beside the text."""

    characters: CharacterTables
    words: Lexicon
    names: Lexicon
    """Places, titles and organs."""


class Features:
    """The features of one text; lines part what is seen together in words."""

    def __init__(self, codes: Codes, knowledge: Knowledge) -> None:
        """``codes`` are folded; callers join sentences by line ends."""
        self._size = len(codes)
        self._streams = {
            name: np.pad(values, _REACH, constant_values=10 if name == "c" else 0)
            for name, values in _streams(codes, knowledge)
        }

    def everywhere(self, template: int) -> Codes:
        """Return one number for each character."""
        numbers = start(template, self._size)
        for name, offset in _parsed()[template]:
            begin = _REACH + offset
            numbers = mix(numbers, self._streams[name][begin : begin + self._size])
        return finish(numbers)

    def at(self, template: int, places: NDArray[np.int64]) -> Codes:
        """Return one number for each of the characters at these places."""
        numbers = start(template, len(places))
        for name, offset in _parsed()[template]:
            numbers = mix(numbers, self._streams[name].take(places + _REACH + offset))
        return finish(numbers)


def _streams(codes: Codes, knowledge: Knowledge) -> Iterator[tuple[str, Codes]]:
    tables = knowledge.characters
    foreign = looked_up(tables.foreign, codes)
    yield "c", alike(codes)
    yield "k", scripts(codes)
    yield "s", looked_up(tables.surnames, codes)
    yield "x", looked_up(tables.first, codes)
    yield "y", looked_up(tables.second, codes)
    yield "z", looked_up(tables.third, codes)
    yield "f", foreign
    yield from zip("tr", foreign_runs(foreign), strict=True)
    for letters, lexicon in (("beowv", knowledge.words), ("BEOWV", knowledge.names)):
        found = lexicon.match(codes)
        values = (found.begins, found.ends, found.covers, found.first, found.last)
        yield from zip(letters, values, strict=True)


@cache
def _parsed() -> tuple[tuple[tuple[str, int], ...], ...]:
    return tuple(
        tuple((part[0], int(part[1:])) for part in template.split())
        for template in TEMPLATES
    )
