"""What does a recogniser see, and what does it give?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from archive.model import EntityId, MentionKind, Metadata
from indexer.recognise.normal import Normal


@dataclass(frozen=True, slots=True)
class Reading:
    """One document before its recognisers: its normal text and what is known of it."""

    normal: Normal
    metadata: Metadata
    is_administrative: bool = True

    @property
    def text(self) -> str:
        """The normal text; every ``Found`` is a span of it."""
        return self.normal.text


@dataclass(frozen=True, slots=True)
class Found:
    """A span of the normal text that names something.

    ``entity`` is set where the recogniser knows which; ``name`` is the form to show
    where it is not the words themselves (a full name for a short one); ``value`` is
    what a date or quantity says.
    """

    start: int
    end: int
    kind: MentionKind
    recogniser: str
    entity: EntityId | None = None
    name: str | None = None
    value: str | None = None


NAMES = frozenset(("person", "place", "organisation", "post"))
"""Kinds that rules and the tagger both find."""
TAGGER = "tagger"
_STREETS = ("街", "巷", "镇", "乡", "县", "区")
"""How no given name ends: 梅屯街 is a street."""
LISTED = "terms"
"""The recogniser of the archive's own names, which go before all others."""


class Recogniser(Protocol):
    """Finds mentions of some kinds; listed in ``indexer.recognise``."""

    name: str
    version: str
    """Moves when the mentions it would give for the same text change."""

    def find(self, reading: Reading, found: Sequence[Found]) -> list[Found]:
        """Return new mentions, given what earlier recognisers found."""


def by_place(found: Found) -> tuple[int, int, str]:
    """Return the key that puts mentions in order of the text."""
    return found.start, found.end, found.kind


def settled(found: Sequence[Found]) -> list[Found]:
    """Return what was found in order, where two disagree only the surer.

    What overlaps a span of the tagger is left out, since it speaks only where it is
    to be believed, save places in its organisations. A place inside a person's name
    is none. What the archive lists goes before all, save a longer name around it.
    """
    tagged = [f for f in found if f.recogniser == TAGGER]
    taken = {i for f in tagged for i in range(f.start, f.end)}
    inner = {
        i for f in tagged if f.kind == "organisation" for i in range(f.start, f.end)
    }
    people = {i: f for f in found if f.kind == "person" for i in range(f.start, f.end)}
    kept = (
        f
        for f in found
        if f.recogniser in (TAGGER, LISTED)
        or f.kind not in NAMES
        or (f.kind == "place" and f.start in inner and f.end - 1 in inner)
        or taken.isdisjoint(range(f.start, f.end))
    )
    apart = [f for f in kept if not (_is_in_name(f, people) or _is_street(f))]
    return sorted(_with_listed(apart), key=by_place)


def _is_street(found: Found) -> bool:
    """Tell if the tagger takes a place that ends with its kind for a person."""
    is_person = found.kind == "person" and found.recogniser == TAGGER
    return is_person and (found.name or "").endswith(_STREETS)


def _with_listed(found: Sequence[Found]) -> Sequence[Found]:
    """Leave out names that overlap a listed one, or listed ones inside a longer."""
    listed = [f for f in found if f.recogniser == LISTED and f.kind in NAMES]
    if not listed:
        return found
    at = {i: f for f in listed for i in range(f.start, f.end)}
    gone: set[Found] = set()
    for one in found:
        if one.recogniser == LISTED or one.kind not in NAMES:
            continue
        for other in {at[i] for i in range(one.start, one.end) if i in at}:
            holds = one.start <= other.start and other.end <= one.end
            if not holds or one.end - one.start == other.end - other.start:
                gone.add(one)
            elif one.kind == other.kind:
                gone.add(other)
    return [f for f in found if f not in gone]


def _is_in_name(found: Found, people: Mapping[int, Found]) -> bool:
    """Tell if it is a place in the name of a person, and shorter."""
    person = people.get(found.start)
    return (
        found.kind == "place"
        and person is not None
        and found.end <= person.end
        and (person.start < found.start or found.end < person.end)
    )
