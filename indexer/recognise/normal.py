"""How is a text brought to one form for recognition, with a map back?

Characters are folded one by one, so offsets stay; glosses that a scraper left are
taken out; markup and characters lost to wrong decoding become a stop that nothing
is recognised in or across.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

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


def normalise(text: str, reading: Folded | None = None) -> Normal:
    """Return the text for recognition.

    ``reading`` is the reading view, if the document has one: what it leaves out
    and is not white space is left out here.
    """
    folded = fold_characters(text)
    if reading is None:
        return Normal(_without_damage(folded))
    is_read = np.zeros(len(text), dtype=np.bool_)
    is_read[reading.starts] = True
    kept = [i for i, c in enumerate(text) if is_read[i] or c.isspace()]
    return Normal(_without_damage("".join(folded[i] for i in kept)), kept)


def _without_damage(text: str) -> str:
    return _DAMAGE.sub(lambda found: STOP * len(found[0]), text)
