"""Which officials, places, organisations, posts and terms does the archive name?"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response

from archive.errors import EntityNotFound
from archive.model import Entity, EntityKind, Visible
from archive.store import Store
from indexer.engine import FacetCount, FacetKind, ResultPage, SearchRequest
from indexer.errors import IndexRebuilding
from indexer.query import Everything
from web.pages.evidence import evidence_rows, post_rows, witnesses
from web.pages.facets import year_bars
from web.pages.handovers import HandoverRow, handover_rows
from web.pages.search import rebuilding
from web.pages.search_address import SearchAddress
from web.permissions import reader_of
from web.present import ENTITY_NAMES, ENTITY_PATHS
from web.rendering import render
from web.services import Services, services_of

LISTED = 100
_EVIDENCE = 10
_TOGETHER = 8
_HANDOVERS = 10
_FACETS: tuple[FacetKind, ...] = ("year", "type", "official", "place", "organisation")
_Endpoint = Callable[[Request], Response]


@dataclass(frozen=True, slots=True)
class Together:
    """Entities of one kind that share documents with another, most shared first."""

    name: str
    rows: tuple[tuple[str, str, int, int], ...]
    """Name, address, shared documents, and per cent of the most shared."""


def entity_list(kind: EntityKind) -> _Endpoint:
    """Return the page that lists entities of one kind."""

    def page(request: Request) -> Response:
        return _list(request, kind)

    return page


def entity_page(kind: EntityKind) -> _Endpoint:
    """Return the page of one entity of a kind."""

    def page(request: Request) -> Response:
        return _one(request, kind)

    return page


def _list(request: Request, kind: EntityKind) -> Response:
    reader = reader_of(request)
    store = services_of(request).store
    starts_with = request.query_params.get("starts_with", "").strip()
    offset = _offset(request.query_params.get("offset", ""))
    counts = store.entities(
        visible=reader.visible,
        kind=kind,
        starts_with=starts_with,
        limit=LISTED + 1,
        offset=offset,
    )
    return render(
        request,
        "entities.html",
        kind=kind,
        name=ENTITY_NAMES[kind],
        path=ENTITY_PATHS[kind],
        starts_with=starts_with,
        offset=offset,
        counts=counts[:LISTED],
        next_url=_list_url(kind, starts_with, offset + LISTED)
        if len(counts) > LISTED
        else None,
        first_url=_list_url(kind, starts_with, 0) if offset else None,
    )


def _offset(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 9 else 0


def _list_url(kind: EntityKind, starts_with: str, offset: int) -> str:
    pairs = {"starts_with": starts_with, "offset": str(offset) if offset else ""}
    query = urlencode({key: value for key, value in pairs.items() if value})
    return ENTITY_PATHS[kind] + (f"?{query}" if query else "")


def _one(request: Request, kind: EntityKind) -> Response:
    reader = reader_of(request)
    services = services_of(request)
    entity = services.store.entity(
        request.path_params["entity_id"], visible=reader.visible
    )
    if entity.kind != kind:
        raise EntityNotFound(entity_id=entity.id)
    try:
        found = _found(
            services, entity, request.query_params.get("after"), reader.visible
        )
    except IndexRebuilding as error:
        return rebuilding(request, entity.name, error)
    read = witnesses(services.store, found.hits, reader.visible)
    address = SearchAddress(filters={kind: (entity.id,)}, sort="newest")
    return render(
        request,
        "entity.html",
        entity=entity,
        kind=kind,
        kind_name=ENTITY_NAMES[kind],
        list_url=ENTITY_PATHS[kind],
        total=found.total,
        parents=_parents(services.store, entity, reader.visible),
        bars=year_bars(found.facets.get("year", ()), address, width=640, height=84),
        types=found.facets.get("type", ())[:_TOGETHER],
        together=_together(entity, found.facets),
        evidence=[row for w in read for row in evidence_rows(w, entity)],
        posts=post_rows(read, entity),
        handovers=_handovers(services, entity, reader.visible),
        search_url=address.url(),
        next_url=found.next and f"?{urlencode({'after': found.next})}",
        is_first_page="after" not in request.query_params,
    )


def _found(
    services: Services, entity: Entity, after: str | None, visible: Visible
) -> ResultPage:
    request = SearchRequest(
        query=Everything(),
        filters={entity.kind: (entity.id,)},
        sort="newest",
        limit=_EVIDENCE,
        after=after or None,
        facets=_FACETS,
        passages_per_hit=0,
    )
    return services.engine.search(request, visible=visible)


def _handovers(
    services: Services, entity: Entity, visible: Visible
) -> list[tuple[str, HandoverRow]]:
    """Return the handovers an official took part in, with their role, newest first."""
    roles = (("outgoing", "移交"), ("incoming", "接收"), ("supervisor", "监交"))
    found = []
    for kind, role in roles if entity.kind == "official" else ():
        request = SearchRequest(
            query=Everything(),
            filters={kind: (entity.id,)},
            sort="newest",
            limit=_HANDOVERS,
            facets=(),
            passages_per_hit=0,
        )
        hits = services.engine.search(request, visible=visible).hits
        documents = [
            services.store.document(hit.document_id, visible=visible) for hit in hits
        ]
        rows = handover_rows(services, documents, visible)
        found += [(role, row) for row in rows]
    return sorted(found, key=lambda pair: pair[1].date or "", reverse=True)


def _parents(store: Store, entity: Entity, visible: Visible) -> list[tuple[str, str]]:
    """Return name and address of what is above, the highest first, if to be seen."""
    found = []
    for parent_id in entity.parents:
        try:
            found.append(store.entity(parent_id, visible=visible))
        except EntityNotFound:
            continue
    found.sort(key=lambda parent: len(parent.parents))
    return [
        (parent.name, f"{ENTITY_PATHS[parent.kind]}/{parent.id}") for parent in found
    ]


def _together(
    entity: Entity, facets: Mapping[FacetKind, Sequence[FacetCount]]
) -> list[Together]:
    kinds: tuple[tuple[FacetKind, str, EntityKind], ...] = (
        ("official", "常同现的人", "official"),
        ("place", "常同现的地名", "place"),
        ("organisation", "常同现的机构", "organisation"),
    )
    groups = []
    for facet, title, kind in kinds:
        others = [c for c in facets.get(facet, ()) if c.value.key != entity.id]
        others = [c for c in others if c.value.key not in entity.parents]
        if others:
            most = others[0].count
            rows = tuple(
                (
                    c.value.name,
                    f"{ENTITY_PATHS[kind]}/{c.value.key}",
                    c.count,
                    round(c.count / most * 100),
                )
                for c in others[:_TOGETHER]
            )
            groups.append(Together(title, rows))
    return groups
