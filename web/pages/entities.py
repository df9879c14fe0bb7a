"""What does the archive know of one official, place, organisation, post or term?"""

from collections.abc import Callable, Container, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from archive.decisions import EntityDecision
from archive.errors import EntityNotFound
from archive.model import Entity, EntityId, EntityKind, Visible
from archive.store import Store
from archive.tenures import HandoverFilter
from indexer.engine import FacetCount, FacetKind, ResultPage, SearchRequest
from indexer.errors import IndexRebuilding
from indexer.query import Everything
from web.pages.evidence import evidence_rows, witnesses
from web.pages.facets import YearBar, year_bars
from web.pages.handovers import HandoverRow, handover_rows
from web.pages.neighbours import (
    Branch,
    Namesake,
    Tree,
    above,
    address,
    history,
    namesakes,
    subtitles,
    tree,
)
from web.pages.search import rebuilding
from web.pages.successions import (
    Succession,
    career,
    holders_at,
    holders_in,
    holders_of,
)
from web.pages.term_rows import listed_as
from web.permissions import reader_of
from web.present import ENTITY_NAMES, ENTITY_PATHS
from web.rendering import render
from web.search_address import SearchAddress
from web.services import Services, services_of
from web.terms import glossary_of

_EVIDENCE = 10
_TOGETHER = 8
_HANDOVERS = 20
_FACETS: tuple[FacetKind, ...] = ("year", "type", "official", "place", "organisation")
_Endpoint = Callable[[Request], Response]
_SUCCESSIONS: Mapping[EntityKind, Callable[[Store, Entity, Visible], Succession]] = {
    "official": career,
    "place": holders_at,
    "organisation": holders_in,
    "post": holders_of,
}


@dataclass(frozen=True, slots=True)
class Beside:
    """An entity that shares documents: per cent of the one that shares most."""

    name: str
    url: str
    note: str
    count: int
    share: int


@dataclass(frozen=True, slots=True)
class Together:
    """Entities of one kind that share documents with another, most shared first."""

    name: str
    rows: tuple[Beside, ...]


@dataclass(frozen=True, slots=True)
class Around:
    """What leads the page of an entity, and what stands beside its evidence."""

    succession: Succession | None
    tree: Tree | None
    parents: tuple[Branch, ...]
    history: tuple[str, ...]
    namesakes: tuple[Namesake, ...]
    bars: tuple[YearBar, ...]
    types: tuple[FacetCount, ...]
    together: tuple[Together, ...]
    handovers: tuple[HandoverRow, ...]
    checked_by: str | None


def entity_page(kind: EntityKind) -> _Endpoint:
    """Return the page of one entity of a kind."""

    def page(request: Request) -> Response:
        try:
            return _one(request, kind)
        except EntityNotFound:
            heir = _heir(request)
            if heir is None:
                raise
            return RedirectResponse(address(heir), status_code=303)

    return page


def _heir(request: Request) -> Entity | None:
    """Return what an entity was merged with, if the reader may see that."""
    store, visible = services_of(request).store, reader_of(request).visible
    heir = store.decisions.heir(request.path_params["entity_id"])
    return store.entity(heir, visible=visible) if heir else None


def _one(request: Request, kind: EntityKind) -> Response:
    reader, services = reader_of(request), services_of(request)
    store, visible = services.store, reader.visible
    entity = store.entity(request.path_params["entity_id"], visible=visible)
    if entity.kind != kind:
        raise EntityNotFound(entity_id=entity.id)
    after = request.query_params.get("after")
    try:
        found = _found(services, entity, after, visible)
    except IndexRebuilding as error:
        return rebuilding(request, entity.name, error)
    read = witnesses(store, found.hits, visible)
    search = SearchAddress(filters={kind: (entity.id,)}, sort="newest")
    return render(
        request,
        "entity.html",
        entity=entity,
        kind=kind,
        kind_name=ENTITY_NAMES[kind],
        list_url=ENTITY_PATHS[kind],
        listed=listed_as(glossary_of(request), entity),
        total=found.total,
        evidence=[row for w in read for row in evidence_rows(w, entity)],
        search_url=search.url(),
        next_url=found.next and f"?{urlencode({'after': found.next})}",
        is_first_page=not after,
        around=_around(services, entity, found, search, visible),
    )


def _around(
    services: Services,
    entity: Entity,
    found: ResultPage,
    search: SearchAddress,
    visible: Visible,
) -> Around:
    store = services.store
    succession = _SUCCESSIONS.get(entity.kind)
    places = found.facets.get("place", ())
    branches = tree(store, entity, places, visible) if entity.kind == "place" else None
    return Around(
        succession=succession(store, entity, visible) if succession else None,
        tree=branches,
        parents=branches.above if branches else above(store, entity, visible),
        history=tuple(history(entity)),
        namesakes=tuple(namesakes(store, entity, visible)),
        bars=year_bars(found.facets.get("year", ()), search, width=640, height=84),
        types=tuple(found.facets.get("type", ())[:_TOGETHER]),
        together=tuple(_together(store, entity, found.facets, branches, visible)),
        handovers=tuple(_handovers(services, entity, visible)),
        checked_by=_checked_by(store, entity, visible),
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
) -> list[HandoverRow]:
    """Return the handovers of an official, a place or a post, the latest first."""
    match entity.kind:
        case "official":
            wanted = HandoverFilter(official_id=entity.id)
        case "place":
            wanted = HandoverFilter(place_id=entity.id)
        case "post":
            wanted = HandoverFilter(post=entity.name)
        case _:
            return []
    records = services.store.tenures.handovers(
        wanted, visible=visible, limit=_HANDOVERS
    )
    return handover_rows(records)


def _checked_by(store: Store, entity: Entity, visible: Visible) -> str | None:
    """Return who confirmed that the entity is what it is called, if anyone did."""
    for record in store.decisions.of_entity(entity.id, visible=visible):
        decision = record.decision
        if (
            isinstance(decision, EntityDecision)
            and decision.action == "confirm"
            and record.undone_by is None
        ):
            return record.actor
    return None


def _together(
    store: Store,
    entity: Entity,
    facets: Mapping[FacetKind, Sequence[FacetCount]],
    branches: Tree | None,
    visible: Visible,
) -> list[Together]:
    kinds: tuple[tuple[FacetKind, str, EntityKind], ...] = (
        ("official", "常见的人" if branches else "常同现的人", "official"),
        ("place", "常同现的地名", "place"),
        ("organisation", "常同现的机构", "organisation"),
    )
    groups = []
    for facet, title, kind in kinds:
        if branches and kind == "place":
            continue
        others = [
            c
            for c in facets.get(facet, ())
            if c.value.key != entity.id and c.value.key not in entity.parents
        ][:_TOGETHER]
        ids = [EntityId(c.value.key) for c in others]
        notes: Mapping[EntityId, str] = {}
        if kind == "official":
            notes = subtitles(store, ids, visible)
        if others:
            known = store.entities_by_id(ids, visible=visible)
            named = _beside(others, kind, known, notes)
            groups.append(Together(title, tuple(named)))
    return groups


def _beside(
    counts: Sequence[FacetCount],
    kind: EntityKind,
    known: Container[EntityId],
    notes: Mapping[EntityId, str],
) -> list[Beside]:
    """Return values with their pages; a name that is no entity has a search."""
    most = counts[0].count
    return [
        Beside(
            c.value.name,
            f"{ENTITY_PATHS[kind]}/{c.value.key}"
            if EntityId(c.value.key) in known
            else "/search?" + urlencode({"q": "", kind: c.value.name}),
            notes.get(EntityId(c.value.key), ""),
            c.count,
            round(c.count / most * 100),
        )
        for c in counts
    ]
