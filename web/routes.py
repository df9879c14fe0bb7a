"""Which address leads where, and what must its caller be allowed to do?

An endpoint is ``async def endpoint(request: Request) -> Response``; a plain ``def``
runs in a thread. It finds who asks by ``web.permissions.reader_of(request)`` and the
parts by ``web.services.services_of(request)``. Errors are raised, never rendered.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from archive.model import EntityKind
from web.pages import (
    citations,
    documents,
    entities,
    handovers,
    help,
    home,
    intake,
    search,
)
from web.permissions import Action

Endpoint = Callable[[Request], Awaitable[Response]] | Callable[[Request], Response]


@dataclass(frozen=True, slots=True)
class Address:
    """A method and path, its endpoint, and the action it takes; None: anyone."""

    method: str
    path: str
    endpoint: Endpoint
    action: Action | None


_KINDS: tuple[tuple[str, EntityKind], ...] = (
    ("/officials", "official"),
    ("/places", "place"),
    ("/organisations", "organisation"),
    ("/posts", "post"),
    ("/terms", "term"),
)
_ENTITIES: tuple[Address, ...] = tuple(
    address
    for path, kind in _KINDS
    for address in (
        Address("GET", path, entities.entity_list(kind), "read"),
        Address("GET", path + "/{entity_id}", entities.entity_page(kind), "read"),
    )
)

PAGES: tuple[Address, ...] = (
    Address("GET", "/", home.home, None),
    Address("GET", "/help", help.help_page, None),
    Address("GET", "/search", search.search_page, "read"),
    Address("GET", "/documents/{document_id}", documents.document_page, "read"),
    Address(
        "GET", "/documents/{document_id}/citation", citations.citation_page, "cite"
    ),
    Address("GET", "/intake", intake.intake_page, "add"),
    Address("POST", "/intake", intake.intake_upload, "add"),
    Address("GET", "/handovers", handovers.handovers_page, "read"),
    *_ENTITIES,
)
"""The pages for people."""
