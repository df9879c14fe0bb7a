"""Which sentences are like these, with other names?

So that the weights rest on what surrounds a name and on how names are made, not on
the few hundred names that the sentences happen to hold.
"""

import random
import re
from collections.abc import Sequence

from indexer.recognise.tagger.model import TaggedKind
from indexer.recognise.tagger.training.corpus import Marked, Sentence
from indexer.recognise.tagger.training.words import (
    Word,
    names_in,
    place_names,
    short_place,
    surnames,
)

_PEOPLE, _PLACES = 0.4, 0.1
"""Share of names replaced."""
_COMMON_SURNAME = 0.85
_WHOLE_FOREIGN = 0.8
_DOTS = re.compile("([·.])")


class Variants:
    """Makes sentences with other names; the same seed makes the same."""

    def __init__(self, dictionary: Sequence[Word], seed: int) -> None:
        self._random = random.Random(seed)
        plain, ambiguous = surnames()
        self._surnames = plain
        self._weights = [1 / (rank + 6) for rank in range(len(plain))]
        self._known = frozenset(plain + ambiguous)
        names = list(names_in(dictionary))
        chinese = [n for n in names if n[0] in self._known and len(n) <= 3]
        self._given = {
            size: [n[1:] for n in chinese if len(n) == size] for size in (2, 3)
        }
        self._foreign = [n for n in names if n[0] not in self._known and len(n) > 1]
        self._places: dict[str, list[str]] = {}
        for name in place_names():
            self._places.setdefault(name[-1], []).append(name)
            if len(short_place(name)) == 2:
                self._places.setdefault("", []).append(short_place(name))

    def of(self, sentence: Sentence) -> Sentence:
        """Return the sentence with some names replaced, each by one and the same."""
        parts, spans, begin, size = [], list[Marked](), 0, 0
        replaced: dict[str, str] = {}
        for start, end, kind in sentence.spans:
            old = sentence.text[start:end]
            if old not in replaced:
                replaced[old] = self._other(old, kind)
            parts += [sentence.text[begin:start], replaced[old]]
            size += start - begin
            spans.append((size, size + len(replaced[old]), kind))
            size += len(replaced[old])
            begin = end
        text = "".join(parts) + sentence.text[begin:]
        return Sentence(text, tuple(spans), sentence.article)

    def _other(self, old: str, kind: TaggedKind) -> str:
        chance = self._random.random()
        if kind == "person" and chance < _PEOPLE:
            return self._person(old)
        if kind == "place" and chance < _PLACES:
            return self._place(old)
        return old

    def _person(self, old: str) -> str:
        if old[0] in self._known and len(old) <= 3:
            given = self._given.get(len(old), [""])
            return self._surname() + (self._random.choice(given) if given else "")
        if len(old) > 2 and self._foreign:
            parts = _DOTS.split(old)
            return "".join(p if p in "·." else self._sound() for p in parts)
        return old

    def _surname(self) -> str:
        if self._random.random() < _COMMON_SURNAME:
            return self._random.choices(self._surnames, self._weights)[0]
        return self._random.choice(self._surnames)

    def _sound(self) -> str:
        one, two = self._random.choices(self._foreign, k=2)
        if self._random.random() < _WHOLE_FOREIGN:
            return one
        return one[: (len(one) + 1) // 2] + two[len(two) // 2 :]

    def _place(self, old: str) -> str:
        if old[-1] in "省国":
            return old
        if len(old) > 2 and old[-1] in self._places:
            return self._random.choice(self._places[old[-1]])
        return self._random.choice(self._places[""]) if len(old) == 2 else old
