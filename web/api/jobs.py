"""How far are the files that were taken in?"""

from starlette.requests import Request
from starlette.responses import Response

from archive.shapes import job_json
from web.json_response import JsonResponse
from web.permissions import reader_of
from web.services import services_of


def jobs(request: Request) -> Response:
    """List the latest jobs, newest first."""
    visible = reader_of(request).visible
    found = services_of(request).store.jobs(visible=visible)
    return JsonResponse({"jobs": [job_json(job) for job in found]})


def job(request: Request) -> Response:
    """Show one job, with its receipt once it is over."""
    visible = reader_of(request).visible
    found = services_of(request).store.job(request.path_params["id"], visible=visible)
    return JsonResponse(job_json(found))
