"""Which documents come out of a file that was sent to the service?

An archive or a batch stays as it came, stored without text, a message or other
document with its own text; each file it holds is a document of its own in the same
collection. Doing it again, after a worker died, finds duplicates.
"""

import threading
from collections.abc import Iterator, Sequence
from pathlib import Path

from archive.model import Document, DocumentId
from archive.offered import (
    Offer,
    is_archive,
    is_stored_archive,
    offered_by_archive,
    offered_by_batch,
)
from archive.receipts import Receipt
from archive.receive import Reader, holds_files
from archive.shapes import Json, Words, receipt_json
from archive.sniff import BATCH
from archive.store import Store
from indexer.taking_in import TakingIn

PROCESSES = 2
_OFFERS_A_LOOK = 32


class Members:
    """Takes in what kept files hold and keeps the receipts for a while."""

    def __init__(
        self, store: Store, reader: Reader, *, limit_bytes: int, words: Words
    ) -> None:
        self._store = store
        self._reader = reader
        self._limit_bytes = limit_bytes
        self._words = words
        self._receipts: dict[DocumentId, list[Json]] = {}
        self._lock = threading.Lock()

    def take_in(self, document_ids: Sequence[DocumentId]) -> None:
        """Take in what those documents hold, archives and attachments."""
        for document in self._store.documents_by_id(document_ids).values():
            if is_stored_archive(document) or holds_files(document.warnings):
                receipts = self._of(document)
                if receipts:
                    with self._lock:
                        self._receipts[document.id] = receipts

    def receipts(self, document_id: DocumentId) -> list[Json] | None:
        """Return the receipts of what a file held, once; None if it held nothing."""
        with self._lock:
            return self._receipts.pop(document_id, None)

    def _of(self, document: Document) -> list[Json]:
        taking = TakingIn(
            self._store,
            self._reader,
            collection=document.collection,
            actor=document.created_by,
            limit_bytes=self._limit_bytes,
            processes=PROCESSES,
            receipt_shape=self._shape,
        )
        try:
            offers = self._until_cancelled(document, self._offers(document, taking))
            return [self._shape(receipt) for receipt in taking.take_in(offers)]
        finally:
            taking.close()

    def _offers(self, document: Document, taking: TakingIn) -> Iterator[Offer]:
        path = Path(self._store.blobs.path(document.sha256))
        if holds_files(document.warnings):
            return taking.attached(
                document.sha256, document.name, document.name, document_id=document.id
            )
        if document.media_type == BATCH:
            within = document.collection
            return offered_by_batch(path, document.name, collection=within)
        if not is_archive(path):
            return iter(())
        limit = self._limit_bytes
        return offered_by_archive(path, document.name, limit_bytes=limit)

    def _until_cancelled(
        self, document: Document, offers: Iterator[Offer]
    ) -> Iterator[Offer]:
        """Yield what a file offers until a person says that it is enough."""
        for number, offer in enumerate(offers):
            if number % _OFFERS_A_LOOK == 0 and self._is_cancelled(document.id):
                return
            yield offer

    def _is_cancelled(self, document_id: DocumentId) -> bool:
        return document_id in self._store.cancelled_among([document_id])

    def _shape(self, receipt: Receipt) -> Json:
        return receipt_json(receipt, self._words)
