"""Which draft does a request bring to be checked?

A draft is read and forgotten: it is not taken into the archive.
"""

import hmac
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request

from archive.errors import InvalidInput
from indexer.checking import read_draft
from indexer.quotes.drafts import quotations
from web.api.bodies import bounded_body, parsed_object
from web.failures import MalformedRequest, UnsupportedBody
from web.multipart import parts
from web.permissions import reader_of
from web.security import CSRF_FIELD, CSRF_HEADER, check_token
from web.uploads import clean_name

FIELD_BYTES_AT_MOST = 4 * 1024 * 1024
CHARACTERS_AT_MOST = 1_000_000
QUOTATIONS_AT_MOST = 2000


@dataclass(frozen=True, slots=True)
class OfferedDraft:
    """A draft's text and the SHA-256 of what was sent; ``name`` is None if pasted.

    ``is_for_word`` tells that the answer is wanted as a Word document.
    """

    text: str
    sha256: str
    name: str | None = None
    is_for_word: bool = False


async def offered_draft(request: Request) -> OfferedDraft:
    """Return the draft of a request: JSON, plain text, or a form with text or file.

    Raises UnsupportedBody, RequestTooLarge, MalformedRequest, InvalidInput, ForeignForm
    or RefusedFile.
    """
    content_type = request.headers.get("content-type", "")
    match content_type.partition(";")[0].strip().lower():
        case "application/json":
            found = parsed_object(await bounded_body(request)).get("text")
            return _pasted(found if isinstance(found, str) else "")
        case "text/plain":
            return _pasted(_decoded(await bounded_body(request)))
        case "multipart/form-data":
            body = await bounded_body(request)
            return await run_in_threadpool(_from_form, request, content_type, body)
        case _:
            raise UnsupportedBody(
                expected="application/json, text/plain, multipart/form-data"
            )


def _pasted(text: str) -> OfferedDraft:
    if not text.strip():
        raise InvalidInput(field="text", value="")
    return OfferedDraft(_bounded(text), sha256(text.encode()).hexdigest())


def _bounded(text: str) -> str:
    is_long = len(text) > CHARACTERS_AT_MOST
    if is_long or len(quotations(text)) > QUOTATIONS_AT_MOST:
        raise InvalidInput(field="text", value=text[:80])
    return text


def _decoded(body: bytes) -> str:
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise MalformedRequest(field="text") from error


def _from_form(request: Request, content_type: str, body: bytes) -> OfferedDraft:
    fields: dict[str, str] = {}
    file: tuple[str, bytes] | None = None
    chunks: Iterator[bytes] = iter((body,))
    for part in parts(content_type, lambda: next(chunks, b"")):
        if part.filename:
            file = file or (clean_name(part.filename), part.readall() or b"")
        elif part.filename is None and len(fields) < 10:
            fields[part.name] = part.text(FIELD_BYTES_AT_MOST)
    if request.headers.get(CSRF_HEADER) is None:
        check_token(request, fields.get(CSRF_FIELD))
    is_for_word = fields.get("format") == "docx"
    if file is not None:
        return replace(_read(*file), is_for_word=is_for_word)
    text = fields.get("text", "").replace("\r\n", "\n")
    # A browser drops the first line break of a text area.
    again = fields.get("kept", "").removeprefix("\u2060").replace("\r\n", "\n")
    if again and _is_signed(request, again, fields):
        text_sha, name = fields["sha256"], fields.get("name") or None
        return OfferedDraft(_bounded(again), text_sha, name, is_for_word)
    return replace(_pasted(text), is_for_word=is_for_word)


def signature(request: Request, draft: OfferedDraft) -> str | None:
    """Return what proves that a draft shown again is the one that was sent.

    So the sheet can be had as a file though the draft itself is not kept. None for a
    reader without a session.
    """
    return _signature(request, draft.text, draft.sha256, draft.name or "")


def _is_signed(request: Request, text: str, fields: dict[str, str]) -> bool:
    expected = _signature(
        request, text, fields.get("sha256", ""), fields.get("name", "")
    )
    given = fields.get("signature", "")
    return expected is not None and hmac.compare_digest(expected, given)


def _signature(request: Request, text: str, digest: str, name: str) -> str | None:
    key = reader_of(request).csrf_token
    if key is None:
        return None
    body = "\0".join((text, digest, name)).encode("utf-8", "surrogatepass")
    return hmac.new(key.encode(), body, "sha256").hexdigest()


def _read(name: str, content: bytes) -> OfferedDraft:
    name = name.replace("\\", "/").rpartition("/")[2] or "draft"
    with tempfile.TemporaryDirectory(prefix="handover-draft-") as folder:
        path = Path(folder) / "draft"
        path.write_bytes(content)
        text = read_draft(path, name)
    return OfferedDraft(_bounded(text), sha256(content).hexdigest(), name)
