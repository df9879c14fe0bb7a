"""What does a program say that sends a large file in slices?"""

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from archive.shapes import Json
from archive.uploads import Upload
from web import slices
from web.api.bodies import json_object
from web.json_response import JsonResponse
from web.permissions import reader_of
from web.services import partial_files_of, services_of


async def begin(request: Request) -> Response:
    """Begin an upload; nothing is acknowledged by that."""
    asked = slices.asked_for(await json_object(request))

    def work() -> Response:
        return JsonResponse(_shape(request, slices.begin(request, asked)), 201)

    return await run_in_threadpool(work)


def unfinished(request: Request) -> Response:
    """List the caller's uploads that lack something."""
    sender = reader_of(request).owner
    found = services_of(request).store.uploads.unfinished(sender=sender)
    return JsonResponse({"uploads": [_shape(request, one) for one in found]})


def upload(request: Request) -> Response:
    """Tell how much of an upload has come."""
    return JsonResponse(_shape(request, slices.upload_of(request)))


async def put_slice(request: Request) -> Response:
    """Take a slice."""
    put = await slices.put_slice(request)
    return JsonResponse(await run_in_threadpool(_shape, request, put))


def finish(request: Request) -> Response:
    """Acknowledge the whole file."""
    return JsonResponse(slices.finish(request), 202)


def give_up(request: Request) -> Response:
    """Forget an upload."""
    slices.give_up(request)
    return Response(status_code=204)


def _shape(request: Request, found: Upload) -> Json:
    received = partial_files_of(request).size_bytes(found.id)
    return slices.upload_json(found, received, services_of(request))
