"""How does a scraped text read where it is certain what scraping did to it?

The reading view leaves out the pinyin that a script put behind characters,
``實(shí)情``, and joins the characters that it broke; a search looks at it beside the
folded text. Edits that people accepted are made too.
"""

from collections.abc import Sequence

import numpy as np

from archive.cleaning.cleaner import edits_within
from archive.cleaning.edits import Edit
from indexer.fold import Folded, fold


def reading_view(text: str) -> Folded | None:
    """Return the folded text as it reads, mapped to ``text``; None if it is the same.

    A span over an edited stretch covers it.
    """
    edits = [edit for edit in edits_within(text) if edit.is_certain]
    return fold_edited(text, edits) if edits else None


def fold_edited(text: str, edits: Sequence[Edit]) -> Folded:
    """Return the fold of a text with edits made, mapped to the text as it is.

    What stands in an edit's place comes from all of what it replaces.
    """
    parts: list[str] = []
    starts: list[np.ndarray[tuple[int], np.dtype[np.int32]]] = []
    ends: list[np.ndarray[tuple[int], np.dtype[np.int32]]] = []
    at = 0
    for edit in (*edits, None):
        until = edit.start if edit else len(text)
        parts.append(text[at:until])
        starts.append(np.arange(at, until, dtype=np.int32))
        ends.append(np.arange(at + 1, until + 1, dtype=np.int32))
        if edit:
            parts.append(edit.text)
            starts.append(np.full(len(edit.text), edit.start, dtype=np.int32))
            ends.append(np.full(len(edit.text), edit.end, dtype=np.int32))
            at = edit.end
    folded = fold("".join(parts))
    first, last = np.concatenate(starts), np.concatenate(ends)
    return Folded(folded.text, first[folded.starts], last[folded.ends - 1])
