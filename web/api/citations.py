"""What can a program ask of citations and its own basket?"""

from collections.abc import Mapping

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from archive.citation.web_annotation import web_annotation
from archive.citations import Citation
from archive.errors import InvalidInput
from archive.model import Extraction, Span
from indexer.citing import find_quote
from web.api.bodies import json_object
from web.cited import cited, cited_json, kind_of, style_of
from web.json_response import JsonResponse
from web.permissions import reader_of
from web.services import services_of

ANNOTATION_TYPE = (
    'application/ld+json; profile="http://www.w3.org/ns/anno.jsonld"; charset=utf-8'
)


def citations(request: Request) -> Response:
    """List citations: those of a document in its order, else the latest."""
    store, visible = services_of(request).store, reader_of(request).visible
    document_id = request.query_params.get("document", "")
    if document_id:
        store.document(document_id, visible=visible)
        found = store.citations.of_document(document_id, visible=visible)
    else:
        found = store.citations.latest(visible=visible)
    return JsonResponse({"citations": [_shape(request, one) for one in found]})


async def cite(request: Request) -> Response:
    """Store the citation of words given by place or as a quotation."""
    body = await json_object(request)
    kind = kind_of(body.get("kind"))

    def work() -> Response:
        store, reader = services_of(request).store, reader_of(request)
        document_id, span = _words(request, body)
        made = store.citations.add(
            document_id, span, actor=reader.name, visible=reader.visible
        )
        if kind is not None:
            made = store.citations.choose_kind(made.id, kind, visible=reader.visible)
        return JsonResponse(_shape(request, made), 201)

    return await run_in_threadpool(work)


def citation(request: Request) -> Response:
    """Show one citation with its entry in the style asked for."""
    return JsonResponse(_shape(request, _asked_for(request)))


async def choose_kind(request: Request) -> Response:
    """Change the kind of reference of a citation."""
    kind = kind_of((await json_object(request)).get("kind"))

    def work() -> Response:
        store, visible = services_of(request).store, reader_of(request).visible
        changed = store.citations.choose_kind(
            request.path_params["id"], kind, visible=visible
        )
        return JsonResponse(_shape(request, changed))

    return await run_in_threadpool(work)


def annotation(request: Request) -> Response:
    """Show one citation as a W3C Web Annotation."""
    shape = web_annotation(_asked_for(request), base=str(request.base_url))
    return JsonResponse(shape, headers={"content-type": ANNOTATION_TYPE})


def basket(request: Request) -> Response:
    """List what lies in the caller's basket, in its order."""
    reader = reader_of(request)
    found = services_of(request).store.citations.basket(
        reader.owner, visible=reader.visible
    )
    return JsonResponse({"citations": [_shape(request, one) for one in found]})


async def put_in_basket(request: Request) -> Response:
    """Put words into the caller's basket."""
    body = await json_object(request)

    def work() -> Response:
        store, reader = services_of(request).store, reader_of(request)
        document_id, span = _words(request, body)
        put = store.citations.put_in_basket(
            document_id,
            span,
            owner=reader.owner,
            actor=reader.name,
            visible=reader.visible,
        )
        return JsonResponse(_shape(request, put), 201)

    return await run_in_threadpool(work)


async def move_in_basket(request: Request) -> Response:
    """Move something up (negative) or down in the caller's basket."""
    steps = (await json_object(request)).get("steps")
    if not isinstance(steps, int) or isinstance(steps, bool) or abs(steps) > 10_000:
        raise InvalidInput(field="steps", value=str(steps)[:80])

    def work() -> Response:
        services_of(request).store.citations.move_in_basket(
            reader_of(request).owner, request.path_params["id"], steps=steps
        )
        return basket(request)

    return await run_in_threadpool(work)


def take_from_basket(request: Request) -> Response:
    """Take something out of the caller's basket."""
    services_of(request).store.citations.take_from_basket(
        reader_of(request).owner, request.path_params["id"]
    )
    return Response(status_code=204)


def _asked_for(request: Request) -> Citation:
    return services_of(request).store.citations.citation(
        request.path_params["id"], visible=reader_of(request).visible
    )


def _shape(request: Request, citation: Citation) -> dict[str, object]:
    store, visible = services_of(request).store, reader_of(request).visible
    return cited_json(cited(store, citation, visible=visible), style_of(request))


def _words(request: Request, body: Mapping[str, object]) -> tuple[str, Span]:
    """Return the document and the place that a body names.

    Raises InvalidInput, DocumentNotFound or QuoteNotFound.
    """
    document_id = body.get("document_id")
    if not isinstance(document_id, str) or not document_id.strip():
        raise InvalidInput(field="document_id", value=str(document_id)[:80])
    quote, start, end = body.get("quote"), body.get("start"), body.get("end")
    if quote is None and isinstance(start, int) and isinstance(end, int):
        return document_id, Span(start, end)
    if not isinstance(quote, str) or not quote.strip():
        raise InvalidInput(field="quote", value=str(quote)[:80])
    extraction: Extraction = services_of(request).store.extraction(
        document_id, visible=reader_of(request).visible
    )
    return document_id, find_quote(extraction.text, quote)
