"""What is an edit of a text, and what do edits make of it?

The verbatim text stays. Edits are derived from it and shown beside it: each says
what it changes, by which rule and version, and whether that is certain.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, Literal, get_args

Rule = Literal[
    "pinyin_gloss",
    "split_character",
    "shifted_bytes",
    "spam_line",
    "breadcrumb",
    "related_links",
    "menu_line",
    "markup",
    "lone_mark",
]
RULES: Final[tuple[Rule, ...]] = get_args(Rule)
PROPOSED_EDITS: Final = "proposed_edits"
"""The code of the notice that says how many edits wait for a person."""
UNKNOWN: Final = "□"
"""Stands for a character that cannot be told any more."""


@dataclass(frozen=True, slots=True, order=True)
class Edit:
    """Instead of ``[start, end)`` of the verbatim text stands ``text``.

    An edit that is not certain is a proposal: it changes nothing until a person
    accepts it.
    """

    start: int
    end: int
    text: str
    rule: Rule
    version: str
    is_certain: bool


def without_overlaps(edits: Iterable[Edit]) -> tuple[Edit, ...]:
    """Return edits in order; of those that overlap, the one that reaches further."""
    found: list[Edit] = []
    for edit in sorted(edits, key=lambda edit: (edit.start, -edit.end)):
        if not found or edit.start >= found[-1].end:
            found.append(edit)
        elif edit.end - edit.start > found[-1].end - found[-1].start:
            found[-1] = edit
    return tuple(found)


def applied(text: str, edits: Sequence[Edit]) -> str:
    """Return the text with edits made; they are in order and do not overlap."""
    parts: list[str] = []
    at = 0
    for edit in edits:
        parts += (text[at : edit.start], edit.text)
        at = edit.end
    return "".join([*parts, text[at:]])
