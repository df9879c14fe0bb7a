"""Which entity does a mention mean?

Places come resolved from the gazetteer. An official is a name with the county-level
place of the post or of the document, so namesakes stay apart; an organisation is its
full name, with the document's place where it has none of its own. What cannot be
told stays without an entity and is found by its words.
"""

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Sequence

from archive.model import Entity, EntityId, Metadata, PostHeld
from archive.terms import TermKind
from indexer.fold import fold_characters
from indexer.gazetteer import COUNTY, Gazetteer, Place
from indexer.recognise.base import LISTED, Found, Reading
from indexer.terms.lexicon import Lexicon

_LEVELLED = re.compile("(?:我|本|全)?([省市县区州旗镇乡])")
_NATIONAL = re.compile("国务院|中共中央|中央|全国|最高人民|国家|中国|新华社|审计署")
_OFFICE_HEAD = re.compile("(?:党组)?(?:常务)?副?([局厅院校所馆])长")
_HEADS_OF_STATE = frozenset(
    ("总理", "副总理", "国务委员", "委员长", "国家主席", "总书记")
)
NATION = "cn"


class PlaceEntities:
    """Makes the entity of a place, once for each place."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer
        self._made: dict[EntityId, Entity] = {}

    def of(self, place: Place) -> Entity:
        """Return the entity with every name and the chain of today."""
        if place.id not in self._made:
            above = self._gazetteer.ancestors(place)
            detail = "".join(p.name for p in reversed(above)) or None
            parents = tuple(p.id for p in above)
            self._made[place.id] = Entity(
                place.id, "place", place.name, place.aliases, parents, detail
            )
        return self._made[place.id]


class Resolver:
    """Resolves what was found in one document."""

    def __init__(
        self,
        gazetteer: Gazetteer,
        reading: Reading,
        found: Sequence[Found],
        entities: PlaceEntities,
        lexicon: Lexicon,
        *,
        year: int | None,
    ) -> None:
        self._gazetteer = gazetteer
        self._text = reading.text
        self._found = found
        self._year = year
        self._entities = entities
        self._lexicon = lexicon
        self._resolved: dict[EntityId, list[Entity]] = {}
        self._leading = _leading_organs(reading, found)
        self._is_national = False
        self._home = self._document_place(reading.metadata)

    def place(self, found: Found) -> list[Entity]:
        """Return the place, those above it and those it became; empty if unknown."""
        if found.entity is None:
            return [self._listed(found)] if is_listed(found) else []
        if found.entity not in self._resolved:
            place = self._gazetteer.place(found.entity)
            places = [place, *self._around(place)] if place else []
            resolved = [self._entities.of(p) for p in places]
            self._resolved[found.entity] = resolved or self._village(found)
        return self._resolved[found.entity]

    def organisation(self, found: Found) -> Entity | None:
        """Return the organisation, if it is clear whose it is."""
        name = self._text[found.start : found.end]
        if is_listed(found):
            return self._listed(found)
        inside = self._places_in(found)
        if inside and inside[0].start <= found.start + 2:
            if any(f.entity is None for f in inside):
                return None
            key = f"{inside[-1].entity} {self._text[inside[-1].end : found.end]}"
            plain = name.removeprefix("中共")
            others = () if plain == name else (name,)
            return self._entity("og", key, plain, others, inside[-1].entity)
        if _NATIONAL.match(name):
            return self._entity("og", name, name, (), None)
        home, rest = self._levelled(name)
        if home is None:
            return None
        full = home.name + rest
        return self._entity("og", f"{home.id} {rest}", full, (name,), home.id)

    def post(self, found: Found) -> Entity:
        """Return the post by its title."""
        written = "".join(self._text[found.start : found.end].split())
        title = written.removesuffix("候选人")
        return Entity(_key("po", title), "post", title)

    def term(self, found: Found) -> Entity:
        """Return the term of the glossary."""
        name = found.name or self._text[found.start : found.end]
        return Entity(_key("tm", name), "term", name, self._aliases("term", name))

    def official(
        self, name: str, posts: Sequence[tuple[PostHeld, Found | None]]
    ) -> Entity | None:
        """Return the official, if there is a place to tell namesakes apart by."""
        county = self._seat(posts)
        if county is None:
            return None
        place = self._gazetteer.place(county)
        detail = place.name if place else None
        parents = (EntityId(county),) if place else ()
        identity = _key("of", f"{name} {county}")
        return Entity(identity, "official", name, (), parents, detail)

    def post_organisation(self, post: PostHeld, place: Found | None) -> str | None:
        """Return whose post it is, for a bare 局长 the bureau that issued the paper."""
        kind = _OFFICE_HEAD.fullmatch(post.title)
        if post.organisation or place is not None or kind is None:
            return post.organisation
        named = (o for o in self._leading if o.endswith(kind[1]))
        return next(named, None)

    def post_place(self, post: PostHeld, place: Found | None) -> str | None:
        """Return the name of the place of a post, the document's if it has none."""
        if place is not None:
            return post.place
        if post.organisation and _NATIONAL.match(post.organisation):
            return None
        home = self._levelled(post.organisation or "")[0] or self._home
        return home.name if home else None

    def _listed(self, found: Found) -> Entity:
        """Return the place or organisation of the archive's own list of names."""
        name = found.name or self._text[found.start : found.end]
        if found.kind == "place":
            return Entity(_key("pw", name), "place", name, self._aliases("place", name))
        others = self._aliases("organisation", name)
        return Entity(_key("ow", name), "organisation", name, others)

    def _aliases(self, kind: TermKind, name: str) -> tuple[str, ...]:
        return self._lexicon.aliases.get((kind, name), ())

    def _seat(self, posts: Sequence[tuple[PostHeld, Found | None]]) -> str | None:
        for post, place in posts:
            if place is not None and place.entity is not None:
                return self._county(place.entity)
            national = post.organisation and _NATIONAL.match(post.organisation)
            if national or post.title in _HEADS_OF_STATE:
                return NATION
            home = self._levelled(post.organisation or "")[0]
            if home is not None:
                return self._county(home.id)
        if self._home is not None:
            return self._county(self._home.id)
        return NATION if self._is_national else None

    def _county(self, place_id: str) -> str:
        """Return the county of a place below one, else the place itself."""
        place = self._gazetteer.place(re.sub("(?<=pl-\\d{9})-\\d+$", "", place_id))
        if place is None or place.level <= COUNTY:
            return place.id if place else place_id
        above = self._gazetteer.parent(place)
        return above.id if above else place.id

    def _levelled(self, name: str) -> tuple[Place | None, str]:
        """Return the document's place of the level that a name begins with."""
        match = _LEVELLED.match(name)
        if self._home is None or match is None:
            return None, ""
        for place in (self._home, *self._gazetteer.ancestors(self._home)):
            if place.name.endswith(match[1]):
                return place, name[match.end() :]
        return None, ""

    def _document_place(self, metadata: Metadata) -> Place | None:
        """Return the place of issuer or title, else the one most mentions lie in.

        None for a paper of the whole country, whatever places it speaks of.
        """
        places = [f for f in self._found if f.kind == "place" and f.entity]
        for words in (*metadata.issuers, metadata.title or ""):
            folded = fold_characters(words)
            inside = [f for f in places if self._text[f.start : f.end] in folded]
            if inside:
                lengths = [folded.find(self._text[f.start : f.end]) for f in inside]
                last = inside[lengths.index(max(lengths))]
                return self._gazetteer.place(last.entity or "")
        named = (*metadata.issuers, metadata.title or "")
        self._is_national = any(_NATIONAL.search(fold_characters(n)) for n in named)
        return None if self._is_national else self._common_place(places)

    def _common_place(self, mentions: Iterable[Found]) -> Place | None:
        votes: Counter[str] = Counter()
        total = 0
        for mention in mentions:
            place = self._gazetteer.place(mention.entity or "")
            if place is None:
                continue
            total += 1
            votes.update({p.id for p in (place, *self._gazetteer.ancestors(place))})
        most = [self._gazetteer.place(i) for i, n in votes.items() if n * 2 > total]
        levels = [p for p in most if p is not None and p.level <= COUNTY]
        return max(levels, key=lambda p: p.level, default=None)

    def _around(self, place: Place) -> list[Place]:
        """Return the places above, what the place became, and what is above that."""
        gazetteer, year = self._gazetteer, self._year
        inner = gazetteer.namesakes_within(place, year)
        heirs = [*gazetteer.successors(place), *inner]
        heirs += [h for i in inner for h in gazetteer.successors(i)]
        around = [
            *gazetteer.ancestors(place, year),
            *gazetteer.ancestors(place),
            *heirs,
        ]
        around += [a for heir in heirs for a in gazetteer.ancestors(heir)]
        return list({p.id: p for p in around if p.id != place.id}.values())

    def _village(self, found: Found) -> list[Entity]:
        township = self._gazetteer.place((found.entity or "").rpartition("-")[0])
        if township is None or found.entity is None:
            return []
        above = (township, *self._gazetteer.ancestors(township))
        name = found.name or self._text[found.start : found.end]
        detail = "".join(p.name for p in reversed(above))
        parents = tuple(p.id for p in above)
        village = Entity(found.entity, "place", name, (), parents, detail)
        return [village, *map(self._entities.of, above)]

    def _places_in(self, found: Found) -> list[Found]:
        return [
            f
            for f in self._found
            if f.kind == "place" and found.start <= f.start and f.end <= found.end + 1
        ]

    def _entity(
        self,
        prefix: str,
        key: str,
        name: str,
        others: tuple[str, ...],
        parent: EntityId | None,
    ) -> Entity:
        parents = (parent,) if parent else ()
        return Entity(_key(prefix, key), "organisation", name, others, parents)


def is_listed(found: Found) -> bool:
    """Tell if it is a name of the archive's own list."""
    return found.recogniser == LISTED


def _leading_organs(reading: Reading, found: Sequence[Found]) -> list[str]:
    """Return the issuers, then the organisations that the title names."""
    title = fold_characters(reading.metadata.title or "")
    organs = (reading.text[f.start : f.end] for f in found if f.kind == "organisation")
    named = dict.fromkeys(o for o in organs if o in title)
    return [*map(fold_characters, reading.metadata.issuers), *named]


def _key(prefix: str, text: str) -> EntityId:
    digest = hashlib.sha256(fold_characters(text).encode()).hexdigest()
    return EntityId(f"{prefix}-{digest[:12]}")
