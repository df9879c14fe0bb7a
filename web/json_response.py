"""How is an answer written as JSON?"""

import json
from collections.abc import Mapping

from starlette.responses import Response

# Shapes are trees that we built, so nothing looks for circles in them.
_write = json.JSONEncoder(
    ensure_ascii=False, check_circular=False, separators=(",", ":")
).encode


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
        return _write(content).encode("utf-8", "replace")
