"""Which places are there, what were they called when, and what are they part of?

Provinces, cities and counties come with their names since 1981; a place keeps one
id through renaming and changes of code, and names what it became where it was split
or merged. Townships and villages are as of 2023.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from archive.model import EntityId, PartialDate
from indexer.fold import fold_characters
from indexer.word_files import (
    read_place_lines,
    read_township_lines,
    read_village_lines,
    read_words,
)

PROVINCE, CITY, COUNTY, TOWNSHIP, VILLAGE = range(1, 6)
"""Levels of places."""

_KIND = re.compile(
    "(?:特别行政区|自治[州县旗区]|地区|新区|林区|矿区|特区|行政区|[省市县区旗盟州])$"
)
_PEOPLES = re.compile(
    "(?:(?:蒙古|维吾尔|哈萨克|柯尔克孜|土家|布依|仡佬|仫佬|毛南|哈尼|拉祜|傈僳|景颇|"
    "纳西|普米|达斡尔|鄂温克|鄂伦春|朝鲜|塔吉克|锡伯|撒拉|保安|东乡|裕固|俄罗斯|"
    "布朗|独龙|各|[满回藏苗彝壮侗瑶白傣黎佤畲土羌怒水京])族|蒙古|哈萨克|塔吉克|"
    "柯尔克孜|维吾尔)$"
)


@dataclass(frozen=True, slots=True)
class PlaceName:
    """A name and code of a place, the years it stood and the place above it then.

    ``start`` 0 is unknown; ``end`` is None for a name in use.
    """

    name: str
    code: str
    start: int
    end: int | None
    parent: EntityId | None

    def stands_in(self, year: int) -> bool:
        """Tell if the name was in use in the year, its last year included."""
        return self.start <= year and (self.end is None or year <= self.end)


@dataclass(frozen=True, slots=True)
class Place:
    """A place through time: its names, oldest first, and what it ended in."""

    id: EntityId
    level: int
    names: tuple[PlaceName, ...]
    successors: tuple[EntityId, ...] = ()

    @property
    def name(self) -> str:
        """The last name it bore."""
        return self.names[-1].name

    @property
    def aliases(self) -> tuple[str, ...]:
        """Its former names and the short form of every name."""
        full = dict.fromkeys(n.name for n in reversed(self.names))
        return tuple(n for n in (*full, *self.short_names) if n != self.name)

    @property
    def short_names(self) -> tuple[str, ...]:
        """Its names without 省, 市, 县 …; none for zones and townships."""
        if self.names[0].start == 0:
            return ()
        shorts = (short_name(n.name) for n in reversed(self.names))
        return tuple(dict.fromkeys(filter(None, shorts)))

    def is_standing(self, year: int | None) -> bool:
        """Tell if it stood in the year, or stands now if there is no year."""
        if year is None:
            return self.names[-1].end is None
        return any(n.stands_in(year) for n in self.names)

    def named_in(self, year: int | None) -> PlaceName:
        """Return the name it bore in a year, else the last."""
        standing = [n for n in self.names if year is not None and n.stands_in(year)]
        return standing[-1] if standing else self.names[-1]


class Gazetteer:
    """Looks places up by folded name and by id; reads its files when first asked."""

    def place(self, place_id: str) -> Place | None:
        """Return a place of any level but the village."""
        return self._places.get(place_id) or self._township(place_id)

    def named(self, name: str) -> tuple[Place, ...]:
        """Return provinces, cities and counties that bear or bore the full name."""
        return tuple(self._places[i] for i in self.full_names.get(name, ()))

    def shortly_named(self, name: str) -> tuple[Place, ...]:
        """Return provinces, cities and counties with this short name."""
        return tuple(self._places[i] for i in self.short_names.get(name, ()))

    def townships_named(self, name: str) -> tuple[Place, ...]:
        """Return townships, towns and subdistricts of this name."""
        ids = self.township_names.get(name, ())
        return tuple(filter(None, map(self._township, ids)))

    def villages(self, township_id: str) -> Mapping[str, EntityId]:
        """Return villages and communities of a township by name without 村委会."""
        code = township_id.removeprefix("pl-")
        names = read_village_lines(code[:4]).get(code, ())
        return {n: EntityId(f"{township_id}-{i}") for i, n in enumerate(names, 1)}

    def parent(self, place: Place, year: int | None = None) -> Place | None:
        """Return the place above, in a year or at the last."""
        parent = place.named_in(year).parent
        return self.place(parent) if parent else None

    def ancestors(self, place: Place, year: int | None = None) -> tuple[Place, ...]:
        """Return the places above, nearest first."""
        known = self._ancestors.get((place.id, year))
        if known is None:
            known = self._ancestors[place.id, year] = self._chain(place, year)
        return known

    def _chain(self, place: Place, year: int | None) -> tuple[Place, ...]:
        found: list[Place] = []
        above = self.parent(place, year)
        while above is not None and above not in found:
            found.append(above)
            above = self.parent(above, year)
        return tuple(found)

    def children(self, place: Place) -> tuple[Place, ...]:
        """Return the places directly below, those of today first."""
        below = [p for p in self._places.values() if p.names[-1].parent == place.id]
        below.sort(key=lambda p: (p.names[-1].end is not None, p.id))
        ids = self._townships_of.get(place.id, ())
        return (*below, *filter(None, map(self._township, ids)))

    def successors(self, place: Place) -> tuple[Place, ...]:
        """Return everything the place became part of or was split into, in order."""
        found: dict[str, Place] = {}
        waiting = list(place.successors)
        while waiting:
            heir = self._places.get(waiting.pop(0))
            if heir is not None and heir.id not in found and heir is not place:
                found[heir.id] = heir
                waiting += heir.successors
        return tuple(found.values())

    def namesakes_within(self, place: Place, year: int | None) -> tuple[Place, ...]:
        """Return county-level places of its name that ended in parts of it in the year.

        In the year when a city became a prefecture its name may mean either.
        """
        if place.level != CITY or year is None:
            return ()
        return tuple(
            other
            for other in self.named(place.named_in(year).name)
            if other.level == COUNTY
            and other.is_standing(year)
            and any(self.parent(heir) == place for heir in self.successors(other))
        )

    def present_names(self) -> Mapping[str, str]:
        """Return the names in use by code, of county level and above."""
        return {
            n.code: n.name
            for place in self._places.values()
            for n in place.names
            if n.end is None
        }

    @cached_property
    def full_names(self) -> Mapping[str, list[str]]:
        """Ids by every full name, former ones included, of county level and above."""
        return _by_name(
            (name, place.id)
            for place in self._places.values()
            for n in place.names
            # 柳州's suburb was called 市郊区 and is written 柳州市郊区.
            for name in {
                n.name,
                n.name.removeprefix("市") if "市郊" in n.name else n.name,
            }
        )

    @cached_property
    def short_names(self) -> Mapping[str, list[str]]:
        """Ids by short name, of county level and above."""
        return _by_name(
            (short, place.id)
            for place in self._places.values()
            for short in place.short_names
        )

    @cached_property
    def township_names(self) -> Mapping[str, list[str]]:
        """Ids by the name of a township."""
        return _by_name((row[1], i) for i, row in self._township_rows.items())

    @cached_property
    def ordinary_words(self) -> frozenset[str]:
        """Short names that are ordinary words too."""
        return frozenset(read_words("place_words.txt"))

    @cached_property
    def _ancestors(self) -> dict[tuple[EntityId, int | None], tuple[Place, ...]]:
        """Chains asked for before: texts name the same places again and again."""
        return {}

    @cached_property
    def _places(self) -> Mapping[str, Place]:
        return {place.id: place for place in map(_place, read_place_lines())}

    @cached_property
    def _by_code(self) -> Mapping[str, EntityId]:
        return {
            n.code: p.id for p in self._places.values() for n in p.names if not n.end
        }

    @cached_property
    def _township_rows(self) -> Mapping[str, tuple[str, str]]:
        """County code and name by township id."""
        return {
            f"pl-{county}{entry[:3]}": (county, entry[3:])
            for county, entries in read_township_lines()
            for entry in entries
        }

    @cached_property
    def _townships_of(self) -> Mapping[str, list[str]]:
        return _grouped(
            (self._county(row[0]) or "", i) for i, row in self._township_rows.items()
        )

    def _county(self, code: str) -> EntityId | None:
        codes = (code, f"{code[:4]}00", f"{code[:2]}0000")
        return next((self._by_code[c] for c in codes if c in self._by_code), None)

    def _township(self, place_id: str) -> Place | None:
        row = self._township_rows.get(place_id)
        if row is None:
            return None
        code = place_id.removeprefix("pl-")
        name = PlaceName(row[1], code, 0, None, self._county(row[0]))
        return Place(EntityId(place_id), TOWNSHIP, (name,))


def short_name(name: str) -> str | None:
    """Return the name without its kind (武夷山市 → 武夷山), if two characters stay."""
    stem = _KIND.sub("", name)
    if name[len(stem) : len(stem) + 2] == "自治":
        while stem != (bare := _PEOPLES.sub("", stem)) and len(bare) >= 2:
            stem = bare
        stem = stem.removesuffix("族")
    return stem if 2 <= len(stem) < len(name) else None


def year_of(date: PartialDate | None) -> int | None:
    """Return the year of a date."""
    return int(date[:4]) if date else None


def _grouped(pairs: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    groups: dict[str, list[str]] = {}
    for key, place_id in pairs:
        known = groups.setdefault(key, [])
        if place_id not in known:
            known.append(place_id)
    return groups


def _by_name(pairs: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    """Group by folded name; all names are folded at once, which is quicker."""
    names, ids = zip(*pairs, strict=True)
    folded = fold_characters("\n".join(names)).split("\n")
    return _grouped(zip(folded, ids, strict=True))


def _place(line: str) -> Place:
    own, level, names, became = line.split("\t")
    return Place(
        EntityId(f"pl-{own}"),
        int(level),
        tuple(map(_name, names.split("|"))),
        tuple(EntityId(f"pl-{b.partition('>')[2]}") for b in became.split()),
    )


def _name(text: str) -> PlaceName:
    name, code, start, end, parent = text.split(",")
    above = EntityId(f"pl-{parent}") if parent else None
    return PlaceName(name, code, int(start), int(end) if end else None, above)
