"""Which pinyin in brackets did a script put behind characters?

Some scraped pages carry a gloss behind every converted character, ``實(shí)情``.
Where a document has many and each is a reading of the character before it, they are
a script's; real glosses elsewhere stay.
"""

import re
from typing import Final

from archive.cleaning.edits import Edit
from archive.cleaning.readings import character_readings, toneless

FEWEST_GLOSSES: Final = 10
"""Fewer are taken for glosses that the author wrote."""
VERSION: Final = "1"
SYLLABLE: Final = "[a-zà-üāēěīōūǎǐǒǔǖǘǚǜńňǹḿɡɑê]{1,7}"

_GLOSS = re.compile(
    f"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U000323af]([(（]\\s*({SYLLABLE})\\s*[)）])"
)


def gloss_edits(text: str) -> list[Edit]:
    """Return the edits that leave out a script's glosses; none of a text with few."""
    candidates = list(_GLOSS.finditer(text))
    if len(candidates) < FEWEST_GLOSSES:
        return []
    glosses = [found.span(1) for found in candidates if _is_read_so(found)]
    if len(glosses) < FEWEST_GLOSSES:
        return []
    return [
        Edit(start, end, "", "pinyin_gloss", VERSION, is_certain=True)
        for start, end in glosses
    ]


def gloss_behind(text: str, at: int, character: str) -> int | None:
    """Return where a gloss of a character that begins at ``at`` ends, if one does."""
    found = _GLOSS.match(character + text[at : at + 12])
    return at + found.end(1) - 1 if found and _is_read_so(found) else None


def _is_read_so(gloss: re.Match[str]) -> bool:
    return toneless(gloss[2]) in character_readings(gloss[0][0])
