"""Which words does this archive know by name, and who said so?

A term 词条 is of the glossary, a person, a place, an organisation, or a plain word
that shall not be cut apart. Every change is a record that stays; to undo one is a
change too. A refused word is kept as refused, so that it is never proposed again.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Final, Literal, NewType, Protocol

from archive.errors import InvalidInput

TermId = NewType("TermId", str)
TermChangeId = NewType("TermChangeId", int)
TermKind = Literal["term", "person", "place", "organisation", "word"]
TermSource = Literal["shipped", "dictionary", "mined", "typed"]
TermAction = Literal["accept", "refuse", "add", "change", "remove", "load", "undo"]

NAME_AT_LEAST: Final = 2
NAME_AT_MOST: Final = 40
DEFINITION_AT_MOST: Final = 2_000
VARIANTS_AT_MOST: Final = 20
TERMS_AT_MOST: Final = 100_000
"""Words in one archive."""
NAMES_TOLD: Final = 20
"""So many names of a change are told with it."""


@dataclass(frozen=True, slots=True)
class Term:
    """A word with what is known of it.

    ``variants`` are other writings of it, ``origin`` is the dictionary that it came
    in, ``frequency`` how often that says it occurs. A term ``is_used`` or refused.
    Who added it is empty for what was shipped.
    """

    name: str
    kind: TermKind = "term"
    definition: str = ""
    variants: tuple[str, ...] = ()
    source: TermSource = "typed"
    origin: str = ""
    frequency: int | None = None
    is_used: bool = True
    added_by: str = ""
    added_at: datetime | None = None
    changed_by: str = ""
    changed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class TermEdit:
    """A term before and after a change; None where there is none."""

    before: Term | None
    after: Term | None


@dataclass(frozen=True, slots=True)
class TermChange:
    """A change as it was recorded: of how many terms, the first of which are named.

    ``of`` is the change that this one undid; ``undone_by`` the one that undid it.
    """

    id: TermChangeId
    action: TermAction
    names: tuple[str, ...]
    count: int
    actor: str
    changed_at: datetime
    why: str = ""
    of: TermChangeId | None = None
    undone_by: TermChangeId | None = None


class TermStore(Protocol):
    """Keeps the terms of one archive that people added, changed or refused."""

    def terms(self) -> Sequence[Term]:
        """Return every term kept, refused ones too, in order of their names."""

    def revision(self) -> int:
        """Return a number that each change raises; cheap enough to poll."""

    def record(
        self, action: TermAction, edits: Sequence[TermEdit], *, actor: str, why: str
    ) -> TermChange:
        """Make a change of one term or many, durably, with its event.

        ``before`` must be what is kept now, else TermsChanged is raised; InvalidInput
        for a term that cannot be, or too many of them.
        """

    def changes(self, *, limit: int = 100) -> Sequence[TermChange]:
        """Return the last changes, newest first."""

    def undo(self, change_id: int, *, actor: str, why: str) -> TermChange:
        """Put back what was before a change, by another one.

        Raises TermChangeNotFound, InvalidInput for a change undone before, and
        TermsChangedSince if its terms were changed again since.
        """

    def removed_by(self, change_id: TermChangeId) -> Sequence[str]:
        """Return the names of the terms that a change took out.

        The whole change is read: half a second for a hundred thousand terms.
        """


def term_id(key: str) -> TermId:
    """Return the id of the term whose folded name is ``key``."""
    return TermId("tm-" + sha256(key.encode()).hexdigest()[:12])


def check_term(term: Term) -> None:
    """Raise InvalidInput for a term that cannot be kept."""
    named = [("name", term.name), *(("variants", v) for v in term.variants)]
    for field, writing in named:
        if (fault := fault_of_name(writing)) is not None:
            raise InvalidInput(field=field, value=writing[:80], reason=fault)
    if len(term.definition) > DEFINITION_AT_MOST:
        raise InvalidInput(
            field="definition",
            value=term.definition[:80],
            reason="term_definition_too_long",
        )
    if len(term.variants) > VARIANTS_AT_MOST:
        raise InvalidInput(
            field="variants",
            value="、".join(term.variants)[:80],
            reason="term_variants_too_many",
        )
    if term.frequency is not None and not 0 <= term.frequency < 1 << 31:
        raise InvalidInput(field="frequency", value=term.frequency)


def fault_of_name(name: str) -> str | None:
    """Return the code of what keeps a writing from being a term, or None."""
    if len(name) < NAME_AT_LEAST:
        return "term_too_short"
    if len(name) > NAME_AT_MOST:
        return "term_too_long"
    if any(sign.isspace() or not sign.isprintable() for sign in name):
        return "term_with_space"
    return None if any(sign.isalpha() for sign in name) else "term_without_letters"
