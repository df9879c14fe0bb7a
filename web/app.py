"""How do the addresses, protections and errors make one application?"""

import inspect
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from urllib.parse import urlencode

import anyio
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import ClientDisconnect, Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from archive.errors import ArchiveError
from archive.render.office import OfficePrinter, office_program
from archive.uploads import PartialFiles
from indexer.terms.glossary import LiveGlossary
from web.accounts import Accounts
from web.errors import archive_error, http_error, unexpected_error, wants_json
from web.failures import SignInNeeded
from web.identify import Identify
from web.page_images import PageImages
from web.permissions import require
from web.routes import ADDRESSES, Address
from web.security import SAFE_METHODS, SecureHeaders, check_change
from web.services import Services
from web.sessions import Identities
from web.shown_pages import ShownPages
from web.slices import sweep
from web.uploads import UPLOADS_AT_ONCE

STATIC = Path(__file__).parent / "static"


def create_app(services: Services) -> Starlette:
    """Return the application over parts that are open; it closes them at its end."""
    identities = Identities(services.store.accounts, services.settings)
    app = Starlette(
        routes=routes(),
        middleware=[
            Middleware(SecureHeaders),
            Middleware(Identify, identities=identities),
        ],
        exception_handlers={
            ArchiveError: archive_error,
            HTTPException: http_error,
            ClientDisconnect: _gone,
            Exception: unexpected_error,
        },
        lifespan=_lifespan,
    )
    app.state.services = services
    app.state.identities = identities
    app.state.accounts = Accounts(services.store)
    app.state.glossary = LiveGlossary(services.store.terms)
    images = PageImages(services.settings.data_folder / "pages")
    app.state.page_images = images
    printer = OfficePrinter(
        services.settings.data_folder / "printed", program=office_program()
    )
    app.state.printer = printer
    app.state.shown_pages = ShownPages(services.store, images, printer)
    app.state.partial_files = PartialFiles(services.settings.data_folder / "uploads")
    app.state.uploading = anyio.CapacityLimiter(UPLOADS_AT_ONCE)
    return app


def routes() -> list[BaseRoute]:
    """Return every route; each asks for its action before its endpoint is called."""
    found: list[BaseRoute] = [
        Route(address.path, _guarded(address), methods=[address.method])
        for address in ADDRESSES
    ]
    return [*found, Mount("/static", StaticFiles(directory=STATIC))]


@asynccontextmanager
async def _lifespan(app: Starlette) -> AsyncIterator[None]:
    services: Services = app.state.services
    await run_in_threadpool(_sweep_uploads, services, app.state.partial_files)
    yield
    app.state.page_images.close()
    app.state.printer.close()
    services.engine.close()
    services.store.close()


def _sweep_uploads(services: Services, files: PartialFiles) -> None:
    sweep(services, files)
    files.sweep(services.store.uploads.known())


def _guarded(address: Address) -> Callable[[Request], Awaitable[Response]]:
    endpoint = address.endpoint
    is_async = inspect.iscoroutinefunction(endpoint)

    async def guarded(request: Request) -> Response:
        if address.action is not None:
            try:
                require(request, address.action)
            except SignInNeeded:
                if wants_json(request) or request.method not in SAFE_METHODS:
                    raise
                return _to_sign_in(request)
        if address.method not in SAFE_METHODS:
            await check_change(request, is_multipart_read=address.reads_multipart)
        answer = endpoint(request) if is_async else run_in_threadpool(endpoint, request)
        response: Response = await answer  # type: ignore[misc]
        return response

    return guarded


def _to_sign_in(request: Request) -> Response:
    target = request.url.path
    if request.url.query:
        target += "?" + request.url.query
    return RedirectResponse("/sign-in?" + urlencode({"next": target}), status_code=303)


async def _gone(request: Request, error: Exception) -> Response:
    """Answer nobody: the sender went away in the middle of its request."""
    return Response(status_code=400)
