"""Which searches does a reader keep, and what is new in them?"""

from dataclasses import dataclass

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import QueryParams
from starlette.requests import Request
from starlette.responses import Response

from archive.errors import InvalidInput
from archive.model import Position
from archive.saved_searches import NAME_AT_MOST, SavedSearch
from indexer.errors import IndexRebuilding
from web.forms import form_of, go_to
from web.messages import words
from web.news import News, indexed_position, news_of
from web.pages.hits import HitRow, hit_row
from web.pages.search import rebuilding
from web.permissions import Reader, reader_of
from web.rendering import render
from web.search_address import SearchAddress, address_of
from web.services import Services, services_of

SHOWN = 10
"""New documents listed under each search."""


@dataclass(frozen=True, slots=True)
class SavedRow:
    """A saved search with its address, what is new in it, or why that is unknown."""

    search: SavedSearch
    address: SearchAddress
    news: News
    hits: tuple[HitRow, ...]
    failure: str | None

    @property
    def more(self) -> int:
        """New documents that are not listed."""
        return self.news.total - len(self.hits)


def saved_page(request: Request) -> Response:
    """Show the reader's searches, each with what is new in it."""
    services, reader = services_of(request), reader_of(request)
    searches = services.store.saved_searches.of_owner(reader.owner)
    try:
        rows = [_row(services, reader, search) for search in searches]
    except IndexRebuilding as error:
        return rebuilding(request, "", error)
    return render(request, "saved.html", rows=rows, total=len(rows))


async def save_search(request: Request) -> Response:
    """Keep a search under a name; what is there by now counts as seen."""
    form = await form_of(request)

    def work() -> Response:
        services, reader = services_of(request), reader_of(request)
        address = address_of(QueryParams(form.text("parameters")))
        name = form.text("name").strip() or _usual_name(address)
        services.store.saved_searches.save(
            name,
            address.parameters,
            owner=reader.owner,
            seen=indexed_position(services),
        )
        return go_to("/saved")

    return await run_in_threadpool(work)


async def look_at_search(request: Request) -> Response:
    """Count what was shown as seen."""
    form = await form_of(request)

    def work() -> Response:
        services, reader = services_of(request), reader_of(request)
        seen = Position(form.number("seen"))
        if seen > services.store.position():
            raise InvalidInput(field="seen", value=str(seen))
        services.store.saved_searches.look(
            request.path_params["search_id"], owner=reader.owner, seen=seen
        )
        return go_to("/saved")

    return await run_in_threadpool(work)


async def forget_search(request: Request) -> Response:
    """Forget a search."""
    await form_of(request)

    def work() -> Response:
        services_of(request).store.saved_searches.forget(
            request.path_params["search_id"], owner=reader_of(request).owner
        )
        return go_to("/saved")

    return await run_in_threadpool(work)


def _row(services: Services, reader: Reader, search: SavedSearch) -> SavedRow:
    news = news_of(services, search, visible=reader.visible, limit=SHOWN)
    address = address_of(QueryParams(search.parameters))
    return SavedRow(
        search=search,
        address=address,
        news=news,
        hits=tuple(hit_row(hit, address.query, _no_marks) for hit in news.hits),
        failure=words(news.failure.code, news.failure.details)
        if news.failure
        else None,
    )


def _no_marks(document_id: str) -> int:
    """Count nothing: the list of news is no list of places."""
    return 0


def _usual_name(address: SearchAddress) -> str:
    """Return the words of a search, or its filters, as a name."""
    values = [address.query, *(v for vs in address.filters.values() for v in vs)]
    named = " ".join(filter(None, values)) or "全部文献"
    return named[:NAME_AT_MOST]
