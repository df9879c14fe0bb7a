"""What does a search show: results, or why there are none?"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from starlette.requests import Request
from starlette.responses import Response

from archive.errors import EntityNotFound
from archive.model import DocumentId, Visible
from indexer.errors import IndexRebuilding, QuerySyntaxError
from indexer.nothing_found import PartAlone
from indexer.query import Words
from indexer.query_parser import parse_query
from indexer.search import Answer, TypedSearch
from web.pages.facets import chips, facets
from web.pages.hits import HitRow, hit_row
from web.pages.neighbours import told_apart
from web.pages.topics import topics
from web.permissions import Reader, reader_of
from web.rendering import render
from web.result_list import MOST_ROWS
from web.search_address import SearchAddress, address_of
from web.services import Services, services_of

_OFFERED = 5
"""Results shown of another query, under the words that found nothing."""
_OPERATORS = frozenset('"“”()（）:：~～')


@dataclass(frozen=True, slots=True)
class PartRow:
    """A part of a search without results, as the page explains it."""

    part: PartAlone
    url: str
    is_rewritten: bool
    corrected_url: str | None
    without_url: str | None


@dataclass(frozen=True, slots=True)
class Offered:
    """The first results of the query to try instead of one that found nothing."""

    query: str
    url: str
    total: int
    hits: Sequence[HitRow]


def search_page(request: Request) -> Response:
    """Show the answer to the search that the address is."""
    reader = reader_of(request)
    services = services_of(request)
    address = address_of(request.query_params)
    if not any(services.store.counts(visible=reader.visible).values()):
        return render(request, "search_empty.html", address=address)
    try:
        answer = services.searcher.search(address.typed(), visible=reader.visible)
    except QuerySyntaxError as error:
        return _syntax_error(request, address, error)
    except IndexRebuilding as error:
        return rebuilding(request, address.query, error)
    return _results(request, services, reader, address, answer)


def _results(
    request: Request,
    services: Services,
    reader: Reader,
    address: SearchAddress,
    answer: Answer,
) -> Response:
    page = answer.page
    counts = told_apart(services.store, page.facets, reader.visible)
    name_of = _names(services, reader.visible)
    unexplained = not page.total and not address.after
    return render(
        request,
        "search.html",
        address=address,
        answer=answer,
        facets=facets(counts, address, _above(services, reader.visible)),
        chips=chips(address, counts, name_of),
        topics=topics(services.store, address.query, reader.visible),
        hits=_hit_rows(services, reader, address.query, answer),
        first=address.shown + 1,
        last=address.shown + len(page.hits),
        next_url=page.next and address.next(page.next, len(page.hits)).url(),
        literal_url=_literal_url(address),
        most_rows=MOST_ROWS,
        meant=_meant(services, reader, address) if page.total else None,
        parts=_part_rows(answer, address),
        unfiltered_total=_unfiltered(services, reader, address) if unexplained else 0,
        offered=_offered(services, reader, address, answer) if unexplained else None,
    )


def _offered(
    services: Services, reader: Reader, address: SearchAddress, answer: Answer
) -> Offered | None:
    if not answer.suggestion:
        return None
    asked = address.asking(answer.suggestion)
    typed = replace(asked.typed(), limit=_OFFERED, facet_limit=1)
    found = services.searcher.search(typed, visible=reader.visible)
    hits = _hit_rows(services, reader, answer.suggestion, found)
    return Offered(answer.suggestion, asked.url(), found.page.total, hits)


def _hit_rows(
    services: Services, reader: Reader, query: str, answer: Answer
) -> list[HitRow]:
    def marks_in(document_id: str) -> int:
        found = services.searcher.marks(
            query, DocumentId(document_id), visible=reader.visible
        )
        return len(found)

    return [hit_row(hit, query, marks_in) for hit in answer.page.hits]


def _names(services: Services, visible: Visible) -> Callable[[str, str], str]:
    def name_of(kind: str, key: str) -> str:
        try:
            return services.store.entity(key, visible=visible).name
        except EntityNotFound:
            return key

    return name_of


def _above(services: Services, visible: Visible) -> Callable[[str], Sequence[str]]:
    def above(key: str) -> Sequence[str]:
        try:
            return services.store.entity(key, visible=visible).parents
        except EntityNotFound:
            return ()

    return above


def _literal_url(address: SearchAddress) -> str | None:
    """Return the search for the same characters in this very order, if it differs."""
    query = address.query
    is_plain = query and isinstance(parse_query(query), Words)
    return address.asking(f'"{query}"').url() if is_plain else None


def _meant(services: Services, reader: Reader, address: SearchAddress) -> str | None:
    if address.after:
        return None
    return services.searcher.meant(address.typed(), visible=reader.visible)


def _part_rows(answer: Answer, address: SearchAddress) -> list[PartRow]:
    return [
        PartRow(
            part=part,
            url=address.asking(part.written).url(),
            is_rewritten=bool(part.folded) and part.folded != _bare(part.written),
            corrected_url=part.corrected and address.asking(part.corrected).url(),
            without_url=part.without and address.asking(part.without).url(),
        )
        for part in answer.parts
    ]


def _bare(written: str) -> str:
    return written[1:-1] if written.startswith('"') else written


def _unfiltered(services: Services, reader: Reader, address: SearchAddress) -> int:
    if not address.is_filtered:
        return 0
    return _total(services, reader, address.unfiltered().typed())


def _total(services: Services, reader: Reader, typed: TypedSearch) -> int:
    return services.searcher.search(typed, visible=reader.visible).page.total


def _syntax_error(
    request: Request, address: SearchAddress, error: QuerySyntaxError
) -> Response:
    query, at = address.query, min(error.position, len(address.query))
    end = at + 1
    if error.expected == "date":
        end = at + len(query[at:].split(maxsplit=1)[0] if query[at:].strip() else "")
    return render(
        request,
        "search_error.html",
        status=400,
        address=address,
        position=at + 1,
        expected=error.expected,
        before=query[:at],
        wrong=query[at:end],
        after=query[end:],
        plain_url=address.asking(_plain(query)).url(),
        repaired=_repaired(query, at, error.expected),
    )


def _plain(query: str) -> str:
    """Return the words of a query without its signs."""
    bare = "".join(" " if sign in _OPERATORS else sign for sign in query)
    words = [word.lstrip("-") for word in bare.split()]
    return " ".join(w for w in words if w and w not in ("AND", "OR", "NOT"))


def _repaired(query: str, at: int, expected: str) -> str | None:
    match expected:
        case "closing_parenthesis":
            return query + ")"
        case "closing_quote":
            return query + '"'
        case "exact_literal":
            return query[:at] + query[at + 1 :]
        case _:
            return None


def rebuilding(request: Request, query: str, error: IndexRebuilding) -> Response:
    """Show how far the index is, for a search that cannot be answered yet."""
    progress = error.details.get("progress")
    percent = round(progress * 100) if isinstance(progress, float) else None
    page = render(request, "rebuilding.html", status=503, query=query, percent=percent)
    page.headers["Retry-After"] = "5"
    return page
