"""What may be meant by what a reader has typed so far?"""

from starlette.requests import Request
from starlette.responses import Response

from archive.errors import InvalidInput
from archive.shapes import Json
from indexer.completion import MOST_SUGGESTIONS, Suggestion
from web.json_response import JsonResponse
from web.permissions import reader_of
from web.services import services_of

USUAL_SUGGESTIONS = 10
TEXT_AT_MOST = 10_000


def complete(request: Request) -> Response:
    """Suggest names that the reader may see."""
    typed = request.query_params.get("q", "")
    if len(typed) > TEXT_AT_MOST:
        raise InvalidInput(field="q", value=typed[:80])
    found = services_of(request).completer.complete(
        typed,
        limit=_limit(request.query_params.get("limit", "")),
        visible=reader_of(request).visible,
    )
    return JsonResponse({"query": typed, "suggestions": [_shape(one) for one in found]})


def _limit(text: str) -> int:
    if not text:
        return USUAL_SUGGESTIONS
    is_number = text.isascii() and text.isdigit() and len(text) < 6
    if not is_number or not 1 <= int(text) <= MOST_SUGGESTIONS:
        raise InvalidInput(field="limit", value=text[:80])
    return int(text)


def _shape(suggestion: Suggestion) -> Json:
    return {
        "text": suggestion.text,
        "kind": suggestion.kind,
        "id": suggestion.id,
        "detail": suggestion.detail,
        "count": suggestion.count,
        "query": suggestion.query,
        "alias": suggestion.alias,
    }
