"""How are offered files taken in by a command, each with its receipt?

Small files and lines of a batch are kept, acknowledged and recorded together, so that
the disk is waited for once a group. Whatever order reading ends in, receipts come in
the order of the files.
"""

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from archive.errors import (
    DocumentNotFound,
    EmptyFile,
    FileTooLarge,
    RefusedFile,
    UnreadablePath,
)
from archive.jobs import JobUpdate
from archive.model import Blob, Document, DocumentId, Sha256, Source
from archive.offered import (
    DEEPEST,
    Offer,
    OfferedFile,
    RefusedOffer,
    offered_by_attachments,
)
from archive.receipts import Receipt, receipt_of, refusal
from archive.receive import (
    Reader,
    ReadFile,
    check_classification,
    complete,
    extracted,
    given_extraction,
    holds_files,
)
from archive.shapes import Json
from archive.store import Acknowledgement, Arrival, Store

GROUP_FILES = 256
GROUP_BYTES = 16 * 1024 * 1024
"""A group ends with so many files or bytes of small ones."""
SMALL_BYTES = 1024 * 1024
"""A larger file is kept as a stream, never whole in memory."""


@dataclass(frozen=True, slots=True)
class _Kept:
    offer: OfferedFile
    blob: Blob
    acknowledgement: Acknowledgement


class TakingIn:
    """Takes files into one collection; receipts say what became of each."""

    def __init__(
        self,
        store: Store,
        reader: Reader,
        *,
        collection: str,
        actor: str,
        limit_bytes: int,
        processes: int,
        receipt_shape: Callable[[Receipt], Json],
    ) -> None:
        self._store = store
        self._reader = reader
        self._collection = collection
        self._actor = actor
        self._limit_bytes = limit_bytes
        self._threads = ThreadPoolExecutor(processes)
        self._receipt_shape = receipt_shape

    def take_in(self, offers: Iterable[Offer]) -> Iterator[Receipt]:
        """Yield one receipt for each offer, in order.

        What a receipt calls indexed has its text in the store; making it searchable
        is the index's business. Raises StorageFailure; what has a receipt is kept.
        """
        group: list[Offer] = []
        size = 0
        for offer in offers:
            group.append(offer)
            size += min(_size(offer), SMALL_BYTES)
            if len(group) >= GROUP_FILES or size >= GROUP_BYTES:
                yield from self._take_group(group)
                group, size = [], 0
        yield from self._take_group(group)

    def close(self) -> None:
        """End the reading threads."""
        self._threads.shutdown()

    def _take_group(self, offers: Sequence[Offer]) -> Iterator[Receipt]:
        receipts: dict[int, Receipt] = {}
        blobs = self._keep(offers, receipts)
        places = sorted(blobs)
        acknowledgements = self._store.acknowledge_many(
            [self._arrival(*blobs[place]) for place in places], claim_jobs=True
        )
        kept = [
            _Kept(*blobs[place], acknowledgement)
            for place, acknowledgement in zip(places, acknowledgements, strict=True)
        ]
        seconds = self._read(kept)
        ids = [one.acknowledgement.document_id for one in kept]
        documents = self._store.documents_by_id(ids)
        for place, one in zip(places, kept, strict=True):
            document_id = one.acknowledgement.document_id
            took = seconds.get(document_id, 0.0)
            receipts[place] = _receipt(one, documents[document_id], took)
        self._finish(kept, [receipts[place] for place in places])
        taken = dict(zip(places, kept, strict=True))
        for place in range(len(offers)):
            yield receipts[place]
            if place in taken:
                yield from self._take_attachments(taken[place], receipts[place])

    def _take_attachments(self, kept: _Kept, receipt: Receipt) -> Iterator[Receipt]:
        """Take in what hangs on a document; a second time it finds duplicates."""
        if kept.offer.depth < DEEPEST and holds_files(receipt.warnings):
            yield from self.take_in(
                self.attached(
                    kept.blob.sha256, kept.offer.name, kept.offer.path, kept.offer.depth
                )
            )

    def attached(
        self,
        sha256: Sha256,
        name: str,
        shown: str,
        depth: int = 0,
        *,
        document_id: DocumentId | None = None,
    ) -> Iterator[Offer]:
        """Yield the files that hang on a kept document as offers."""
        file = Path(self._store.blobs.path(sha256))
        try:
            attachments = self._reader.attachments(file, name, document_id=document_id)
        except RefusedFile as error:
            yield RefusedOffer(f"{shown}/*", "*", error)
            return
        yield from offered_by_attachments(
            attachments, shown, limit_bytes=self._limit_bytes, depth=depth + 1
        )

    def _keep(
        self, offers: Sequence[Offer], receipts: dict[int, Receipt]
    ) -> dict[int, tuple[OfferedFile, Blob]]:
        """Keep what can be kept; the others get their receipt."""
        small: dict[int, tuple[OfferedFile, bytes]] = {}
        blobs: dict[int, tuple[OfferedFile, Blob]] = {}
        for place, offer in enumerate(offers):
            try:
                if isinstance(offer, RefusedOffer):
                    raise offer.error
                content = self._small_content(offer)
                if content is None:
                    blobs[place] = offer, self._keep_stream(offer)
                else:
                    small[place] = offer, content
            except RefusedFile as error:
                receipts[place] = refusal(
                    path=offer.path, name=offer.name, error=error, seconds=0.0
                )
            finally:
                _discard(offer)
        contents = [content for _, content in small.values()]
        found = self._store.blobs.keep_many(contents, limit_bytes=None)
        for (place, (offer, _)), blob in zip(small.items(), found, strict=True):
            blobs[place] = offer, blob
        return blobs

    def _small_content(self, offer: OfferedFile) -> bytes | None:
        """Return the bytes of a small file, or None for one kept as a stream."""
        size = _size(offer)
        if size == 0:
            raise EmptyFile()
        if size > self._limit_bytes:
            raise FileTooLarge(size_bytes=size, limit_bytes=self._limit_bytes)
        if offer.content is not None:
            return offer.content
        if size > SMALL_BYTES or offer.file is None:
            return None
        try:
            content = offer.file.read_bytes()
        except OSError as error:
            raise UnreadablePath(path=offer.path) from error
        if not content:
            raise EmptyFile()
        return content

    def _keep_stream(self, offer: OfferedFile) -> Blob:
        assert offer.file is not None
        try:
            stream = offer.file.open("rb")
        except OSError as error:
            raise UnreadablePath(path=offer.path) from error
        with stream:
            return self._store.blobs.keep(stream, limit_bytes=self._limit_bytes)

    def _arrival(self, offer: OfferedFile, blob: Blob) -> Arrival:
        now = datetime.now(UTC)
        source = Source(offer.name, offer.path, now, self._actor)
        return Arrival(blob, source, offer.given, self._collection_of(offer))

    def _collection_of(self, offer: OfferedFile) -> str:
        return offer.collection or self._collection

    def _read(self, kept: Sequence[_Kept]) -> dict[DocumentId, float]:
        """Read what is new, record it at once, and return the seconds each took."""
        new = {
            k.acknowledgement.document_id: k for k in kept if k.acknowledgement.job_id
        }
        outcomes = list(self._threads.map(self._timed_outcome, new.values()))
        done: list[tuple[DocumentId, ReadFile]] = []
        for document_id, (outcome, _) in zip(new, outcomes, strict=True):
            if isinstance(outcome, RefusedFile):
                with suppress(DocumentNotFound):
                    self._store.record_refusal(document_id, outcome)
            else:
                done.append((document_id, outcome))
        self._store.record_extractions([extracted(*one) for one in done])
        return {one: took for one, (_, took) in zip(new, outcomes, strict=True)}

    def _timed_outcome(self, kept: _Kept) -> tuple[ReadFile | RefusedFile, float]:
        started = time.monotonic()
        outcome = self._outcome(kept)
        return outcome, time.monotonic() - started

    def _outcome(self, kept: _Kept) -> ReadFile | RefusedFile:
        offer = kept.offer
        try:
            if offer.text is not None:
                read = complete(given_extraction(offer.text), offer.name)
            else:
                read = self._reader.read_kept(
                    self._store, kept.blob.sha256, offer.name, offer.given
                )
            check_classification(read.metadata)
        except RefusedFile as error:
            return error
        return read

    def _finish(self, kept: Sequence[_Kept], receipts: Sequence[Receipt]) -> None:
        self._store.update_jobs(
            [
                JobUpdate(
                    one.acknowledgement.job_id,
                    "failed" if receipt.status == "failed" else "done",
                    "searchable",
                    1.0,
                    self._receipt_shape(receipt),
                )
                for one, receipt in zip(kept, receipts, strict=True)
                if one.acknowledgement.job_id
            ]
        )


def _receipt(kept: _Kept, document: Document, seconds: float) -> Receipt:
    return receipt_of(
        document,
        path=kept.offer.path,
        name=kept.offer.name,
        seconds=seconds,
        is_duplicate=kept.acknowledgement.is_duplicate,
    )


def _size(offer: Offer) -> int:
    if isinstance(offer, RefusedOffer):
        return 0
    if offer.content is not None:
        return len(offer.content)
    try:
        return offer.file.stat().st_size if offer.file else 0
    except OSError:
        return 0


def _discard(offer: Offer) -> None:
    if isinstance(offer, OfferedFile) and offer.is_temporary and offer.file:
        offer.file.unlink(missing_ok=True)
