"""What can a program ask of officials, places, posts and handovers?"""

from collections.abc import Sequence
from typing import get_args

from starlette.requests import Request
from starlette.responses import Response

from archive.errors import EntityNotFound, InvalidInput
from archive.model import Document, Entity, EntityKind, PartialDate, Visible
from archive.shapes import Json, metadata_json
from archive.store import EntityCount, Store
from archive.tenures import HandoverFilter, Tenure
from indexer.dates import days
from indexer.shapes import analysis_json
from web.json_response import JsonResponse
from web.permissions import reader_of
from web.services import services_of

KINDS: tuple[EntityKind, ...] = get_args(EntityKind)
LISTED_AT_MOST = 1000
LISTED_USUALLY = 200
HANDOVERS_USUALLY = 50


def entities(request: Request) -> Response:
    """List entities with the number of documents that name them."""
    parameters = request.query_params
    found = services_of(request).store.entities(
        visible=reader_of(request).visible,
        kind=_kind(parameters.get("kind", "")),
        starts_with=parameters.get("q", "").strip()[:200],
        limit=_limit(request),
        offset=_offset(request),
    )
    return JsonResponse({"entities": [_counted(one) for one in found]})


def entity(request: Request) -> Response:
    """Show an entity and the documents that name it."""
    store, visible = services_of(request).store, reader_of(request).visible
    found = store.entity(request.path_params["id"], visible=visible)
    return JsonResponse(_with_documents(request, found))


def post(request: Request) -> Response:
    """Show a post: its holders, its handovers and the documents that name it."""
    store, visible = services_of(request).store, reader_of(request).visible
    found = store.entity(request.path_params["id"], visible=visible)
    if found.kind != "post":
        raise EntityNotFound(entity_id=found.id)
    held = store.tenures.of_post(found.id, visible=visible)
    wanted = HandoverFilter(post=found.name)
    return JsonResponse(
        {
            **_with_documents(request, found),
            "holders": [_holder(tenure) for tenure in held],
            "handovers": _handovers(store, wanted, visible, HANDOVERS_USUALLY, 0),
        }
    )


def handovers(request: Request) -> Response:
    """List handovers, the latest first."""
    store, visible = services_of(request).store, reader_of(request).visible
    limit = _limit(request, HANDOVERS_USUALLY)
    listed = _handovers(store, _wanted(request), visible, limit, _offset(request))
    return JsonResponse({"handovers": listed})


def _wanted(request: Request) -> HandoverFilter:
    parameters = request.query_params
    place = parameters.get("place") or None
    is_id = place is not None and place.startswith(("pl-", "en-"))
    return HandoverFilter(
        official_id=parameters.get("official") or None,
        post=parameters.get("post") or None,
        place=None if is_id else place,
        place_id=place if is_id else None,
        since=_date(request, "from"),
        before=_date(request, "to"),
    )


def _date(request: Request, name: str) -> PartialDate | None:
    text = request.query_params.get(name, "")
    if not text:
        return None
    if days(text) is None:
        raise InvalidInput(field=name, value=text[:80])
    return PartialDate(text)


def _kind(text: str) -> EntityKind | None:
    if not text:
        return None
    for kind in KINDS:
        if text == kind:
            return kind
    raise InvalidInput(field="kind", value=text[:80])


def _limit(request: Request, usual: int = LISTED_USUALLY) -> int:
    return _number(request.query_params.get("limit", ""), "limit", usual)


def _offset(request: Request) -> int:
    text = request.query_params.get("offset", "")
    return _number(text, "offset", 0, at_most=10**9)


def _number(text: str, name: str, usual: int, at_most: int = LISTED_AT_MOST) -> int:
    if not text:
        return usual
    if not (text.isascii() and text.isdigit() and len(text) < 11):
        raise InvalidInput(field=name, value=text[:80])
    if int(text) > at_most:
        raise InvalidInput(field=name, value=text)
    return int(text)


def _counted(counted: EntityCount) -> Json:
    return {**_entity(counted.entity), "documents": counted.documents}


def _entity(found: Entity) -> Json:
    return {
        "id": found.id,
        "kind": found.kind,
        "name": found.name,
        "aliases": list(found.aliases),
        "parents": list(found.parents),
        "detail": found.detail,
    }


def _with_documents(request: Request, found: Entity) -> Json:
    documents: Sequence[Document] = services_of(request).store.documents_naming(
        found.id,
        visible=reader_of(request).visible,
        limit=_limit(request),
        offset=_offset(request),
    )
    return {**_entity(found), "documents": [_listed(one) for one in documents]}


def _listed(document: Document) -> Json:
    return {
        "document_id": document.id,
        "collection": document.collection,
        "name": document.name,
        **metadata_json(document.metadata),
    }


def _holder(tenure: Tenure) -> Json:
    held, source = tenure.held, tenure.source
    return {
        "official": {
            "id": tenure.official_id,
            "name": tenure.official,
            "detail": tenure.detail,
        },
        "title": held.title,
        "organisation": held.organisation,
        "place": held.place,
        "status": held.status,
        "from": held.from_date,
        "to": held.to_date,
        "document_id": source.document_id,
        "issued_on": source.issued_on,
        "start": held.evidence and held.evidence.start,
        "end": held.evidence and held.evidence.end,
    }


def _handovers(
    store: Store, wanted: HandoverFilter, visible: Visible, limit: int, offset: int
) -> list[Json]:
    records = store.tenures.handovers(
        wanted, visible=visible, limit=limit, offset=offset
    )
    ids = [record.source.document_id for record in records]
    documents, analyses = store.documents_by_id(ids), store.analyses(ids)
    return [
        {
            **_listed(documents[one]),
            "handover": analysis_json(analyses[one])["handover"],
        }
        for one in ids
        if one in documents and one in analyses
    ]
