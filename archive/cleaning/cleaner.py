"""Which edits would make a text read as it was before it was scraped?"""

from dataclasses import replace

from archive.cleaning.bytes_lost import shifted_edits, split_character_edits
from archive.cleaning.debris import debris_edits
from archive.cleaning.edits import PROPOSED_EDITS, Edit, without_overlaps
from archive.cleaning.glosses import gloss_behind, gloss_edits
from archive.model import Notice


def edits_of(text: str) -> tuple[Edit, ...]:
    """Return the edits that a text calls for, in order; none overlaps another.

    Reckoned anew from the text alone: the same text has the same edits as long as
    no rule's version moves.
    """
    glosses, within = _within(text)
    return without_overlaps([*within, *debris_edits(text, glosses)])


def edits_within(text: str) -> tuple[Edit, ...]:
    """Return the edits inside sentences only: those that make words findable."""
    return without_overlaps(_within(text)[1])


def _within(text: str) -> tuple[list[Edit], list[Edit]]:
    glosses = gloss_edits(text)
    split = split_character_edits(text) if glosses else []
    shifted = [_with_gloss(text, edit) for edit in shifted_edits(text)]
    return glosses, [*glosses, *split, *shifted]


def proposals_notice(edits: tuple[Edit, ...]) -> Notice | None:
    """Return the notice that a receipt bears if edits wait for a person."""
    count = sum(not edit.is_certain for edit in edits)
    return Notice(PROPOSED_EDITS, {"count": count}) if count else None


def _with_gloss(text: str, edit: Edit) -> Edit:
    """Let an edit take the gloss in that stands behind its last character."""
    end = gloss_behind(text, edit.end, edit.text[-1:])
    return edit if end is None else replace(edit, end=end)
