"""What does a reader meet first?"""

from dataclasses import dataclass
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from archive.model import Document, EntityKind
from archive.tenures import HandoverFilter
from web.pages.handovers import HandoverRow, handover_rows
from web.permissions import reader_if_any
from web.present import title_of
from web.rendering import render
from web.services import Services, services_of

_RECENT = 8
_HANDOVERS = 5


@dataclass(frozen=True, slots=True)
class Example:
    """A search that finds something in this very archive."""

    words: str
    url: str


@dataclass(frozen=True, slots=True)
class Arrival:
    """A document newly taken in."""

    document: Document
    title: str
    url: str


def home(request: Request) -> Response:
    """Show the search box and what is new; lead one not signed in to the door."""
    reader = reader_if_any(request)
    if reader is None:
        return RedirectResponse("/sign-in", status_code=303)
    if not reader.may("read"):
        return render(request, "home.html", arrivals=(), examples=(), handovers=())
    services = services_of(request)
    documents = services.store.documents(visible=reader.visible, limit=4 * _RECENT)
    kept = [d for d in documents if d.state in ("readable", "stored")]
    return render(
        request,
        "home.html",
        arrivals=[_arrival(document) for document in kept[:_RECENT]],
        examples=_examples(services, reader.visible, kept),
        handovers=_handovers(services, reader.visible),
    )


def _arrival(document: Document) -> Arrival:
    title = title_of(document.metadata, document.name)
    return Arrival(document, title, f"/documents/{document.id}")


def _examples(
    services: Services, visible: frozenset[str] | None, kept: list[Document]
) -> list[Example]:
    """Return searches made of what the archive holds most of."""
    place = _most_named(services, visible, "place")
    official = _most_named(services, visible, "official")
    number = next((d.metadata.number for d in kept if d.metadata.number), None)
    queries = [
        place,
        official and f"人员:{official}",
        number,
        official and place and f"{place} {official}",
    ]
    return [
        Example(query, "/search?" + urlencode({"q": query}))
        for query in dict.fromkeys(q for q in queries if q)
    ]


def _most_named(
    services: Services, visible: frozenset[str] | None, kind: EntityKind
) -> str | None:
    found = services.store.entities(visible=visible, kind=kind, limit=1)
    return found[0].entity.name if found else None


def _handovers(services: Services, visible: frozenset[str] | None) -> list[HandoverRow]:
    records = services.store.tenures.handovers(
        HandoverFilter(), visible=visible, limit=_HANDOVERS
    )
    return handover_rows(records)
