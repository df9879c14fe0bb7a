"""What stands in the list of facets, and what has been chosen?"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from indexer.engine import FacetCount, FacetKind
from indexer.search import MOST_VALUES
from web.present import FILTER_NAMES, date_zh
from web.search_address import SearchAddress

SHOWN = 10
"""Values listed before “另有 n 个”."""
ORDER: tuple[FacetKind, ...] = (
    "type",
    "year",
    "place",
    "official",
    "post",
    "issuer",
    "organisation",
    "term",
    "collection",
)
Above = Callable[[str], Sequence[str]]
"""Returns the keys of the places that a place lies in."""
_DEEPEST = 3
_SEARCHABLE = frozenset({"place", "official", "post", "issuer", "organisation", "term"})
_FOLDED_AT_FIRST = frozenset({"organisation", "term", "collection"})


@dataclass(frozen=True, slots=True)
class FacetValue:
    """A value with its count and the address that chooses it or lets it go."""

    name: str
    count: int
    url: str
    is_chosen: bool
    depth: int = 0
    """How many of the values listed stand above it."""


@dataclass(frozen=True, slots=True)
class YearBar:
    """A bar of the years' chart, in units of its own picture."""

    year: int
    count: int
    x: float
    y: float
    width: float
    height: float
    url: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Facet:
    """One facet of an answer; ``more`` counts values not listed."""

    kind: FacetKind
    name: str
    values: tuple[FacetValue, ...]
    more: int
    more_is_least: bool
    more_url: str
    is_open: bool
    has_filter: bool
    bars: tuple[YearBar, ...] = ()


@dataclass(frozen=True, slots=True)
class Chip:
    """A chosen condition and the address without it."""

    kind_name: str
    name: str
    url: str


def facets(
    counts: Mapping[FacetKind, Sequence[FacetCount]],
    address: SearchAddress,
    above: Above = lambda key: (),
) -> list[Facet]:
    """Return the facets that have a value, in the order of the page.

    ``above`` gives the keys of the places that a place lies in.
    """
    return [
        _facet(kind, counts[kind], address, above) for kind in ORDER if counts.get(kind)
    ]


def _facet(
    kind: FacetKind,
    counts: Sequence[FacetCount],
    address: SearchAddress,
    above: Above,
) -> Facet:
    is_whole = address.unfolded == kind
    shown = [
        c
        for index, c in enumerate(counts)
        if is_whole or index < SHOWN or address.has(kind, c.value.key)
    ]
    return Facet(
        kind=kind,
        name=FILTER_NAMES[kind],
        values=tuple(_values(kind, shown, address, above)) if kind != "year" else (),
        more=0 if kind == "year" else len(counts) - len(shown),
        more_is_least=len(counts) >= MOST_VALUES,
        more_url=address.unfolding(kind).url() + f"#f-{kind}",
        is_open=kind not in _FOLDED_AT_FIRST or is_whole or kind in address.filters,
        has_filter=kind in _SEARCHABLE and len(counts) > SHOWN,
        bars=year_bars(counts, address) if kind == "year" else (),
    )


def _values(
    kind: FacetKind,
    counts: Sequence[FacetCount],
    address: SearchAddress,
    above: Above,
) -> Iterator[FacetValue]:
    nested = _nested(counts, above) if kind == "place" else ((c, 0) for c in counts)
    for count, depth in nested:
        key = count.value.key
        yield FacetValue(
            name=count.value.name,
            count=count.count,
            url=address.toggled(kind, key).url(),
            is_chosen=address.has(kind, key),
            depth=min(depth, _DEEPEST),
        )


def _nested(
    counts: Sequence[FacetCount], above: Above
) -> Iterator[tuple[FacetCount, int]]:
    """Yield each value behind the one it lies in, with its depth."""
    shown = {count.value.key for count in counts}
    parents = {key: shown.intersection(above(key)) - {key} for key in shown}
    nearest = {
        key: max(over, key=lambda parent: (len(parents[parent]), parent), default=None)
        for key, over in parents.items()
    }
    left = {count.value.key: count for count in counts}

    def under(parent: str | None, depth: int) -> Iterator[tuple[FacetCount, int]]:
        for key in [key for key in left if nearest[key] == parent]:
            if count := left.pop(key, None):
                yield count, depth
                yield from under(key, depth + 1)

    yield from under(None, 0)
    # Places that are said to lie in one another belong nowhere.
    yield from ((count, 0) for count in left.values())


def year_bars(
    counts: Sequence[FacetCount],
    address: SearchAddress,
    *,
    width: float = 228,
    height: float = 40,
) -> tuple[YearBar, ...]:
    """Return a bar for every year from the first to the last, empty ones too."""
    by_year = {int(c.value.key): c.count for c in counts if c.value.key.isdecimal()}
    if not by_year:
        return ()
    years = range(min(by_year), max(by_year) + 1)
    step = width / max(len(years), 8)
    highest = max(by_year.values())
    first, last = address.issued_from[:4], address.issued_to[:4]
    bars = []
    for place, year in enumerate(years):
        count = by_year.get(year, 0)
        tall = round(max(2.0, count / highest * height), 1) if count else 0.0
        is_chosen = bool(first or last) and (first or "0") <= str(year) <= (
            last or "9999"
        )
        bars.append(
            YearBar(
                year=year,
                count=count,
                x=round(place * step, 1),
                y=round(2 + height - tall, 1),
                width=round(max(1.0, step * 0.72), 1),
                height=tall,
                url=address.between(str(year), str(year)).url(),
                is_chosen=is_chosen,
            )
        )
    return tuple(bars)


def chips(
    address: SearchAddress,
    counts: Mapping[FacetKind, Sequence[FacetCount]],
    name_of: Callable[[str, str], str],
) -> list[Chip]:
    """Return the chosen conditions; ``name_of`` names a key that is not counted."""
    named: dict[tuple[str, str], str] = {
        (kind, c.value.key): c.value.name for kind, of in counts.items() for c in of
    }
    found = []
    if address.issued_from or address.issued_to:
        name, kind = _range(address)
        found.append(Chip(kind, name, address.between("", "").url()))
    for kind, keys in address.filters.items():
        for key in keys:
            name = named.get((kind, key)) or name_of(kind, key)
            found.append(
                Chip(FILTER_NAMES[kind], name, address.toggled(kind, key).url())
            )
    return found


def _range(address: SearchAddress) -> tuple[str, str]:
    """Return the dates searched between, and whether they are years."""
    start, end = address.issued_from, address.issued_to
    if len(start) == len(end) == 4:
        return (start if start == end else f"{start}—{end}"), "年份"
    first, last = date_zh(start), date_zh(end)
    if first == last:
        return first, "日期"
    if not end:
        return f"{first}起", "日期"
    return (f"{first}—{last}" if start else f"{last}止"), "日期"
