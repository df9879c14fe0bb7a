"""Which documents come out of a ZIP that was sent to the service?

The ZIP stays as it came, stored without text; each member is a document of its own in
the same collection. Doing it again, after a worker died, finds duplicates.
"""

import threading
from collections.abc import Sequence
from pathlib import Path

from archive.model import Document, DocumentId
from archive.offered import offered_by_zip
from archive.receipts import Receipt
from archive.receive import Reader
from archive.shapes import Json, Words, receipt_json
from archive.sniff import ZIP
from archive.store import Store
from indexer.taking_in import TakingIn

PROCESSES = 2


class Members:
    """Takes in the members of stored ZIPs and keeps their receipts for a while."""

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
        """Take in the members of those documents that are ZIPs."""
        for document in self._store.documents_by_id(document_ids).values():
            if document.media_type == ZIP and document.state == "stored":
                receipts = self._of(document)
                with self._lock:
                    self._receipts[document.id] = receipts

    def receipts(self, document_id: DocumentId) -> list[Json] | None:
        """Return the receipts of a ZIP's members, once; None for any other file."""
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
        path = Path(self._store.blobs.path(document.sha256))
        offers = offered_by_zip(path, document.name, limit_bytes=self._limit_bytes)
        try:
            return [self._shape(receipt) for receipt in taking.take_in(offers)]
        finally:
            taking.close()

    def _shape(self, receipt: Receipt) -> Json:
        return receipt_json(receipt, self._words)
