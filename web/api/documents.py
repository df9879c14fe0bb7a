"""How does a program read, correct and remove a document?"""

import hashlib
from collections.abc import Iterator, Mapping
from typing import BinaryIO
from urllib.parse import quote

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from archive.errors import DocumentNotFound, InvalidInput, PageNotFound, StorageFailure
from archive.model import Blob, Document, Extraction
from archive.render.base import WIDEST_PIXELS
from archive.shapes import document_json
from indexer.dates import days
from indexer.shapes import recognised_json
from web.api.bodies import json_object
from web.failures import CollectionNotAllowed
from web.json_response import JsonResponse
from web.messages import words
from web.permissions import Reader, reader_of
from web.replacing import replace_original
from web.security import ORIGINAL_POLICY, PICTURE_POLICY
from web.services import services_of, shown_pages_of
from web.uploads import kept_file

CHUNK_BYTES = 256 * 1024
PAGE_WIDTH = 1000
NARROWEST_PAGE = 80
CORRECTABLE = ("title", "type", "number", "issuers", "issued_on", "collection")
VALUE_AT_MOST = 1000


def document(request: Request) -> Response:
    """Show a document: fields, text, and what was recognised in it."""
    return _shown(request, _document(request))


def original(request: Request) -> Response:
    """Send the original's bytes, to be saved and not opened in the page.

    ``version`` asks for a former one. They are hashed first: a damaged original is
    never sent as the real one.
    """
    found = _document(request)
    blob = _blob(request, found)
    stream = services_of(request).store.blobs.open(blob.sha256)
    if not _is_whole(stream, blob):
        stream.close()
        raise StorageFailure(reason="digest", document_id=found.id)
    headers = {
        "content-disposition": _attachment(found.name),
        "content-security-policy": ORIGINAL_POLICY,
        "content-length": str(blob.size_bytes),
        "etag": f'"{blob.sha256}"',
    }
    return StreamingResponse(
        _chunks(stream), media_type="application/octet-stream", headers=headers
    )


def _blob(request: Request, found: Document) -> Blob:
    asked = request.query_params.get("version")
    if asked is None:
        return Blob(found.sha256, found.size_bytes)
    store, visible = services_of(request).store, reader_of(request).visible
    for version in store.versions(found.id, visible=visible):
        if str(version.ordinal) == asked:
            return version.blob
    raise DocumentNotFound(document_id=found.id, version=asked[:20])


async def replace(request: Request) -> Response:
    """Make the file of the form the document's new version and show it."""
    reader, found = reader_of(request), await run_in_threadpool(_document, request)
    services, file = services_of(request), await kept_file(request)

    def work() -> Response:
        replace_original(services.store, found, file, actor=reader.name)
        services.wake_worker()
        return _shown(
            request, services.store.document(found.id, visible=reader.visible)
        )

    return await run_in_threadpool(work)


def put_in_bin(request: Request) -> Response:
    """Move a document to the bin: it is found no more, and nothing is removed."""
    found, services = _document(request), services_of(request)
    services.store.bin(found.id, actor=reader_of(request).name)
    services.wake_worker()
    return _shown(request, _document(request))


def take_from_bin(request: Request) -> Response:
    """Move a document out of the bin."""
    found, services = _document(request), services_of(request)
    services.store.take_from_bin(found.id, actor=reader_of(request).name)
    services.wake_worker()
    return _shown(request, _document(request))


def text(request: Request) -> Response:
    """Send the verbatim text."""
    found = _document(request)
    extraction = services_of(request).store.extraction(
        found.id, visible=reader_of(request).visible
    )
    return Response(
        extraction.text.encode("utf-8", "replace"),
        media_type="text/plain; charset=utf-8",
        headers={"content-security-policy": ORIGINAL_POLICY},
    )


def page_image(request: Request) -> Response:
    """Send a page as it looked, upright, ``width`` pixels wide or drawn to any width.

    Raises PageNotFound where there is no such page or its kind is not shown.
    """
    found = _document(request)
    number = request.path_params["number"]
    if not _is_small_number(number):
        raise PageNotFound(page=number[:20])
    width = request.query_params.get("width", "")
    pixels = int(width) if _is_small_number(width) else PAGE_WIDTH
    pixels = min(max(pixels, NARROWEST_PAGE), WIDEST_PIXELS)
    extraction = services_of(request).store.extraction(
        found.id, visible=reader_of(request).visible
    )
    image = shown_pages_of(request).image(found, extraction, int(number), pixels)
    if image is None:
        raise PageNotFound(page=number)
    digest = hashlib.sha256(image.content).hexdigest()[:32]
    headers = {
        "cache-control": "private, max-age=86400",
        "content-security-policy": PICTURE_POLICY,
        "etag": f'"{digest}"',
    }
    return Response(image.content, media_type=image.media_type, headers=headers)


def _is_small_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and 0 < len(text) < 7 and int(text) > 0


async def correct(request: Request) -> Response:
    """Record corrected fields and show the document as it stands then."""
    fields = corrections(await json_object(request))

    def work() -> Response:
        reader, found = reader_of(request), _document(request)
        check_collection(fields, reader)
        store = services_of(request).store
        store.correct(found.id, fields, actor=reader.name)
        services_of(request).wake_worker()
        return _shown(request, store.document(found.id, visible=reader.visible))

    return await run_in_threadpool(work)


def remove(request: Request) -> Response:
    """Take a document out of the archive."""
    found, reader = _document(request), reader_of(request)
    services = services_of(request)
    services.store.remove(found.id, actor=reader.name)
    services.wake_worker()
    return Response(status_code=204)


def corrections(body: Mapping[str, object]) -> Mapping[str, object]:
    """Return the fields to correct, checked; raises InvalidInput."""
    if not body:
        raise InvalidInput(field="json", value="{}")
    return {name: _correction(name, value) for name, value in body.items()}


def _correction(name: str, value: object) -> object:
    match name, value:
        case "collection", str() if 0 < len(value.strip()) <= VALUE_AT_MOST:
            return value.strip()
        case "issuers", list() if all(isinstance(one, str) for one in value):
            return tuple(one.strip() for one in value if one.strip())
        case "issued_on", str() if days(value) is not None:
            return value
        case (("title" | "type" | "number"), str()) if len(value) <= VALUE_AT_MOST:
            return value.strip() or None
        case _, None if name in CORRECTABLE and name != "collection":
            return None
        case _:
            raise InvalidInput(field=name[:80], value=str(value)[:80])


def check_collection(fields: Mapping[str, object], reader: Reader) -> None:
    """Raise CollectionNotAllowed if the fields move a document out of sight."""
    collection = fields.get("collection")
    if collection is None or reader.visible is None:
        return
    if collection not in reader.visible:
        raise CollectionNotAllowed(collection=collection)


def _document(request: Request) -> Document:
    return services_of(request).store.document(
        request.path_params["id"], visible=reader_of(request).visible
    )


def _shown(request: Request, found: Document) -> Response:
    store, visible = services_of(request).store, reader_of(request).visible
    extraction: Extraction | None = None
    if found.state == "readable":
        try:
            extraction = store.extraction(found.id, visible=visible)
        except DocumentNotFound:
            extraction = None
    analysis = store.analysis(found.id, visible=visible)
    shape = document_json(found, extraction, words)
    return JsonResponse(recognised_json(shape, analysis, words))


def _is_whole(stream: BinaryIO, blob: Blob) -> bool:
    digest = hashlib.sha256()
    while chunk := stream.read(CHUNK_BYTES):
        digest.update(chunk)
    stream.seek(0)
    return digest.hexdigest() == blob.sha256


def _attachment(name: str) -> str:
    plain = "".join(
        c if (c.isascii() and c.isalnum()) or c in "-_." else "_" for c in name
    )
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"


def _chunks(stream: BinaryIO) -> Iterator[bytes]:
    with stream:
        while chunk := stream.read(CHUNK_BYTES):
            yield chunk
