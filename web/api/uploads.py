"""How is an upload answered? The answer is the acknowledgement."""

from starlette.requests import Request
from starlette.responses import Response

from web.json_response import JsonResponse
from web.uploads import receipt_json, take_in


async def upload(request: Request) -> Response:
    """Take in the files of a multipart form."""
    receipts = await take_in(request)
    return JsonResponse({"receipts": [receipt_json(r) for r in receipts]}, 202)
