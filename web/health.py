"""Does the service live, can it search, and how is it doing?"""

from ipaddress import ip_address

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from archive.model import Position
from indexer.engine import SearchEngine
from indexer.index_folder import IndexFolder
from web.failures import NotAllowed
from web.json_response import JsonResponse
from web.messages import words
from web.services import Services, services_of


class FolderState:
    """The state of the index, whichever process writes it.

    It serves once it holds all that the store held when this process started.
    """

    def __init__(
        self, folder: IndexFolder, engine: SearchEngine, goal: Position
    ) -> None:
        self._folder = folder
        self._engine = engine
        self._goal = goal

    def rebuilding_percent(self) -> int | None:
        """See ``IndexState``."""
        if self._folder.current() is None:
            return int(self._folder.progress() * 100)
        if self._goal == 0:
            return None
        position = self._engine.position()
        if position >= self._goal:
            self._goal = Position(0)
            return None
        return int(100 * position / self._goal)


async def healthz(request: Request) -> Response:
    """Tell that the process answers."""
    return PlainTextResponse("ok")


async def readyz(request: Request) -> Response:
    """Tell whether searches are answered, or why not."""
    percent = services_of(request).index_state.rebuilding_percent()
    if percent is None:
        return JsonResponse({"status": "ready"})
    details = {"percent": percent}
    message = words("index_rebuilding", details)
    body = {"error": "index_rebuilding", "message": message, "details": details}
    return JsonResponse(body, 503, {"retry-after": "2"})


def metrics(request: Request) -> Response:
    """Show counts for a monitor; asked from this machine unless set otherwise."""
    services = services_of(request)
    if not services.settings.metrics_from_anywhere and not _is_local(request):
        raise NotAllowed(action="metrics")
    lines = [f"handover_{name} {value}" for name, value in _figures(services)]
    return PlainTextResponse("\n".join(lines) + "\n")


def _figures(services: Services) -> list[tuple[str, int]]:
    store, engine = services.store, services.engine
    counts = sorted(store.counts(visible=None).items())
    jobs = sorted(store.job_counts().items())
    percent = services.index_state.rebuilding_percent()
    return [
        *((f'documents{{state="{state}"}}', count) for state, count in counts),
        *((f'jobs{{state="{state}"}}', count) for state, count in jobs),
        ("store_position", store.position()),
        ("index_position", engine.position()),
        ("index_ready", int(percent is None)),
    ]


def _is_local(request: Request) -> bool:
    try:
        return ip_address(request.client.host if request.client else "").is_loopback
    except ValueError:
        return False
