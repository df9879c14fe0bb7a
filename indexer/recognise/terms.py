"""Which terms of the glossary does a text use?"""

import re
from collections.abc import Mapping, Sequence
from functools import cache

from indexer.fold import fold_characters
from indexer.recognise.base import Found, Reading
from indexer.word_files import read_lines

_MARKS = re.compile("[“”‘’\"',、 ]")


class TermRecogniser:
    """Finds glossary terms, whatever quotation marks and pauses stand in them."""

    name = "terms"
    version = "1"

    def find(self, reading: Reading, found: Sequence[Found]) -> list[Found]:
        """See ``Recogniser``."""
        return [
            Found(*match.span(), "term", self.name, name=canonical(match[0]))
            for match in _pattern().finditer(reading.text)
        ]


def canonical(text: str) -> str | None:
    """Return the name under which the glossary lists a writing, or None."""
    return _glossary().get(_MARKS.sub("", text))


def aliases(name: str) -> tuple[str, ...]:
    """Return other writings of a term."""
    return tuple(sorted(w for w, n in _glossary().items() if n == name and w != name))


@cache
def _glossary() -> Mapping[str, str]:
    """Names by every writing, marks left out."""
    names: dict[str, str] = {}
    for line in read_lines("terms.txt"):
        name, _, others = line.partition("：")
        for writing in (name, *others.split("；")):
            if writing:
                names[_MARKS.sub("", fold_characters(writing))] = name
    return names


@cache
def _pattern() -> re.Pattern[str]:
    writings = sorted(_glossary(), key=len, reverse=True)
    gap = "[“”‘’\"'、]?"
    return re.compile("|".join(gap.join(map(re.escape, w)) for w in writings))
