"""How is an upload answered to a browser without scripts?"""

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from web.messages import next_step, sentence
from web.pages.intake import show_intake
from web.pages.progress import Offered, RefusedRow
from web.pages.tags import document_url
from web.uploads import UploadReceipt, take_in


async def intake_form(request: Request) -> Response:
    """Take in the files of the form and show the intake page with what was said."""
    offered = offered_of(await take_in(request))
    return await run_in_threadpool(show_intake, request, offered)


def offered_of(receipts: list[UploadReceipt]) -> Offered:
    """Return what the page tells of an upload."""
    return Offered(
        received=tuple(r.name for r in receipts if r.status == "received"),
        duplicates=tuple(
            (r.name, document_url(r.document_id))
            for r in receipts
            if r.status == "duplicate" and r.document_id
        ),
        failed=tuple(
            _refused(ordinal, receipt)
            for ordinal, receipt in enumerate(receipts)
            if receipt.error
        ),
    )


def _refused(ordinal: int, receipt: UploadReceipt) -> RefusedRow:
    assert receipt.error is not None
    code, details = receipt.error.code, receipt.error.details
    return RefusedRow(
        key=f"offered-{ordinal}",
        name=receipt.name,
        size_bytes=None,
        code=code,
        reason=sentence(code, details),
        next_step=next_step(code, details),
    )
