"""Which terms of the glossary, and which listed names, does a text use?"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from archive.model import MentionKind
from archive.terms import TermKind
from indexer.fold import fold_characters
from indexer.recognise.base import LISTED, Found, Reading
from indexer.terms.lexicon import Entry, Lexicon

_MARKS = re.compile("[“”‘’\"',、 ]")
_GAPS = frozenset("“”‘’\"'、")
_GAP = "[“”‘’\"'、]?"
"""One mark may stand between the characters of a name."""
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
        self._lengths = _lengths(self._entries)
        self._starts = _starts(self._lengths)

    def find(self, reading: Reading, found: Sequence[Found]) -> list[Found]:
        """See ``Recogniser``."""
        return list(self._all(reading.text))

    def _all(self, text: str) -> Iterator[Found]:
        """Yield the longest names from left to right, none in another."""
        end = 0
        for match in self._starts.finditer(text):
            if match.start() < end:
                continue
            found = self._at(text, match.start(), match[1] + match[2])
            if found is not None:
                end = found.end
                yield found

    def _at(self, text: str, start: int, first_two: str) -> Found | None:
        """Return the longest name that begins at a place."""
        lengths = self._lengths.get(first_two)
        if lengths is None:
            return None
        places = list(_without_gaps(text, start, lengths[0]))
        bare = "".join(text[at] for at in places)
        for length in lengths:
            entry = self._entries.get(bare[:length])
            if entry is not None and len(bare) >= length:
                end = places[length - 1] + 1
                kind = KINDS[entry.kind]
                return Found(start, end, kind, self.name, name=entry.name)
        return None


def _without_gaps(text: str, start: int, most: int) -> Iterator[int]:
    """Yield the places of ``most`` characters from one on, over single marks."""
    at = start
    for _ in range(most):
        if at < len(text) and text[at] in _GAPS:
            at += 1
        if at >= len(text) or text[at] in _GAPS:
            return
        yield at
        at += 1


def _by_writing(lexicon: Lexicon) -> Iterator[tuple[str, Entry]]:
    """Yield entries by each writing, marks left out; a name goes before a variant."""
    listed = [entry for entry in lexicon.entries if entry.kind in KINDS]
    pairs = [(w, entry) for entry in listed for w in entry.variants]
    pairs += [(entry.name, entry) for entry in listed]
    for writing, entry in pairs:
        bare = _MARKS.sub("", fold_characters(writing))
        if len(bare) > 1:
            yield bare, entry


def _lengths(entries: Iterable[str]) -> Mapping[str, tuple[int, ...]]:
    """Return how long the names are that begin with two characters, longest first."""
    lengths: dict[str, set[int]] = defaultdict(set)
    for writing in entries:
        lengths[writing[:2]].add(len(writing))
    return {start: tuple(sorted(of, reverse=True)) for start, of in lengths.items()}


def _starts(pairs: Iterable[str]) -> re.Pattern[str]:
    """Return what finds where one of these pairs may stand, and some that do not."""
    first = "".join(sorted({re.escape(pair[0]) for pair in pairs}))
    second = "".join(sorted({re.escape(pair[1]) for pair in pairs}))
    return re.compile(f"([{first}])(?={_GAP}([{second}]))" if first else "(?!)")
