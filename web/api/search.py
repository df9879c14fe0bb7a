"""What does a search over HTTP ask, and what is answered?

Parameters of other names are let be, so that a newer client still gets its answer;
a known one with a value out of its range is an error.
"""

from collections.abc import Mapping, Sequence
from typing import get_args

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from archive.errors import InvalidInput
from archive.model import PartialDate
from indexer.dates import days
from indexer.engine import FilterKind, Sort
from indexer.search import TypedSearch
from indexer.shapes import answer_json
from web.api.bodies import json_object
from web.json_response import JsonResponse
from web.permissions import reader_of
from web.services import services_of

FILTERS: tuple[FilterKind, ...] = get_args(FilterKind)
SORTS: tuple[Sort, ...] = get_args(Sort)
LIMIT_AT_MOST = 200
LIMIT_USUAL = 10
FACET_LIMIT_USUAL = 20
TEXT_AT_MOST = 10_000
SHORT_QUERY = 100

Values = Mapping[str, Sequence[str]]


async def search(request: Request) -> Response:
    """Answer a search whose parameters stand in the address."""
    parameters = request.query_params
    values = {name: parameters.getlist(name) for name in parameters}
    return await _answer(request, typed_search(values))


async def search_by_body(request: Request) -> Response:
    """Answer a search whose parameters stand in a JSON object."""
    body = await json_object(request)
    return await _answer(request, typed_search(values_of(body)))


async def _answer(request: Request, typed: TypedSearch) -> Response:
    services, visible = services_of(request), reader_of(request).visible

    def work() -> Response:
        answer = services.searcher.search(typed, visible=visible)
        return JsonResponse(answer_json(answer))

    # A thread costs a short search as much again as all else around it, and many
    # at once only wait for each other; a long query may take its time beside us.
    if len(typed.query) <= SHORT_QUERY:
        return work()
    return await run_in_threadpool(work)


def typed_search(values: Values) -> TypedSearch:
    """Return the search that parameters name; raises InvalidInput."""
    return TypedSearch(
        query=_text(values, "q"),
        filters={
            kind: tuple(dict.fromkeys(value for value in values[kind] if value))
            for kind in FILTERS
            if any(values.get(kind, ()))
        },
        issued_from=_date(values, "from"),
        issued_to=_date(values, "to"),
        sort=_sort(values),
        limit=_limit(values, "limit", LIMIT_USUAL),
        facet_limit=_limit(values, "facet_limit", FACET_LIMIT_USUAL),
        after=_text(values, "after") or None,
        with_synonyms=_text(values, "synonyms") != "0",
    )


def values_of(body: Mapping[str, object]) -> Values:
    """Return a JSON object's parameters as an address would give them.

    Raises InvalidInput for what is neither text, number nor a list of text.
    """
    return {name: _values(name, value) for name, value in body.items()}


def _values(name: str, value: object) -> list[str]:
    match value:
        case None:
            return []
        case str():
            return [value]
        case int() if not isinstance(value, bool):
            return [str(value)]
        case list() if all(isinstance(one, str) for one in value):
            return list(value)
        case _:
            raise InvalidInput(field=name, value=str(value)[:200])


def _text(values: Values, name: str) -> str:
    text = next(iter(values.get(name, ())), "")
    if len(text) > TEXT_AT_MOST:
        raise InvalidInput(field=name, value=text[:80])
    return text


def _date(values: Values, name: str) -> PartialDate | None:
    text = _text(values, name).strip()
    if not text:
        return None
    if days(text) is None:
        raise InvalidInput(field=name, value=text)
    return PartialDate(text)


def _sort(values: Values) -> Sort:
    text = _text(values, "sort") or "relevance"
    for known in SORTS:
        if text == known:
            return known
    raise InvalidInput(field="sort", value=text)


def _limit(values: Values, name: str, usual: int) -> int:
    text = _text(values, name).strip() or str(usual)
    is_number = text.isascii() and text.isdigit() and len(text) < 6
    if not is_number or not 1 <= int(text) <= LIMIT_AT_MOST:
        raise InvalidInput(field=name, value=text[:80])
    return int(text)
