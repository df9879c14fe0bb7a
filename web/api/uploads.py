"""How is an upload answered? The answer is the acknowledgement."""

from starlette.requests import Request
from starlette.responses import Response

from archive.shapes import Json, exception_json
from web.json_response import JsonResponse
from web.messages import words
from web.uploads import UploadReceipt, take_in


async def upload(request: Request) -> Response:
    """Take in the files of a multipart form."""
    receipts = await take_in(request)
    return JsonResponse({"receipts": [receipt_json(r) for r in receipts]}, 202)


def receipt_json(receipt: UploadReceipt) -> Json:
    """Return what is told of one file."""
    return {
        "name": receipt.name,
        "status": receipt.status,
        "document_id": receipt.document_id,
        "sha256": receipt.sha256,
        "job_id": receipt.job_id,
        "error": exception_json(receipt.error, words) if receipt.error else None,
    }
