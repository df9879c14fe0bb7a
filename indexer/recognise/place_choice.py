"""Which of the places that bear a name does a document mean?"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from archive.model import EntityId
from indexer.fold import fold_characters
from indexer.gazetteer import COUNTY, PROVINCE, TOWNSHIP, Gazetteer, Place
from indexer.recognise.place_names import NamedSpan

_WEIGHTS = {1: 1, 2: 3, 3: 6, 4: 8}
_BY_TITLE = 3
_AHEAD = 2
"""Years that an approval may stand before the name it gives."""
_BY_SIBLING = 2


@dataclass(frozen=True, slots=True)
class Anchors:
    """Places that a document surely means, and those of its title and issuers."""

    places: frozenset[EntityId]
    leading: frozenset[EntityId]
    parents: frozenset[EntityId]
    is_below_province: bool = False


class PlaceChooser:
    """Chooses by the date, the name before, the title and the other places."""

    def __init__(self, gazetteer: Gazetteer, year: int | None) -> None:
        self._gazetteer = gazetteer
        self._year = year

    def choose(
        self, spans: Sequence[NamedSpan], leading: Sequence[NamedSpan]
    ) -> list[Place | None]:
        """Return the place of each name, None where nothing decides.

        ``leading`` are the names in the title and of the issuers.
        """
        narrowed = [self._narrow(span) for span in spans]
        title = [self._narrow(span) for span in leading]
        anchors = self._anchors(narrowed, title)
        grounds = self._grounds(spans, narrowed, title)
        narrowed = [
            tuple(p for p in c if not span.is_short or self._is_within(p, grounds))
            for span, c in zip(spans, narrowed, strict=True)
        ]
        chosen: list[Place | None] = []
        for i, candidates in enumerate(narrowed):
            before = chosen[-1] if i and spans[i - 1].end == spans[i].start else None
            chosen.append(self._one(candidates, before, anchors))
        return chosen

    def _narrow(self, span: NamedSpan) -> tuple[Place, ...]:
        """Return the candidates that stood in the year, the uppermost of a chain."""
        standing = [
            place
            for place in span.candidates
            if self._bore(place, span) and place.is_standing(self._year)
        ]
        found = standing or [p for p in span.candidates if self._was_begun(p, span)]
        upper = [p for p in found if p.level == PROVINCE]
        if upper and span.is_short:
            return tuple(upper)
        ids = {p.id for p in found}
        inner = [p for p in found if not any(a.id in ids for a in self._ancestors(p))]
        return tuple(inner)

    def _was_begun(self, place: Place, span: NamedSpan) -> bool:
        """Tell if the place may have borne the name by the document's year."""
        latest = None if self._year is None else self._year + _AHEAD
        return latest is None or any(
            n.start <= latest and _folded(n.name).startswith(span.name)
            for n in place.names
        )

    def _bore(self, place: Place, span: NamedSpan) -> bool:
        """Tell if the place bore this very name in the document's year."""
        if self._year is None:
            return True
        names = [n for n in place.names if n.stands_in(self._year or 0)]
        if span.is_short:
            return any(_folded(n.name).startswith(span.name) for n in names)
        return any(_folded(n.name).removeprefix("市") == span.name for n in names)

    def _grounds(
        self,
        spans: Sequence[NamedSpan],
        narrowed: Sequence[tuple[Place, ...]],
        title: Sequence[tuple[Place, ...]],
    ) -> frozenset[EntityId]:
        """Return the places that full names surely mean, and those above them."""
        full = [c for s, c in zip(spans, narrowed, strict=True) if not s.is_short]
        sure = [c[0] for c in (*full, *title) if len(c) == 1 and c[0].level < TOWNSHIP]
        return frozenset(a.id for p in sure for a in (p, *self._ancestors(p)))

    def _is_within(self, place: Place, grounds: frozenset[EntityId]) -> bool:
        """Tell if a county of a short name lies where the document speaks of."""
        if place.level < COUNTY or not grounds:
            return True
        return any(a.id in grounds for a in (place, *self._ancestors(place)))

    def _anchors(
        self,
        narrowed: Iterable[tuple[Place, ...]],
        title: Iterable[tuple[Place, ...]],
    ) -> Anchors:
        sure = {
            c[0].id: c[0] for c in narrowed if len(c) == 1 and c[0].level < TOWNSHIP
        }
        first = {c[0].id: c[0] for c in title if len(c) == 1}
        above = {a.id for p in first.values() for a in self._ancestors(p)}
        parents = {
            parent[0].id
            for place in sure.values()
            if (parent := self._ancestors(place)) and place.level == COUNTY
        }
        return Anchors(
            frozenset(sure) | {a.id for p in sure.values() for a in self._ancestors(p)},
            frozenset(first) | above,
            frozenset(parents),
            any(p.level > PROVINCE for p in (*sure.values(), *first.values())),
        )

    def _one(
        self, candidates: tuple[Place, ...], before: Place | None, anchors: Anchors
    ) -> Place | None:
        if before is not None:
            under = [p for p in candidates if before in self._ancestors(p)]
            if len(under) == 1:
                return under[0]
        candidates = tuple(p for p in candidates if self._fits(p, anchors))
        if len(candidates) == 1:
            return candidates[0]
        scored = sorted(
            ((self._score(p, anchors), p) for p in candidates), key=lambda s: -s[0]
        )
        if len(scored) > 1 and scored[0][0] > scored[1][0]:
            return scored[0][1]
        return None

    def _fits(self, place: Place, anchors: Anchors) -> bool:
        """Tell if a township of a unique name lies near the document's places.

        The same province is near enough only where nothing nearer is known.
        """
        near = anchors.places | anchors.leading
        if place.level < TOWNSHIP or not near:
            return True
        shared = [a for a in self._ancestors(place) if a.id in near]
        return any(a.level > PROVINCE for a in shared) or bool(
            shared and not anchors.is_below_province
        )

    def _score(self, place: Place, anchors: Anchors) -> int:
        above = self._ancestors(place)
        score = _BY_SIBLING if above and above[0].id in anchors.parents else 0
        for parent in above:
            weight = _WEIGHTS[parent.level]
            score += weight * _BY_TITLE if parent.id in anchors.leading else 0
            score += weight if parent.id in anchors.places else 0
        return score

    def _ancestors(self, place: Place) -> tuple[Place, ...]:
        return self._gazetteer.ancestors(place, self._year)


@cache
def _folded(name: str) -> str:
    """Return a name as texts are read: 干县 for 乾县."""
    return fold_characters(name)
