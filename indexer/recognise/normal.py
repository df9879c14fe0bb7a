"""How is a text brought to one form for recognition, with a map back?

Characters are folded one by one, so offsets stay; glosses that a scraper left are
taken out; markup and characters lost to wrong decoding become a stop that nothing
is recognised in or across.
"""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from archive.radicals import radical_forms
from indexer.fold import Folded, fold_characters

STOP = "\0"
"""Stands for each character that is no text."""

_TONES = "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜɡɑ"
_DAMAGE = re.compile(
    "</?[a-zA-Z!][^<>\n]{0,200}>|&(?:[a-z]{2,6}|#\\d{2,5});|/?\\bspan>"
    "|\\s*[\ufffd\ue000-\uf8ff\ufff0-\uffff]+"
    f"|[?(]{{0,2}}[a-z]{{0,5}}[{_TONES}][a-z]{{0,4}}[?)]{{0,2}}(?:[a-z]{{1,5}}\\))?"
    "|[\u4e00-\u9fff]*[\u3041-\u30ff]+[\u4e00-\u9fff]*"
)
_HINT = re.compile(f"[<&>\ufffd\ue000-\uf8ff\ufff0-\uffff{_TONES}\u3041-\u30ff]")
_NARROW = re.compile("[\x20-\x7e]")
_LINE = re.compile("[^\n]*[\u4e00-\u9fff][^\n]*")
_FEWEST_LINES = 6
_SHORTEST, _LONGEST = 36, 120
_SPREAD = range(-3, 4)
_BEGINS = re.compile(
    "[ \t\u3000|#*-]|第[一二三四五六七八九十\\d]{1,3}[条章部]"
    "|[一二三四五六七八九十]{1,3}[、.]"
    "|\\([一二三四五六七八九十\\d]{1,3}\\)|\\d{1,2}[.、:)](?!\\d)|[①-⑳]"
)
_ENDS = re.compile("[。:;!?|]\\s*\\Z")


@dataclass(frozen=True, slots=True)
class Normal:
    """A text for recognition; ``places`` maps its characters back, None if equal."""

    text: str
    places: Sequence[int] | None = None

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the verbatim span of the characters [start, end)."""
        if self.places is None:
            return start, end
        return self.places[start], self.places[end - 1] + 1

    def place(self, verbatim: int) -> int:
        """Return where the verbatim place is in this text, or the next that is."""
        return verbatim if self.places is None else bisect_left(self.places, verbatim)


def normalise(text: str, reading: Folded | None = None) -> Normal:
    """Return the text for recognition.

    ``reading`` is the reading view, if the document has one: what it leaves out
    and is not white space is left out here.
    """
    folded = fold_characters(text).translate(radical_forms())
    if reading is None:
        breaks = _set_breaks(text, folded)
        if not breaks:
            return Normal(_without_damage(folded))
        kept = [i for i in range(len(text)) if i not in breaks]
    else:
        is_read = np.zeros(len(text), dtype=np.bool_)
        is_read[reading.starts] = True
        kept = [i for i, c in enumerate(text) if is_read[i] or c.isspace()]
    return Normal(_without_damage("".join(folded[i] for i in kept)), kept)


def _without_damage(text: str) -> str:
    if not _HINT.search(text):
        return text
    return _DAMAGE.sub(lambda found: STOP * len(found[0]), text)


def _set_breaks(text: str, folded: str) -> frozenset[int]:
    """Return the line breaks inside paragraphs, if the text is set in full lines.

    A full line is about as wide as many others; the next one goes on with it.
    """
    lines = [(line, _width(line[0])) for line in _LINE.finditer(text)]
    common = Counter(w for _, w in lines if _SHORTEST <= w <= _LONGEST)
    near = {w: sum(common[w + i] for i in _SPREAD) for w in common}
    full = max(near, key=lambda w: (near[w], w), default=0)
    if near.get(full, 0) < max(_FEWEST_LINES, len(lines) // 4):
        return frozenset()
    return frozenset(
        line.end()
        for (line, width), (following, _) in pairwise(lines)
        if width - full in _SPREAD
        and following.start() == line.end() + 1
        and not _ENDS.search(folded, line.end() - 3, line.end())
        and not _BEGINS.match(folded, following.start())
    )


def _width(line: str) -> int:
    """Return how many half-width columns a line takes."""
    return 2 * len(line) - len(_NARROW.findall(line))
