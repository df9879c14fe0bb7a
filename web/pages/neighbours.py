"""What stands around an entity: namesakes, places above and below, former names?"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

from archive.model import Entity, EntityId, Visible
from archive.store import EntityCount, Store
from archive.tenures import Tenure, chair_of
from indexer.engine import FacetCount, FacetKind
from indexer.gazetteer import Gazetteer
from web.pages.careers import Proof
from web.pages.proofs import ProofTags
from web.pages.tags import PageTag
from web.present import ENTITY_PATHS

_NAMESAKES = 9
_BELOW = 40
_COUNTY_ID = len("pl-110000")
_TOLD_APART: tuple[FacetKind, ...] = ("official", "place", "organisation", "term")


@dataclass(frozen=True, slots=True)
class Namesake:
    """Another entity of the same name, and what tells it apart."""

    id: EntityId
    name: str
    url: str
    tells: str
    documents: int
    link: PageTag | None = None
    """The words that give one of the two a post in the other's place."""


@dataclass(frozen=True, slots=True)
class Branch:
    """A place in the tree of places, and how many documents name it."""

    name: str
    url: str
    documents: int


@dataclass(frozen=True, slots=True)
class Tree:
    """The places above, the highest first, and those below, most named first."""

    above: tuple[Branch, ...]
    below: tuple[Branch, ...]
    more_below: int


def namesakes(store: Store, entity: Entity, visible: Visible) -> list[Namesake]:
    """Return the others that bear the name, most named first."""
    ids = store.entity_ids_named(entity.kind, entity.name) - {entity.id}
    counted = store.entities_by_id(sorted(ids), visible=visible)
    others = [one for one in counted.values() if one.entity.name == entity.name]
    others.sort(key=lambda one: (-one.documents, one.entity.id))
    found = described(store, others[:_NAMESAKES], visible)
    if entity.kind != "official":
        return found
    known = {one.entity.id: one.entity for one in others}
    return [_linked(store, entity, known[one.id], one, visible) for one in found]


def _linked(
    store: Store, entity: Entity, other: Entity, one: Namesake, visible: Visible
) -> Namesake:
    """Return a namesake with the words that make both one person, if any do.

    One who left a post here for one there is the same; a person confirms it.
    """
    for held, elsewhere in ((entity, other.detail), (other, entity.detail)):
        for tenure in store.tenures.of_official(held.id, visible=visible):
            proof = tenure.held.evidence
            if elsewhere and elsewhere != held.detail and _is_at(tenure, elsewhere):
                source = Proof(tenure.source.document_id, tenure.source.title, proof)
                tags = ProofTags(store, [source], visible=visible)
                return replace(one, link=tags.of(source))
    return one


def _is_at(tenure: Tenure, place: str) -> bool:
    held = tenure.held
    return held.place == place or bool(
        held.organisation and held.organisation.startswith(place)
    )


def described(
    store: Store, others: Sequence[EntityCount], visible: Visible
) -> list[Namesake]:
    """Return entities with what tells each from others of its name."""
    posts = store.tenures.latest_of([o.entity.id for o in others], visible=visible)
    return [_namesake(one, posts.get(one.entity.id)) for one in others]


def _namesake(counted: EntityCount, tenure: Tenure | None) -> Namesake:
    entity = counted.entity
    return Namesake(
        entity.id,
        entity.name,
        address(entity),
        tells(entity, tenure),
        counted.documents,
    )


def tells(entity: Entity, tenure: Tenure | None) -> str:
    """Return what tells an entity from its namesakes: its place, and the last post.

    A post that begins with the place says it once: 武夷山市水利局局长.
    """
    place, chair = entity.detail or "", chair_of(tenure.held) if tenure else ""
    return (
        chair if chair.startswith(place) and chair else place + (chair and f"，{chair}")
    )


def told_apart(
    store: Store, facets: Mapping[FacetKind, Sequence[FacetCount]], visible: Visible
) -> Mapping[FacetKind, Sequence[FacetCount]]:
    """Return facets in which values of one name say what tells them apart."""
    twins = set()
    for kind in _TOLD_APART:
        names = Counter(c.value.name for c in facets.get(kind, ()))
        twins |= {
            EntityId(c.value.key)
            for c in facets.get(kind, ())
            if names[c.value.name] > 1
        }
    if not twins:
        return facets
    known = store.entities_by_id(sorted(twins), visible=visible)
    posts = store.tenures.latest_of(sorted(known), visible=visible)

    def named(count: FacetCount) -> FacetCount:
        one = known.get(EntityId(count.value.key))
        tells = one and _namesake(one, posts.get(one.entity.id)).tells
        if not tells:
            return count
        name = f"{count.value.name}（{tells}）"
        return replace(count, value=replace(count.value, name=name))

    return {
        kind: tuple(map(named, counts)) if kind in _TOLD_APART else counts
        for kind, counts in facets.items()
    }


def address(entity: Entity) -> str:
    """Return the page of an entity."""
    return f"{ENTITY_PATHS[entity.kind]}/{entity.id}"


def above(store: Store, entity: Entity, visible: Visible) -> tuple[Branch, ...]:
    """Return what an entity is part of, the highest first, if it is to be seen."""
    counted = store.entities_by_id(entity.parents, visible=visible)
    found = [counted[one] for one in reversed(entity.parents) if one in counted]
    return tuple(_branch(one) for one in found)


def tree(
    store: Store, entity: Entity, places: Sequence[FacetCount], visible: Visible
) -> Tree:
    """Return where a place stands, of the places that its documents name too."""
    keys = [EntityId(c.value.key) for c in places if c.value.key != entity.id]
    counted = store.entities_by_id(keys, visible=visible)
    below = [
        one
        for one in counted.values()
        if one.entity.parents and one.entity.parents[0] == entity.id
    ]
    below.sort(key=lambda one: (-one.documents, one.entity.id))
    return Tree(
        above(store, entity, visible),
        tuple(map(_branch, below[:_BELOW])),
        max(0, len(below) - _BELOW),
    )


def _branch(counted: EntityCount) -> Branch:
    return Branch(counted.entity.name, address(counted.entity), counted.documents)


def history(entity: Entity) -> list[str]:
    """Return the names a place has borne and what became of it, oldest first."""
    if entity.kind != "place" or len(entity.id) != _COUNTY_ID:
        return []
    place = _gazetteer().place(entity.id)
    if place is None:
        return []
    spans: list[tuple[str, int, int | None]] = []
    for name in place.names:
        if spans and spans[-1][0] == name.name:
            spans[-1] = (name.name, spans[-1][1], name.end)
        else:
            spans.append((name.name, name.start, name.end))
    if len(spans) == 1 and spans[0][2] is None:
        return []
    lines = [f"{name}，{_span(start, end)}" for name, start, end in spans]
    heirs = _gazetteer().successors(place)
    if heirs:
        lines.append(f"后并入或改设{'、'.join(heir.name for heir in heirs)}")
    return lines


def _span(start: int, end: int | None) -> str:
    # The history begins with 1981: earlier names began before it.
    since = "至" if start <= 1981 else f"{start}"
    if end is None:
        return f"{start}年起" if start > 1981 else "1981年以来"
    return f"{since}{end}年" if since == "至" else f"{since}—{end}年"


def subtitles(
    store: Store, ids: Sequence[EntityId], visible: Visible
) -> Mapping[EntityId, str]:
    """Return the latest post of each official, for a list of people."""
    found = store.tenures.latest_of(ids, visible=visible)
    return {one: chair_of(tenure.held) for one, tenure in found.items()}


@cache
def _gazetteer() -> Gazetteer:
    """Read only when a county's page is first shown."""
    return Gazetteer()
