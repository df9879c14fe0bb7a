"""Which status does an error have, and how is it shown?

Our own failure is never a 4xx and never shows an exception's text: it gets a
reference number, and the log tells the rest under it.
"""

import logging
import secrets
from collections.abc import Mapping
from http import HTTPStatus

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from archive import errors as archive_errors
from archive.errors import ArchiveError
from archive.shapes import error_json
from indexer import errors as indexer_errors
from web import failures
from web.json_response import JsonResponse
from web.messages import next_step, sentence, words
from web.rendering import render

log = logging.getLogger(__name__)

STATUS: Mapping[type[ArchiveError], HTTPStatus] = {
    ArchiveError: HTTPStatus.INTERNAL_SERVER_ERROR,
    archive_errors.RefusedFile: HTTPStatus.UNPROCESSABLE_ENTITY,
    archive_errors.FileTooLarge: HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    archive_errors.NotFound: HTTPStatus.NOT_FOUND,
    archive_errors.StorageFailure: HTTPStatus.SERVICE_UNAVAILABLE,
    archive_errors.StorageFull: HTTPStatus.INSUFFICIENT_STORAGE,
    archive_errors.ArchiveTooNew: HTTPStatus.SERVICE_UNAVAILABLE,
    archive_errors.OcrMissing: HTTPStatus.CONFLICT,
    archive_errors.AlreadyHeld: HTTPStatus.CONFLICT,
    archive_errors.UploadBusy: HTTPStatus.CONFLICT,
    archive_errors.BackupProblem: HTTPStatus.CONFLICT,
    archive_errors.BasketFull: HTTPStatus.CONFLICT,
    archive_errors.TooManySaved: HTTPStatus.CONFLICT,
    archive_errors.TermExists: HTTPStatus.CONFLICT,
    archive_errors.TermsChanged: HTTPStatus.CONFLICT,
    archive_errors.NoArchive: HTTPStatus.SERVICE_UNAVAILABLE,
    archive_errors.ReviewProblem: HTTPStatus.CONFLICT,
    archive_errors.NotAMember: HTTPStatus.FORBIDDEN,
    archive_errors.InvalidInput: HTTPStatus.BAD_REQUEST,
    indexer_errors.QuerySyntaxError: HTTPStatus.BAD_REQUEST,
    indexer_errors.IndexFailure: HTTPStatus.SERVICE_UNAVAILABLE,
    failures.WebError: HTTPStatus.BAD_REQUEST,
    failures.SignInNeeded: HTTPStatus.UNAUTHORIZED,
    failures.SignInFailed: HTTPStatus.UNAUTHORIZED,
    failures.SignInDelayed: HTTPStatus.TOO_MANY_REQUESTS,
    failures.LinkExpired: HTTPStatus.FORBIDDEN,
    failures.NotAllowed: HTTPStatus.FORBIDDEN,
    failures.ForeignForm: HTTPStatus.FORBIDDEN,
    failures.UnsupportedBody: HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
    failures.AddressNotFound: HTTPStatus.NOT_FOUND,
    failures.MethodNotAllowed: HTTPStatus.METHOD_NOT_ALLOWED,
    failures.RequestTooLarge: HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    failures.AccountExists: HTTPStatus.CONFLICT,
    failures.PasswordWrong: HTTPStatus.FORBIDDEN,
    failures.OwnAccount: HTTPStatus.CONFLICT,
    failures.AccountNotFound: HTTPStatus.NOT_FOUND,
    failures.TokenNotFound: HTTPStatus.NOT_FOUND,
    failures.UploadOffset: HTTPStatus.CONFLICT,
    failures.UploadStalled: HTTPStatus.REQUEST_TIMEOUT,
    failures.UploadIncomplete: HTTPStatus.CONFLICT,
    failures.UploadAltered: HTTPStatus.UNPROCESSABLE_ENTITY,
    failures.InternalFailure: HTTPStatus.INTERNAL_SERVER_ERROR,
}


def status_of(error: ArchiveError) -> HTTPStatus:
    """Return the status of the nearest class of the error that has one."""
    return next(STATUS[kind] for kind in type(error).__mro__ if kind in STATUS)


def wants_json(request: Request) -> bool:
    """Tell whether the caller is a program: an /api address or Accept says so."""
    accepted = request.headers.get("accept", "")
    is_json_first = "application/json" in accepted and "text/html" not in accepted
    return request.url.path.startswith("/api/") or is_json_first


def show_error(request: Request, error: ArchiveError) -> Response:
    """Return an error as JSON or as a page, by who asks."""
    status = status_of(error)
    headers = _headers(error)
    if wants_json(request):
        body = error_json(error.code, error.details, words)
        return JsonResponse(body, status, headers)
    page = render(
        request,
        "error.html",
        status=status,
        code=error.code,
        sentence=sentence(error.code, error.details),
        next_step=next_step(error.code, error.details),
        details=error.details,
    )
    page.headers.update(headers)
    return page


async def archive_error(request: Request, error: Exception) -> Response:
    """Handle any error with a code."""
    if not isinstance(error, ArchiveError):
        raise error
    if status_of(error) == HTTPStatus.INTERNAL_SERVER_ERROR:
        return await unexpected_error(request, error)
    if status_of(error) >= HTTPStatus.INTERNAL_SERVER_ERROR:
        log.error("%s: %s", error.code, error.details)
    return show_error(request, error)


async def http_error(request: Request, error: Exception) -> Response:
    """Handle what Starlette itself refuses: addresses, methods, bodies."""
    status = error.status_code if isinstance(error, HTTPException) else 500
    match status:
        case 404:
            return show_error(request, failures.AddressNotFound())
        case 405:
            response = show_error(request, failures.MethodNotAllowed())
            response.headers.update(getattr(error, "headers", None) or {})
            return response
        case 413:
            return show_error(request, failures.RequestTooLarge())
        case _ if status < 500:
            return show_error(request, failures.MalformedRequest(field="request"))
        case _:
            return await unexpected_error(request, error)


async def unexpected_error(request: Request, error: Exception) -> Response:
    """Handle a fault of ours: log it under a reference that the reader is given."""
    reference = secrets.token_hex(4)
    log.error("failure %s at %s", reference, request.url.path, exc_info=error)
    return show_error(request, failures.InternalFailure(reference=reference))


def _headers(error: ArchiveError) -> dict[str, str]:
    match error:
        case failures.SignInNeeded():
            return {"WWW-Authenticate": "Bearer"}
        case failures.SignInDelayed():
            return {"Retry-After": str(error.details.get("seconds", 60))}
        case indexer_errors.IndexFailure():
            return {"Retry-After": "5"}
        case _:
            return {}
