"""Which search does an address name, and what is the address of a search?

The address is the search: it can be kept, shared and walked back.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import get_args
from urllib.parse import urlencode

from starlette.datastructures import QueryParams

from archive.model import PartialDate
from indexer.engine import FacetKind, FilterKind, Sort
from indexer.search import MOST_VALUES, TypedSearch

FILTER_KINDS: tuple[FilterKind, ...] = get_args(FilterKind)
SORTS: tuple[Sort, ...] = get_args(Sort)
HITS_PER_PAGE = 10
_DATE = re.compile(r"\d{4}(-\d{2}){0,2}\Z")


@dataclass(frozen=True, slots=True)
class SearchAddress:
    """A search as its address writes it.

    ``shown`` counts the results on the pages before this one; ``unfolded`` is the
    facet listed whole; ``synonyms`` tells whether other words of the same meaning are
    looked for.
    """

    query: str = ""
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    issued_from: str = ""
    issued_to: str = ""
    sort: Sort = "relevance"
    after: str | None = None
    shown: int = 0
    unfolded: FacetKind | None = None
    synonyms: bool = True

    def typed(self) -> TypedSearch:
        """Return the search to ask for."""
        return TypedSearch(
            query=self.query,
            filters=self.filters,
            issued_from=_date(self.issued_from),
            issued_to=_date(self.issued_to),
            sort=self.sort,
            limit=HITS_PER_PAGE,
            after=self.after,
            with_synonyms=self.synonyms,
            facet_limit=MOST_VALUES,
        )

    @property
    def is_filtered(self) -> bool:
        """Tell whether anything narrows the search beside its words."""
        return bool(self.filters or self.issued_from or self.issued_to)

    def url(self) -> str:
        """Return the address."""
        pairs = [("q", self.query)]
        pairs += [(kind, key) for kind, keys in self.filters.items() for key in keys]
        pairs += [("from", self.issued_from), ("to", self.issued_to)]
        if self.sort != "relevance":
            pairs.append(("sort", self.sort))
        pairs.append(("synonyms", "" if self.synonyms else "0"))
        pairs += [("after", self.after or ""), ("more", self.unfolded or "")]
        if self.after:
            pairs.append(("shown", str(self.shown)))
        return "/search?" + _written(pairs)

    @property
    def parameters(self) -> str:
        """What asks for the same search in the same order, from its first result."""
        return self.first_page().url().partition("?")[2]

    def first_page(self) -> "SearchAddress":
        """Return the same search from its first result on."""
        return replace(self, after=None, shown=0, unfolded=None)

    def asking(self, query: str) -> "SearchAddress":
        """Return the search for other words under the same filters."""
        return replace(self.first_page(), query=query)

    def without_synonyms(self) -> "SearchAddress":
        """Return the search for the words as they were typed alone."""
        return replace(self.first_page(), synonyms=False)

    def sorted_by(self, sort: Sort) -> "SearchAddress":
        """Return the same search in another order."""
        return replace(self.first_page(), sort=sort)

    def has(self, kind: str, key: str) -> bool:
        """Tell whether a filter value is chosen."""
        return key in self.filters.get(kind, ())

    def toggled(self, kind: str, key: str) -> "SearchAddress":
        """Return the search with a filter value chosen, or no longer."""
        chosen = self.filters.get(kind, ())
        keys = tuple(k for k in chosen if k != key) if key in chosen else (*chosen, key)
        filters = {k: v for k, v in self.filters.items() if k != kind}
        if keys:
            filters[kind] = keys
        return replace(self.first_page(), filters=filters)

    def between(self, issued_from: str, issued_to: str) -> "SearchAddress":
        """Return the search over other dates; empty ones leave it open."""
        return replace(self.first_page(), issued_from=issued_from, issued_to=issued_to)

    def unfiltered(self) -> "SearchAddress":
        """Return the search for the same words alone."""
        return replace(self.first_page(), filters={}, issued_from="", issued_to="")

    def unfolding(self, kind: FacetKind) -> "SearchAddress":
        """Return the search with one facet listed whole."""
        return replace(self, unfolded=kind)

    def next(self, cursor: str, shown: int) -> "SearchAddress":
        """Return the page behind this one."""
        return replace(self, after=cursor, shown=self.shown + shown, unfolded=None)


def address_of(params: QueryParams) -> SearchAddress:
    """Return the search that an address's parameters name; unknown ones are let be."""
    filters: dict[str, tuple[str, ...]] = {
        kind: tuple(dict.fromkeys(value for value in params.getlist(kind) if value))
        for kind in FILTER_KINDS
        if any(params.getlist(kind))
    }
    sort = params.get("sort", "")
    shown = params.get("shown", "")
    more = params.get("more", "")
    return SearchAddress(
        query=params.get("q", "").strip(),
        filters=filters,
        issued_from=params.get("from", "").strip(),
        issued_to=params.get("to", "").strip(),
        sort=next((known for known in SORTS if known == sort), "relevance"),
        after=params.get("after") or None,
        shown=int(shown) if shown.isdecimal() and len(shown) < 10 else 0,
        unfolded=next((k for k in get_args(FacetKind) if k == more), None),
        synonyms=params.get("synonyms", "") != "0",
    )


def _written(pairs: Sequence[tuple[str, str]]) -> str:
    return urlencode([pair for pair in pairs if pair[1] or pair[0] == "q"])


def _date(text: str) -> PartialDate | None:
    return PartialDate(text) if _DATE.match(text) else None
