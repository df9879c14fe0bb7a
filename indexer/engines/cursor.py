"""Where does the next page of an answer begin?"""

import base64
import binascii
import hashlib
import json
from dataclasses import dataclass

from archive.errors import InvalidInput
from archive.model import DocumentId
from indexer.engine import SearchRequest


@dataclass(frozen=True, slots=True)
class Cursor:
    """The place after one hit: what the order sorts by (ascending), and its id."""

    key: float
    document_id: DocumentId


def write_cursor(cursor: Cursor, request: SearchRequest) -> str:
    """Return the cursor as opaque text, good for this question and order only."""
    fields = [_fingerprint(request), cursor.key, cursor.document_id]
    return base64.urlsafe_b64encode(json.dumps(fields).encode()).decode().rstrip("=")


def read_cursor(request: SearchRequest) -> Cursor | None:
    """Return the cursor a request goes on from, or None for its first page.

    Raises InvalidInput if ``write_cursor`` did not make it for this question.
    """
    if request.after is None:
        return None
    match _fields(request.after):
        case [str(fingerprint), int() | float() as key, str(document_id)]:
            if fingerprint == _fingerprint(request):
                return Cursor(key, DocumentId(document_id))
        case _:
            pass
    raise InvalidInput(field="after", value=request.after)


def _fields(text: str) -> object:
    try:
        padded = text.encode("ascii") + b"=" * (-len(text) % 4)
        return json.loads(base64.b64decode(padded, altchars=b"-_", validate=True))
    except (ValueError, binascii.Error, RecursionError):
        return None


def _fingerprint(request: SearchRequest) -> str:
    filters = sorted((kind, sorted(keys)) for kind, keys in request.filters.items())
    asked = (request.query, filters, request.issued_from, request.issued_to)
    text = repr((asked, request.sort))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]
