"""How does a scraped text read without the pinyin that a script put into it?

Some scraped pages carry glosses after characters, ``實(shí)情``. Where a document has
many and each is a reading of the character before it, the reading view leaves them
out; a search looks at it beside the folded text. Real glosses elsewhere stay.
"""

import re
from collections.abc import Sequence

import numpy as np

from indexer.fold import Folded, fold
from indexer.pinyin import readings, toneless

FEWEST_GLOSSES = 10
"""Fewer are taken for glosses that the author wrote."""

_GLOSS = re.compile(
    "[\u3400-\u9fff\uf900-\ufaff\U00020000-\U000323af]"
    "([(（]\\s*([a-zà-üāēěīōūǎǐǒǔǖǘǚǜńňǹḿɡɑê]{1,7})\\s*[)）])"
)


def reading_view(text: str) -> Folded | None:
    """Return the folded text without glosses, mapped to ``text``; None if it has few.

    A span over a left-out gloss covers it.
    """
    candidates = list(_GLOSS.finditer(text))
    if len(candidates) < FEWEST_GLOSSES:
        return None
    glosses = [
        found.span(1) for found in candidates if _is_reading(found[0][0], found[2])
    ]
    if len(glosses) < FEWEST_GLOSSES:
        return None
    return fold_without(text, glosses)


def fold_without(text: str, spans: Sequence[tuple[int, int]]) -> Folded:
    """Return the fold of what is left of a text, mapped to the whole of it."""
    stays = np.ones(len(text), dtype=np.bool_)
    for start, end in spans:
        stays[start:end] = False
    kept = np.flatnonzero(stays).astype(np.int32)
    rest = fold("".join(text[place] for place in kept.tolist()))
    ends = kept[rest.ends - 1] + np.int32(1)
    return Folded(rest.text, kept[rest.starts], ends)


def _is_reading(character: str, syllable: str) -> bool:
    return toneless(syllable) in readings(character)
