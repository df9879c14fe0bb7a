"""What can a program ask of officials, places, posts and handovers?"""

from collections.abc import Sequence
from typing import get_args

from starlette.requests import Request
from starlette.responses import Response

from archive.errors import EntityNotFound, InvalidInput
from archive.model import Document, Entity, EntityKind, Visible
from archive.shapes import Json, metadata_json
from archive.store import EntityCount, Store
from indexer.shapes import analysis_json
from web.json_response import JsonResponse
from web.permissions import reader_of
from web.services import services_of

KINDS: tuple[EntityKind, ...] = get_args(EntityKind)
LISTED_AT_MOST = 1000
LISTED_USUALLY = 200


def entities(request: Request) -> Response:
    """List entities with the number of documents that name them."""
    parameters = request.query_params
    found = services_of(request).store.entities(
        visible=reader_of(request).visible,
        kind=_kind(parameters.get("kind", "")),
        starts_with=parameters.get("q", "").strip()[:200],
        limit=_number(parameters.get("limit", ""), "limit", LISTED_USUALLY),
        offset=_number(parameters.get("offset", ""), "offset", 0, at_most=10**9),
    )
    return JsonResponse({"entities": [_counted(one) for one in found]})


def entity(request: Request) -> Response:
    """Show an entity and the documents that name it."""
    store, visible = services_of(request).store, reader_of(request).visible
    found = store.entity(request.path_params["id"], visible=visible)
    return JsonResponse(_with_documents(store, found, visible))


def post(request: Request) -> Response:
    """Show a post: the documents that name it and its handovers."""
    store, visible = services_of(request).store, reader_of(request).visible
    found = store.entity(request.path_params["id"], visible=visible)
    if found.kind != "post":
        raise EntityNotFound()
    shape = _with_documents(store, found, visible)
    documents = store.documents_naming(found.id, visible=visible)
    handovers = [_handover(store, one, visible) for one in documents]
    return JsonResponse({**shape, "handovers": [h for h in handovers if h]})


def handovers(request: Request) -> Response:
    """List documents in which a handover was recognised."""
    store, visible = services_of(request).store, reader_of(request).visible
    shapes = (_handover(store, d, visible) for d in store.handovers(visible=visible))
    return JsonResponse({"handovers": [shape for shape in shapes if shape]})


def _kind(text: str) -> EntityKind | None:
    if not text:
        return None
    for kind in KINDS:
        if text == kind:
            return kind
    raise InvalidInput(field="kind", value=text[:80])


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


def _with_documents(store: Store, found: Entity, visible: Visible) -> Json:
    documents: Sequence[Document] = store.documents_naming(found.id, visible=visible)
    return {**_entity(found), "documents": [_listed(one) for one in documents]}


def _listed(document: Document) -> Json:
    return {
        "document_id": document.id,
        "collection": document.collection,
        "name": document.name,
        **metadata_json(document.metadata),
    }


def _handover(store: Store, document: Document, visible: Visible) -> Json | None:
    recognised = analysis_json(store.analysis(document.id, visible=visible))
    handover = recognised["handover"]
    if not handover:
        return None
    return {**_listed(document), "handover": handover}
