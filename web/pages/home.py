"""What does a reader meet first?"""

from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from archive.model import Document, EntityKind, PartialDate, Visible
from archive.store import Store
from archive.tenures import HandoverFilter
from web.pages.handovers import HandoverRow, handover_rows
from web.pages.matters import lead
from web.pages.tags import words_url
from web.permissions import reader_if_any
from web.present import title_of
from web.rendering import render
from web.services import Services, services_of

_RECENT = 8
_HANDOVERS = 5
_DUE = 5
_LOOKED_AT = 200


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


@dataclass(frozen=True, slots=True)
class Due:
    """A matter of a handover that is due soon."""

    day: str
    lead: str
    place: str
    url: str


def home(request: Request) -> Response:
    """Show the search box and what is new; lead one not signed in to the door."""
    reader = reader_if_any(request)
    if reader is None:
        return RedirectResponse("/sign-in", status_code=303)
    if not reader.may("read"):
        return render(
            request, "home.html", arrivals=(), examples=(), handovers=(), due=()
        )
    services = services_of(request)
    documents = services.store.documents(visible=reader.visible, limit=4 * _RECENT)
    kept = [d for d in documents if d.state in ("readable", "stored")]
    return render(
        request,
        "home.html",
        arrivals=[_arrival(document) for document in kept[:_RECENT]],
        examples=_examples(services, reader.visible, kept),
        handovers=_handovers(services, reader.visible),
        due=_due(services.store, reader.visible),
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


def _due(store: Store, visible: Visible) -> list[Due]:
    """Return the unfinished matters that fall due next."""
    today = PartialDate(datetime.now(UTC).astimezone().date().isoformat())
    # A year or a month alone ends with its last day.
    found = store.tenures.deadlines(
        since=PartialDate(today[:4]), visible=visible, limit=_LOOKED_AT
    )
    coming = [d for d in found if d.due >= today[: len(d.due)]][:_DUE]
    analyses = store.analyses([d.source.document_id for d in coming])
    due = []
    for one in coming:
        analysis = analyses.get(one.source.document_id)
        if analysis and analysis.handover:
            item = analysis.handover.items[one.item]
            url = words_url(one.source.document_id, item.start, item.end)
            due.append(Due(one.due, lead(item.text), one.place or "", url))
    return due
