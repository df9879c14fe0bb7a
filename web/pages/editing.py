"""What does an archivist see and change of one document?"""

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from archive.errors import ArchiveError
from archive.model import Document
from archive.store import Store
from web.errors import status_of
from web.forms import form_of
from web.messages import next_step, sentence
from web.metadata_form import FIELDS, changed_fields, shown_fields
from web.permissions import require
from web.present import title_of
from web.rendering import render
from web.replacing import replace_original
from web.services import services_of
from web.uploads import kept_file

TYPES = (
    *("交接书", "交接清单", "通知", "通报", "意见", "批复", "办法", "规定", "决定"),
    *("公告", "函", "纪要", "工作报告", "述职报告", "工作总结"),
)
"""Offered as one types; any other word may be given."""


def editing_page(request: Request) -> Response:
    """Show the forms that change a document, and all its versions."""
    return _show(request, _document(request))


async def correct_document(request: Request) -> Response:
    """Record the fields that the form changes."""
    form = await form_of(request)
    fields = {name: value for name, value in form.fields if name in FIELDS}

    def work() -> Response:
        reader, document = require(request, "correct"), _document(request)
        try:
            changed = changed_fields(document, fields, reader)
            if changed:
                _store(request).correct(document.id, changed, actor=reader.name)
        except ArchiveError as error:
            return _show(request, document, error, fields)
        return _done(request, document, "corrected")

    return await run_in_threadpool(work)


async def replace_document(request: Request) -> Response:
    """Make the form's file the document's new version."""
    reader, document = require(request, "correct"), _document(request)
    try:
        file = await kept_file(request)
        await run_in_threadpool(
            replace_original, _store(request), document, file, actor=reader.name
        )
    except ArchiveError as error:
        return await run_in_threadpool(_show, request, document, error)
    return _done(request, document, "replaced")


def bin_document(request: Request) -> Response:
    """Move a document to the bin."""
    reader, document = require(request, "correct"), _document(request)
    _store(request).bin(document.id, actor=reader.name)
    return _done(request, document, "binned")


def take_document_from_bin(request: Request) -> Response:
    """Move a document out of the bin."""
    reader, document = require(request, "correct"), _document(request)
    _store(request).take_from_bin(document.id, actor=reader.name)
    return _done(request, document, "taken")


def _show(
    request: Request,
    document: Document,
    error: ArchiveError | None = None,
    fields: dict[str, str] | None = None,
) -> Response:
    store, visible = _store(request), require(request, "correct").visible
    versions = list(reversed(store.versions(document.id, visible=visible)))
    return render(
        request,
        "editing.html",
        status=status_of(error) if error else 200,
        document=document,
        title=title_of(document.metadata, document.name),
        fields=shown_fields(document) | (fields or {}),
        types=TYPES,
        collections=store.collections(visible=visible),
        versions=versions,
        limit_bytes=services_of(request).settings.file_limit_bytes,
        done=request.query_params.get("done", "")[:20],
        reason=sentence(error.code, error.details) if error else "",
        next_step=next_step(error.code, error.details) if error else "",
    )


def _document(request: Request) -> Document:
    reader = require(request, "correct")
    document_id = request.path_params["document_id"]
    return _store(request).document(document_id, visible=reader.visible)


def _store(request: Request) -> Store:
    return services_of(request).store


def _done(request: Request, document: Document, what: str) -> Response:
    services_of(request).wake_worker()
    address = f"/documents/{document.id}/edit?done={what}"
    return RedirectResponse(address, status_code=303)
