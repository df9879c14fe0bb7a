"""What does a reader's typed search answer?"""

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import get_args

from archive.errors import InvalidInput
from archive.model import DocumentId, PartialDate, Visible
from indexer.dates import days
from indexer.engine import (
    FACET_KINDS,
    FilterKind,
    Hit,
    ResultPage,
    SearchEngine,
    SearchRequest,
    Sort,
)
from indexer.errors import QuerySyntaxError
from indexer.explain import explain
from indexer.interpret import EntityNames, Interpreter
from indexer.match_rule import is_long
from indexer.naming import NAMING_WEIGHT
from indexer.nothing_found import Inquiry, PartAlone
from indexer.query import Query, Words
from indexer.query_parser import parse_query
from indexer.segment import Segmenter
from indexer.synonyms import Expansion, Others, no_others

MOST_HITS = 200
"""The most hits that one page may hold."""
MOST_VALUES = 200
"""The most values that one facet may list."""
_EVERY_VALUE = 1 << 20


@dataclass(frozen=True, slots=True)
class TypedSearch:
    """A search as a reader or a program gives it; filters by name or entity id."""

    query: str
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    issued_from: PartialDate | None = None
    issued_to: PartialDate | None = None
    sort: Sort = "relevance"
    limit: int = 10
    after: str | None = None
    facet_limit: int = 20
    with_synonyms: bool = True
    among: frozenset[DocumentId] | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """A page of results with the reading of the query that was chosen.

    ``interpretation`` is a Chinese sentence for people. Where nothing was found,
    ``suggestion`` is a query to try instead, or None, and ``parts`` say what each part
    of the query finds alone. ``also`` are the synonyms that were looked for too.
    """

    typed: TypedSearch
    interpretation: str
    page: ResultPage
    milliseconds: float
    suggestion: str | None = None
    parts: tuple[PartAlone, ...] = ()
    also: tuple[str, ...] = ()


class SearchService:
    """Answers what a reader types, over what the reader may see."""

    def __init__(
        self,
        engine: SearchEngine,
        segmenter: Segmenter,
        names: EntityNames,
        *,
        naming_weight: float = NAMING_WEIGHT,
        synonyms: Others = no_others,
    ) -> None:
        self._engine = engine
        self._naming_weight = naming_weight
        self._interpreter = Interpreter(segmenter, names)
        self._synonyms = synonyms

    def search(self, typed: TypedSearch, *, visible: Visible) -> Answer:
        """Return one page of the answer.

        A long text of which no document has all the words is answered by its best
        matches; ordered by date, any text is answered by all its words if it can be.
        Raises QuerySyntaxError, or InvalidInput for another value.
        """
        began = time.perf_counter()
        parsed = check_search(typed)
        expansion = self._expansion(typed)
        request = self._chosen(self._request(typed, parsed, expansion), visible)
        page = self._engine.search(request, visible=visible)
        missing: tuple[PartAlone, ...] = ()
        suggestion = None
        if not (page.total or typed.after) and typed.among is None:
            asked = request.query
            if expansion.used:
                asked = self._interpreter.interpret(parsed)
            again = Inquiry(self._engine, self._interpreter, request, visible)
            missing = again.parts(asked)
            suggestion = again.suggestion(asked, missing)
        return Answer(
            typed=typed,
            interpretation=explain(
                request.query,
                self._named(typed.filters, request, page, visible),
                typed.issued_from,
                typed.issued_to,
            ),
            page=page,
            milliseconds=(time.perf_counter() - began) * 1000,
            suggestion=suggestion,
            parts=missing,
            also=tuple(expansion.used),
        )

    def rank(self, query: str, *, limit: int, visible: Visible) -> tuple[Hit, ...]:
        """Return the best ``limit`` documents for a ranked list, without passages.

        Words are answered by their best matches even where ``search`` wants all of
        them; a text that cannot be read as a query is taken as words.
        """
        parsed = _parsed(query) or Words(query)
        if isinstance(parsed, Words):
            parsed = replace(parsed, match="best")
        request = SearchRequest(
            self._interpreter.interpret(parsed),
            limit=limit,
            facets=(),
            passages_per_hit=0,
            naming_weight=self._naming_weight,
        )
        return self._engine.search(request, visible=visible).hits

    def marks(
        self, query: str, document_id: DocumentId, *, visible: Visible
    ) -> Sequence[tuple[int, int]]:
        """Return every place of a typed query's words in one document, in order.

        Empty if the document is not visible. Raises QuerySyntaxError.
        """
        asked = self._expansion(TypedSearch(query)).of(parse_query(query))
        return self._engine.marks(asked, document_id, visible=visible)

    def meant(self, typed: TypedSearch, *, visible: Visible) -> str | None:
        """Return what may have been meant by a word whose parts only were found.

        A similar word that the reader's documents have as it stands, for one typed by
        itself that they do not; some ten milliseconds. Raises QuerySyntaxError.
        """
        alone = replace(typed, with_synonyms=False)
        parsed = parse_query(alone.query)
        request = self._request(alone, parsed, self._expansion(alone))
        if not isinstance(request.query, Words):
            return None
        inquiry = Inquiry(self._engine, self._interpreter, request, visible)
        return inquiry.meant(request.query)

    def _expansion(self, typed: TypedSearch) -> Expansion:
        others = self._synonyms if typed.with_synonyms else no_others
        return Expansion(self._interpreter.interpret, others)

    def _request(
        self, typed: TypedSearch, parsed: Query, expansion: Expansion
    ) -> SearchRequest:
        keys = self._interpreter.keys
        return SearchRequest(
            query=expansion.of(parsed),
            filters={
                kind: tuple(sorted({key for name in names for key in keys(kind, name)}))
                for kind, names in typed.filters.items()
                if names
            },
            issued_from=typed.issued_from,
            issued_to=typed.issued_to,
            sort=typed.sort,
            limit=typed.limit,
            after=typed.after,
            naming_weight=self._naming_weight,
            facet_limit=typed.facet_limit,
            among=typed.among,
        )

    def _named(
        self,
        filters: Mapping[str, tuple[str, ...]],
        request: SearchRequest,
        page: ResultPage,
        visible: Visible,
    ) -> dict[str, tuple[str, ...]]:
        """Return the filters, entity ids by the names that facets give them."""
        if not filters:
            return {}
        names = _names(page)
        unnamed = {
            kind
            for kind, values in filters.items()
            for value in values
            if (kind, value) not in names and value not in names.values()
        }
        kinds = tuple(kind for kind in FACET_KINDS if kind in unnamed)
        if kinds:
            every = replace(
                request,
                after=None,
                limit=1,
                facets=kinds,
                facet_limit=_EVERY_VALUE,
                passages_per_hit=0,
            )
            names |= _names(self._engine.search(every, visible=visible))
        return {
            kind: tuple(
                dict.fromkeys(names.get((kind, value), value) for value in values)
            )
            for kind, values in filters.items()
        }

    def _chosen(self, request: SearchRequest, visible: Visible) -> SearchRequest:
        """Return the request with the match rule that this archive answers."""
        query = request.query
        if not isinstance(query, Words):
            return request
        strict = replace(query, match="all")
        if request.sort == "relevance" and query.match == "best":
            return request
        if not is_long(query.text) and query.match == "all":
            return request
        # By date, the best of all that holds any word would be lost in the rest.
        if self._finds(replace(request, query=strict), visible):
            return replace(request, query=strict)
        return replace(request, query=replace(query, match="best"))

    def _finds(self, request: SearchRequest, visible: Visible) -> bool:
        attempt = replace(request, after=None, limit=1, facets=(), passages_per_hit=0)
        return self._engine.search(attempt, visible=visible).total > 0


def check_search(typed: TypedSearch) -> Query:
    """Return the query as parsed.

    Raises InvalidInput for a value out of its range, or QuerySyntaxError.
    """
    parsed = parse_query(typed.query)
    if not 1 <= typed.limit <= MOST_HITS:
        raise InvalidInput(field="limit", value=typed.limit)
    if not 1 <= typed.facet_limit <= MOST_VALUES:
        raise InvalidInput(field="facet_limit", value=typed.facet_limit)
    if typed.sort not in get_args(Sort):
        raise InvalidInput(field="sort", value=typed.sort)
    for name, date in (("from", typed.issued_from), ("to", typed.issued_to)):
        if date is not None and days(date) is None:
            raise InvalidInput(field=name, value=date)
    for kind in typed.filters:
        if kind not in get_args(FilterKind):
            raise InvalidInput(field=kind, value=typed.filters[kind])
    return parsed


def _names(page: ResultPage) -> dict[tuple[str, str], str]:
    return {
        (kind, count.value.key): count.value.name
        for kind, counts in page.facets.items()
        for count in counts
    }


def _parsed(typed: str) -> Query | None:
    try:
        return parse_query(typed)
    except QuerySyntaxError:
        return None
