"""Which address leads where, and what must its caller be allowed to do?

An endpoint is ``async def endpoint(request: Request) -> Response``; a plain ``def``
runs in a thread. It finds who asks by ``web.permissions.reader_of(request)`` and the
parts by ``web.services.services_of(request)``. Errors are raised, never rendered.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from web.permissions import Action

Endpoint = Callable[[Request], Awaitable[Response]] | Callable[[Request], Response]


@dataclass(frozen=True, slots=True)
class Address:
    """A method and path, its endpoint, and the action it takes; None: anyone."""

    method: str
    path: str
    endpoint: Endpoint
    action: Action | None


PAGES: tuple[Address, ...] = ()
"""Rows for web/pages go here, e.g. ``Address("GET", "/", home.home, "read")``."""
