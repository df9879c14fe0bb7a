"""What stands around every page: navigation, holdings, theme, static files?"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Literal, get_args

from starlette.requests import Request

from web.permissions import Action, reader_if_any
from web.services import services_of

STATIC = Path(__file__).parent.parent / "static"
Theme = Literal["system", "light", "dark"]
_PLACES: tuple[tuple[str, str], ...] = (
    ("/search", "检索"),
    ("/intake", "入档"),
    ("/holdings", "馆藏"),
    ("/handovers", "交接"),
    ("/officials", "人员"),
    ("/places", "地名"),
    ("/organisations", "机构"),
    ("/posts", "职务"),
    ("/terms", "词条"),
    ("/reviews", "评议"),
    ("/check", "核验"),
)
_ASKED: Mapping[str, Action] = {"/intake": "add", "/holdings": "correct"}


@dataclass(frozen=True, slots=True)
class NavigationEntry:
    """A place to go; the current one is where the reader is."""

    name: str
    url: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class Holdings:
    """How much the reader may see, and whether all of it can be found yet."""

    documents: int
    waiting: int
    is_searchable: bool


def navigation(request: Request) -> list[NavigationEntry]:
    """Return the places that the reader may go to; none before signing in."""
    reader = reader_if_any(request)
    if reader is None or not reader.may("read"):
        return []
    path = request.url.path
    at = "/search" if path.startswith("/documents/") else path
    at = "/reviews" if path.startswith(("/citations", "/basket")) else at
    return [
        NavigationEntry(name, url, is_current=at == url or at.startswith(url + "/"))
        for url, name in _PLACES
        if reader.may(_ASKED.get(url, "read"))
    ]


def basket_count(request: Request) -> int | None:
    """Return how much lies in the reader's basket; None for one who has none."""
    reader = reader_if_any(request)
    if reader is None or not reader.may("cite"):
        return None
    kept = services_of(request).store.citations
    return kept.basket_count(reader.owner, visible=reader.visible)


def holdings(request: Request) -> Holdings | None:
    """Return how much the reader may see; None for one who may see nothing."""
    reader = reader_if_any(request)
    if reader is None or not reader.may("read"):
        return None
    services = services_of(request)
    counts: Mapping[str, int] = services.store.counts(visible=reader.visible)
    return Holdings(
        documents=counts.get("readable", 0) + counts.get("stored", 0),
        waiting=counts.get("received", 0),
        is_searchable=services.index_state.rebuilding_percent() is None,
    )


def theme(request: Request) -> Theme:
    """Return the theme that the reader chose, as a cookie says."""
    chosen = request.cookies.get("theme", "")
    return next((t for t in get_args(Theme) if t == chosen), "system")


@lru_cache(maxsize=64)
def static(name: str) -> str:
    """Return the address of a static file, which moves when the file changes."""
    digest = sha256((STATIC / name).read_bytes()).hexdigest()[:10]
    return f"/static/{name}?v={digest}"


GLOBALS: Mapping[str, object] = {
    "navigation": navigation,
    "holdings": holdings,
    "basket_count": basket_count,
    "theme": theme,
    "static": static,
}
"""What every template may call, by the name it uses."""
