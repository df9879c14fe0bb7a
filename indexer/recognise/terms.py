"""Which terms of the glossary, and which listed names, does a text use?"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from archive.model import MentionKind
from archive.terms import TermKind
from indexer.fold import fold_characters
from indexer.recognise.base import LISTED, Found, Reading
from indexer.terms.lexicon import Entry, Lexicon

_MARKS = re.compile("[“”‘’\"',、 ]")
_GAP = "[“”‘’\"'、]?"
KINDS: Mapping[TermKind, MentionKind] = {
    "term": "term",
    "person": "person",
    "place": "place",
    "organisation": "organisation",
}
"""The kind of mention that each kind of listed name makes; a plain word makes none."""


class TermRecogniser:
    """Finds listed names, whatever quotation marks and pauses stand in them."""

    name = LISTED

    def __init__(self, lexicon: Lexicon) -> None:
        self.version = f"2 {lexicon.digest}"
        self._entries = dict(_by_writing(lexicon))
        self._starts, self._writings = _patterns(self._entries)

    def find(self, reading: Reading, found: Sequence[Found]) -> list[Found]:
        """See ``Recogniser``."""
        return list(self._all(reading.text))

    def _all(self, text: str) -> Iterator[Found]:
        """Yield the longest names from left to right, none in another."""
        end = 0
        for start in self._starts.finditer(text):
            at = start.start()
            match = self._writings[start[0]].match(text, at) if at >= end else None
            if match is None:
                continue
            end = match.end()
            entry = self._entries[_MARKS.sub("", match[0])]
            kind = KINDS[entry.kind]
            yield Found(at, end, kind, self.name, name=entry.name)


def _by_writing(lexicon: Lexicon) -> Iterator[tuple[str, Entry]]:
    """Yield entries by each writing, marks left out; a name goes before a variant."""
    listed = [entry for entry in lexicon.entries if entry.kind in KINDS]
    pairs = [(w, entry) for entry in listed for w in entry.variants]
    pairs += [(entry.name, entry) for entry in listed]
    for writing, entry in pairs:
        if bare := _MARKS.sub("", fold_characters(writing)):
            yield bare, entry


def _patterns(
    entries: Mapping[str, Entry],
) -> tuple[re.Pattern[str], Mapping[str, re.Pattern[str]]]:
    """Return what finds the first character of a name, and names by that character.

    One alternation of thousands of names would be tried at every character.
    """
    groups: dict[str, list[str]] = defaultdict(list)
    for writing in sorted(entries, key=lambda w: (-len(w), w)):
        groups[writing[0]].append(writing)
    writings = {
        first: re.compile("|".join(_GAP.join(map(re.escape, w)) for w in group))
        for first, group in groups.items()
    }
    starts = "".join(map(re.escape, sorted(groups)))
    return re.compile(f"[{starts}]" if starts else "(?!)"), writings
