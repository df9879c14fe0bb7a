"""What can a program ask of files handed in together, and what can it stop?"""

from collections.abc import Sequence
from typing import get_args

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from archive.accessions import AccessionProgress, OfferedItem, OfferState
from archive.errors import InvalidInput
from archive.shapes import Json, failure_json, job_json
from web.api.bodies import json_object
from web.json_response import JsonResponse
from web.messages import words
from web.permissions import reader_of
from web.services import services_of
from web.turns import cancel, retry
from web.uploads import begin_accession, clean_name

_MOST_ITEMS = 1000


async def begin(request: Request) -> Response:
    """Begin an accession of the files that are announced."""
    body = await json_object(request)
    numbers = [body.get(name, 0) for name in ("files", "size_bytes")]
    for value in numbers:
        if not isinstance(value, int) or not 0 <= value < 1 << 53:
            raise InvalidInput(field="files", value=str(value)[:80])
    collection = body.get("collection", "")
    if not isinstance(collection, str):
        raise InvalidInput(field="collection", value=str(collection)[:80])

    def work() -> Response:
        files, size_bytes = (int(str(value)) for value in numbers)
        accession = begin_accession(
            clean_name(collection),
            reader_of(request),
            services_of(request),
            files=files,
            size_bytes=size_bytes,
        )
        return JsonResponse(_progress_json(AccessionProgress(accession)), 201)

    return await run_in_threadpool(work)


def latest(request: Request) -> Response:
    """List the latest accessions, newest first."""
    visible = reader_of(request).visible
    found = services_of(request).store.accessions.latest(visible=visible)
    return JsonResponse({"accessions": [_progress_json(one) for one in found]})


def accession(request: Request) -> Response:
    """Tell how far an accession is."""
    return JsonResponse(_progress_json(_found(request)))


def items(request: Request) -> Response:
    """List files of an accession, those of the ``state`` that is asked for."""
    states: Sequence[OfferState] = [
        state
        for state in get_args(OfferState)
        if state in request.query_params.getlist("state")
    ]
    found = services_of(request).store.accessions.items(
        request.path_params["id"],
        visible=reader_of(request).visible,
        states=states,
        limit=min(_number(request, "limit", 200), _MOST_ITEMS),
        offset=_number(request, "offset", 0),
    )
    return JsonResponse({"items": [item_json(item) for item in found]})


def cancel_accession(request: Request) -> Response:
    """Cancel whatever of an accession is not yet read."""
    found = _found(request)
    cancelled = cancel(request, accession_id=found.accession.id)
    return JsonResponse({"cancelled": len(cancelled)})


def cancel_job(request: Request) -> Response:
    """Cancel one file; one that is read already stays as it is."""
    reader, store = reader_of(request), services_of(request).store
    job = store.job(request.path_params["id"], visible=reader.visible)
    cancel(request, job_ids=[job.id])
    return JsonResponse(job_json(store.job(job.id, visible=reader.visible)))


def retry_document(request: Request) -> Response:
    """Put a refused or cancelled file in again; it gets a new job."""
    document_id = request.path_params["id"]
    jobs = retry(request, [document_id])
    if not jobs:
        held = services_of(request).store.document(
            document_id, visible=reader_of(request).visible
        )
        raise InvalidInput(field="state", value=held.state)
    return JsonResponse(job_json(jobs[0]), 202)


def item_json(item: OfferedItem) -> Json:
    """Return one file of an accession."""
    return {
        "name": item.name,
        "path": item.path,
        "size_bytes": item.size_bytes,
        "offered_at": item.offered_at.isoformat(timespec="seconds"),
        "state": item.state,
        "document_id": item.document_id,
        "job_id": item.job_id,
        "attempts": item.attempts,
        "error": failure_json(item.failure, words) if item.failure else None,
    }


def _progress_json(found: AccessionProgress) -> Json:
    accession = found.accession
    left = found.seconds_left
    return {
        "id": accession.id,
        "collection": accession.collection,
        "created_by": accession.created_by,
        "created_at": accession.created_at.isoformat(timespec="seconds"),
        "files": accession.files,
        "size_bytes": accession.size_bytes,
        "counts": {s: found.counts.get(s, 0) for s in get_args(OfferState)},
        "seconds_left": None if left is None else round(left),
    }


def _found(request: Request) -> AccessionProgress:
    return services_of(request).store.accessions.accession(
        request.path_params["id"], visible=reader_of(request).visible
    )


def _number(request: Request, name: str, otherwise: int) -> int:
    text = request.query_params.get(name, "")
    if not text:
        return otherwise
    if not (text.isascii() and text.isdigit() and len(text) < 9):
        raise InvalidInput(field=name, value=text[:80])
    return int(text)
