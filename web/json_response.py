"""How is an answer written as JSON?"""

import json
from collections.abc import Mapping

import msgspec
from starlette.responses import Response

_write = msgspec.json.Encoder().encode


class JsonResponse(Response):
    """JSON in UTF-8, written once; a lone surrogate becomes a question mark."""

    media_type = "application/json"

    def __init__(
        self,
        content: object,
        status_code: int = 200,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(content, status_code, headers)

    def render(self, content: object) -> bytes:
        """Return the bytes of the body."""
        try:
            return _write(content)
        except UnicodeEncodeError:
            # Ten times slower, and asked for by damaged names only.
            text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
            return text.encode("utf-8", "replace")
