"""What does the page say to which files are handed in?"""

from starlette.requests import Request
from starlette.responses import Response

from web.pages.progress import Offered, live_state
from web.permissions import Reader, reader_of
from web.rendering import render
from web.services import Services, partial_files_of, services_of


def intake_page(request: Request) -> Response:
    """Show the place to put files, and what became of the latest ones."""
    return show_intake(request, Offered())


def show_intake(request: Request, said: Offered) -> Response:
    """Show the intake page with what was just said about an upload."""
    reader = reader_of(request)
    services = services_of(request)
    return render(
        request,
        "intake.html",
        live=live_state(services.store, reader.visible),
        offered=said,
        is_late="late" in request.query_params,
        may_name_collection=reader.visible is None,
        collections=_collections(services, reader),
        limit_bytes=services.settings.file_limit_bytes,
        slice_bytes=services.settings.slice_bytes,
        unfinished=[
            (upload, partial_files_of(request).size_bytes(upload.id))
            for upload in services.store.uploads.unfinished(sender=reader.owner)
        ],
    )


def _collections(services: Services, reader: Reader) -> list[str]:
    """Return where the reader may put files, the usual place first."""
    usual = services.settings.default_collection
    known = services.store.collections(visible=reader.visible)
    found = {*known, *(reader.visible or ())}
    if reader.visible is None or usual in reader.visible:
        found.add(usual)
    return sorted(found, key=lambda name: (name != usual, name))
