"""How does a person let a scan be read once more?"""

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from archive.ocr import OCR_FAILED
from archive.ocr.reading import read_again
from web.forms import form_of
from web.pages.tags import document_url
from web.permissions import require
from web.services import services_of


async def read_document_again(request: Request) -> Response:
    """Let a scan in which no text was found be tried anew, then show it."""
    reader, services = require(request, "correct"), services_of(request)
    # Refuses what does not come from our own page.
    await form_of(request)

    def work() -> Response:
        document = services.store.document(
            request.path_params["document_id"], visible=reader.visible
        )
        is_failed = any(notice.code == OCR_FAILED for notice in document.warnings)
        if document.state == "stored" and is_failed:
            read_again(services.store, document)
            services.wake_worker()
        return RedirectResponse(document_url(document.id), status_code=303)

    return await run_in_threadpool(work)
