"""How do uploaded files become acknowledged documents?

Bytes go to the blob store while they arrive. Only when the whole form is read, and
so the collection is known, is anything acknowledged; the answer comes after that.
"""

import io
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Literal

import anyio
import anyio.from_thread
import anyio.to_thread
from starlette.requests import Request

from archive.accessions import Accession
from archive.errors import RefusedFile
from archive.jobs import ORDINARY, URGENT
from archive.model import Blob, DocumentId, Failure, Given, JobId, Sha256, Source
from archive.shapes import Json, exception_json
from archive.store import Acknowledgement, Arrival, Store
from web.failures import (
    CollectionNotAllowed,
    MalformedRequest,
    RequestTooLarge,
    UploadStalled,
)
from web.messages import words
from web.multipart import Part, parts
from web.permissions import Reader, reader_of
from web.security import CSRF_FIELD, CSRF_HEADER, check_token
from web.services import Services, services_of

UPLOADS_AT_ONCE = 16
SILENT_SECONDS = 60
"""So long a sender may send nothing; the browser tries again for longer."""
FILES_AT_MOST = 2000
FIELDS_AT_MOST = 50
FIELD_BYTES_AT_MOST = 16 * 1024
NAME_AT_MOST = 255
NAMELESS = "未命名"
URGENT_FILES = 20
"""So few files are waited for by somebody; more are a folder's."""


@dataclass(frozen=True, slots=True)
class UploadReceipt:
    """What a sender is told of one file at once."""

    name: str
    status: Literal["received", "duplicate", "failed"]
    document_id: DocumentId | None = None
    sha256: Sha256 | None = None
    job_id: JobId | None = None
    error: RefusedFile | None = None


@dataclass(frozen=True, slots=True)
class Offered:
    """A file that came: kept, or refused at the door."""

    name: str
    path: str
    size_bytes: int | None
    outcome: Blob | RefusedFile


@dataclass(slots=True)
class _Form:
    files: list[Offered] = field(default_factory=list)
    fields: dict[str, str] = field(default_factory=dict)


async def take_in(request: Request) -> list[UploadReceipt]:
    """Keep and acknowledge every file of a multipart form; one receipt each, in order.

    Raises RequestTooLarge, UploadStalled, UnsupportedBody, MalformedRequest,
    ForeignForm, CollectionNotAllowed or StorageFailure; then nothing was
    acknowledged.
    """
    services, reader = services_of(request), reader_of(request)
    limit_bytes = services.settings.request_limit_bytes
    _check_length(request, limit_bytes)
    body = Body(request, limit_bytes)

    def work() -> list[UploadReceipt]:
        form = _read(request, body, services)
        if request.headers.get(CSRF_HEADER) is None:
            check_token(request, form.fields.get(CSRF_FIELD))
        accession_id, collection = collection_for(
            form.fields.get("accession"),
            clean_name(form.fields.get("collection", "")),
            reader,
            services,
        )
        receipts = acknowledged(
            form.files,
            services,
            reader,
            collection=collection,
            accession_id=accession_id,
        )
        services.wake_worker()
        return receipts

    # Slow senders hold a thread each; they must not take those of the readers.
    limiter: anyio.CapacityLimiter = request.app.state.uploading
    return await anyio.to_thread.run_sync(work, limiter=limiter)


@dataclass(frozen=True, slots=True)
class KeptFile:
    """The one file of a form, kept and not yet acknowledged."""

    name: str
    path: str
    blob: Blob


async def kept_file(request: Request) -> KeptFile:
    """Keep the file of a form that asks for one.

    Raises what ``take_in`` does, and RefusedFile.
    """
    services = services_of(request)
    limit_bytes = services.settings.request_limit_bytes
    _check_length(request, limit_bytes)
    body = Body(request, limit_bytes)

    def work() -> KeptFile:
        form = _read(request, body, services)
        if request.headers.get(CSRF_HEADER) is None:
            check_token(request, form.fields.get(CSRF_FIELD))
        offered = form.files[0]
        if isinstance(offered.outcome, RefusedFile):
            raise offered.outcome
        return KeptFile(offered.name, offered.path, offered.outcome)

    limiter: anyio.CapacityLimiter = request.app.state.uploading
    return await anyio.to_thread.run_sync(work, limiter=limiter)


class Body:
    """The body as a thread reads it.

    RequestTooLarge once it is over the limit, UploadStalled if nothing comes.
    """

    def __init__(self, request: Request, limit_bytes: int) -> None:
        self._stream = request.stream()
        self._limit_bytes = limit_bytes
        self._size_bytes = 0

    def next_chunk(self) -> bytes:
        """Return the next bytes; none at the end."""
        chunk = anyio.from_thread.run(self._next)
        self._size_bytes += len(chunk)
        if self._size_bytes > self._limit_bytes:
            raise RequestTooLarge(limit_bytes=self._limit_bytes)
        return chunk

    async def _next(self) -> bytes:
        try:
            with anyio.fail_after(SILENT_SECONDS):
                async for chunk in self._stream:
                    if chunk:
                        return chunk
        except TimeoutError:
            raise UploadStalled(seconds=SILENT_SECONDS) from None
        return b""


def _check_length(request: Request, limit_bytes: int) -> None:
    announced = request.headers.get("content-length", "")
    if announced.isdecimal() and int(announced[:20]) > limit_bytes:
        raise RequestTooLarge(limit_bytes=limit_bytes)


def _read(request: Request, body: Body, services: Services) -> _Form:
    form = _Form()
    content_type = request.headers.get("content-type", "")
    for part in parts(content_type, body.next_chunk):
        if part.filename is None and part.name != "file":
            if len(form.fields) >= FIELDS_AT_MOST:
                raise MalformedRequest(field="multipart")
            form.fields[part.name] = part.text(FIELD_BYTES_AT_MOST)
        elif part.name == "file" and not _is_empty_choice(part):
            if len(form.files) >= FILES_AT_MOST:
                raise MalformedRequest(field="file")
            form.files.append(_kept(part, services))
    if not form.files:
        raise MalformedRequest(field="file")
    return form


def _is_empty_choice(part: Part) -> bool:
    """Tell what a browser sends for a file input in which nothing was chosen."""
    return part.filename == ""


def _kept(part: Part, services: Services) -> Offered:
    path = clean_name(part.filename or "")
    name = name_in(path)
    stream = io.BufferedReader(part, 256 * 1024)
    limit_bytes = services.settings.file_limit_bytes
    try:
        outcome: Blob | RefusedFile = services.store.blobs.keep(
            stream, limit_bytes=limit_bytes
        )
    except RefusedFile as refusal:
        outcome = refusal
    finally:
        stream.detach()
    size = outcome.details.get("size_bytes") if isinstance(outcome, RefusedFile) else 0
    if isinstance(outcome, Blob):
        size = outcome.size_bytes
    return Offered(name, path or name, size if isinstance(size, int) else None, outcome)


def clean_name(name: str) -> str:
    """Return a file name as sent, without what no screen or file system can show."""
    shown = "".join(
        c if unicodedata.category(c)[:2] not in ("Cc", "Cs") else "�" for c in name
    )
    return shown.strip()


def name_in(path: str) -> str:
    """Return the name at the end of a path, not too long to be shown."""
    name = path.replace("\\", "/").rstrip("/").rpartition("/")[2] or NAMELESS
    return name if len(name) <= NAME_AT_MOST else name[: NAME_AT_MOST - 1] + "…"


def collection_for(
    accession_id: str | None, asked: str, reader: Reader, services: Services
) -> tuple[str | None, str]:
    """Return where files go: into their accession, else what is asked for.

    Raises AccessionNotFound, CollectionNotAllowed or MalformedRequest.
    """
    if not accession_id:
        return None, _collection(asked, reader, services)
    found = services.store.accessions.accession(accession_id, visible=reader.visible)
    return found.accession.id, found.accession.collection


def begin_accession(
    asked: str, reader: Reader, services: Services, *, files: int, size_bytes: int
) -> Accession:
    """Begin an accession in the collection asked for, or the usual one.

    Raises CollectionNotAllowed or MalformedRequest.
    """
    return services.store.accessions.begin(
        collection=_collection(asked, reader, services),
        actor=reader.name,
        files=files,
        size_bytes=size_bytes,
    )


def _collection(asked: str, reader: Reader, services: Services) -> str:
    """Return the collection asked for, else the only or the usual one."""
    usual = services.settings.default_collection
    if not asked and reader.visible is not None and len(reader.visible) == 1:
        return next(iter(reader.visible))
    collection = asked or usual
    if reader.visible is not None and collection not in reader.visible:
        raise CollectionNotAllowed(collection=collection)
    if len(collection) > NAME_AT_MOST:
        raise MalformedRequest(field="collection")
    return collection


def acknowledged(
    files: Sequence[Offered],
    services: Services,
    reader: Reader,
    *,
    collection: str,
    accession_id: str | None,
) -> list[UploadReceipt]:
    """Acknowledge files together: a failure leaves none of them.

    Refused ones are remembered by their accession; one is begun if they have none.
    """
    store = services.store
    refused = [f for f in files if isinstance(f.outcome, RefusedFile)]
    count = len(files)
    if accession_id is not None:
        found = store.accessions.accession(accession_id, visible=None)
        count = max(count, found.accession.files)
    elif len(files) > 1 or refused:
        size = sum(offered.size_bytes or 0 for offered in files)
        accession_id = store.accessions.begin(
            collection=collection, actor=reader.name, files=count, size_bytes=size
        ).id
    said = iter(
        store.acknowledge_many(
            _arrivals(files, reader, collection, accession_id),
            claim_jobs=False,
            priority=URGENT if count <= URGENT_FILES else ORDINARY,
        )
    )
    for offered in refused:
        _remember(store, accession_id, offered)
    return [
        UploadReceipt(offered.name, "failed", error=offered.outcome)
        if isinstance(offered.outcome, RefusedFile)
        else _receipt(offered.name, next(said))
        for offered in files
    ]


def _arrivals(
    files: Sequence[Offered], reader: Reader, collection: str, accession_id: str | None
) -> list[Arrival]:
    now = datetime.now(UTC)
    return [
        Arrival(
            offered.outcome,
            Source(offered.name, offered.path, now, reader.name),
            Given(),
            collection,
            accession_id,
        )
        for offered in files
        if isinstance(offered.outcome, Blob)
    ]


def _remember(store: Store, accession_id: str | None, offered: Offered) -> None:
    if accession_id is not None and isinstance(offered.outcome, RefusedFile):
        store.accessions.refuse(
            accession_id,
            name=offered.name,
            path=offered.path,
            size_bytes=offered.size_bytes,
            failure=Failure(offered.outcome.code, offered.outcome.details),
        )


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


def _receipt(name: str, said: Acknowledgement) -> UploadReceipt:
    status: Literal["received", "duplicate"] = (
        "duplicate" if said.is_duplicate else "received"
    )
    return UploadReceipt(name, status, said.document_id, said.sha256, said.job_id)
