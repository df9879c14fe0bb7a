"""How does a large file come in slices and become an acknowledged document?

Begin, put slices where the last one ended, finish. After a broken line or a restart
the sender asks how much has come and goes on from there. Only the end acknowledges.
"""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import anyio
import anyio.to_thread
from starlette.requests import Request

from archive.errors import EmptyFile, FileTooLarge, InvalidInput, RefusedFile
from archive.model import Failure, Sha256
from archive.shapes import Json
from archive.uploads import PartialFiles, Upload
from web.failures import (
    CollectionNotAllowed,
    MalformedRequest,
    RequestTooLarge,
    UploadAltered,
    UploadIncomplete,
    UploadOffset,
)
from web.permissions import reader_of
from web.services import Services, partial_files_of, services_of
from web.uploads import (
    Body,
    Offered,
    acknowledged,
    clean_name,
    collection_for,
    name_in,
    receipt_json,
)

PATH_AT_MOST = 4096
"""As long as file systems allow; the name at its end is shortened by itself."""

_SHA256 = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Asked:
    """The upload that a sender wants to begin."""

    path: str
    size_bytes: int
    collection: str
    accession_id: str | None
    sha256: Sha256 | None


def asked_for(body: Mapping[str, object]) -> Asked:
    """Return what a JSON body asks for; raises InvalidInput."""
    size = body.get("size_bytes")
    if not isinstance(size, int) or isinstance(size, bool) or size < 0:
        raise InvalidInput(field="size_bytes", value=str(size)[:80])
    sha256 = _text(body, "sha256")
    if sha256 and not _SHA256.fullmatch(sha256):
        raise InvalidInput(field="sha256", value=sha256[:80])
    path = _text(body, "path") or _text(body, "name")
    if len(path) > PATH_AT_MOST:
        raise InvalidInput(field="path", value=path[:80])
    return Asked(
        path=clean_name(path),
        size_bytes=size,
        collection=clean_name(_text(body, "collection")),
        accession_id=_text(body, "accession") or None,
        sha256=Sha256(sha256) if sha256 else None,
    )


def begin(request: Request, asked: Asked) -> Upload:
    """Begin an upload.

    Raises EmptyFile or FileTooLarge, which the accession remembers, StorageFull,
    CollectionNotAllowed or AccessionNotFound.
    """
    services, reader = services_of(request), reader_of(request)
    accession_id, collection = collection_for(
        asked.accession_id, asked.collection, reader, services
    )
    name = name_in(asked.path)
    try:
        _check_size(asked.size_bytes, services)
    except RefusedFile as error:
        if accession_id is not None:
            services.store.accessions.refuse(
                accession_id,
                name=name,
                path=asked.path or name,
                size_bytes=asked.size_bytes,
                failure=Failure(error.code, error.details),
            )
        raise
    sweep(services, partial_files_of(request))
    others = services.store.uploads.sizes()
    partial_files_of(request).check_room(asked.size_bytes, others)
    return services.store.uploads.begin(
        accession_id=accession_id,
        collection=collection,
        name=name,
        path=asked.path or name,
        size_bytes=asked.size_bytes,
        sha256=asked.sha256,
        sender=reader.owner,
    )


async def put_slice(request: Request) -> Upload:
    """Add a slice at ``offset`` of the query; return the upload.

    One that is acknowledged stays as it is. Raises UploadOffset unless what has come
    ends there, UploadBusy while another slice comes, UploadStalled, RequestTooLarge
    for more than the file was to have, UploadNotFound or StorageFailure.
    """
    offset = _offset(request)

    def work() -> Upload:
        upload = upload_of(request)
        if upload.said is not None:
            return upload
        files = partial_files_of(request)
        body = Body(request, upload.size_bytes - offset)
        try:
            size = files.append(upload.id, body.next_chunk, offset=offset)
        except RequestTooLarge:
            files.remove(upload.id)
            raise
        if size is None:
            raise UploadOffset(received_bytes=files.size_bytes(upload.id))
        services_of(request).store.uploads.note(upload.id, None)
        return upload

    limiter: anyio.CapacityLimiter = request.app.state.uploading
    return await anyio.to_thread.run_sync(work, limiter=limiter)


def finish(request: Request) -> Json:
    """Keep and acknowledge a file of which everything has come; return its receipt.

    Asked again, it says the same. Raises UploadIncomplete, UploadAltered,
    UploadNotFound, CollectionNotAllowed or StorageFailure.
    """
    services, upload = services_of(request), upload_of(request)
    visible = reader_of(request).visible
    if visible is not None and upload.collection not in visible:
        # Rights may have changed since the upload was begun.
        raise CollectionNotAllowed(collection=upload.collection)
    if upload.said is not None:
        return dict(upload.said)
    files = partial_files_of(request)
    received = files.size_bytes(upload.id)
    if received != upload.size_bytes:
        raise UploadIncomplete(received_bytes=received, size_bytes=upload.size_bytes)
    if upload.sha256 is not None:
        with files.open(upload.id) as stream:
            if hashlib.file_digest(stream, "sha256").hexdigest() != upload.sha256:
                files.remove(upload.id)
                raise UploadAltered(sha256=upload.sha256)
    with files.open(upload.id) as stream:
        blob = services.store.blobs.keep(
            stream, limit_bytes=services.settings.file_limit_bytes
        )
    offered = Offered(upload.name, upload.path, upload.size_bytes, blob)
    (receipt,) = acknowledged(
        [offered],
        services,
        reader_of(request),
        collection=upload.collection,
        accession_id=upload.accession_id,
    )
    said = receipt_json(receipt)
    services.store.uploads.note(upload.id, said)
    files.remove(upload.id)
    services.wake_worker()
    return said


def give_up(request: Request) -> None:
    """Forget an upload and what has come of it; raises UploadNotFound."""
    upload = upload_of(request)
    services_of(request).store.uploads.forget(upload.id)
    partial_files_of(request).remove(upload.id)


def upload_of(request: Request) -> Upload:
    """Return the upload that the address names; raises UploadNotFound."""
    return services_of(request).store.uploads.upload(
        request.path_params["id"], sender=reader_of(request).owner
    )


def upload_json(upload: Upload, received_bytes: int, services: Services) -> Json:
    """Return how far an upload is."""
    is_over = upload.said is not None
    return {
        "id": upload.id,
        "accession": upload.accession_id,
        "collection": upload.collection,
        "name": upload.name,
        "path": upload.path,
        "size_bytes": upload.size_bytes,
        "received_bytes": upload.size_bytes if is_over else received_bytes,
        "slice_bytes": services.settings.slice_bytes,
        "state": "kept" if is_over else "sending",
        "receipt": upload.said,
    }


def sweep(services: Services, files: PartialFiles) -> None:
    """Remove uploads of which nothing came for as long as the settings allow."""
    before = datetime.now(UTC) - timedelta(days=services.settings.upload_days)
    for upload_id in services.store.uploads.forget_stale(before=before):
        files.remove(upload_id)


def _check_size(size_bytes: int, services: Services) -> None:
    limit = services.settings.file_limit_bytes
    if size_bytes == 0:
        raise EmptyFile()
    if size_bytes > limit:
        raise FileTooLarge(size_bytes=size_bytes, limit_bytes=limit)


def _offset(request: Request) -> int:
    text = request.query_params.get("offset", "")
    if not (text.isascii() and text.isdigit() and len(text) < 16):
        raise MalformedRequest(field="offset")
    return int(text)


def _text(body: Mapping[str, object], name: str) -> str:
    value = body.get(name)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise InvalidInput(field=name, value=str(value)[:80])
    return value
