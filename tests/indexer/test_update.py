import io
from datetime import UTC, datetime
from pathlib import Path

from archive.model import (
    Analysis,
    Document,
    DocumentId,
    Extraction,
    Given,
    Metadata,
    Source,
)
from archive.settings import StoreSettings
from archive.store import Store, open_store
from indexer.engine import IndexedDocument
from indexer.engines.memory import MemoryEngine
from indexer.fold import fold
from indexer.prepare import Prepared
from indexer.preparing import PreparationPool
from indexer.update import Updater


def _arrive(store: Store, text: str) -> DocumentId:
    blob = store.blobs.keep(io.BytesIO(text.encode()), limit_bytes=None)
    source = Source("a.txt", "a.txt", datetime.now(UTC), "test")
    said = store.acknowledge(blob, source, Given(), collection="公开")
    extraction = Extraction("text", "1", "text/plain", text)
    store.record_extraction(said.document_id, extraction, Metadata())
    return said.document_id


class ArrivalsWhilePreparing:
    """Prepares documents while one more arrives for each."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.prepared = 0

    def prepare(self, document: Document, extraction: Extraction) -> Prepared:
        self.prepared += 1
        assert self.prepared < 50, "the update never ends"
        _arrive(self.store, f"后来的第{self.prepared}份")
        indexed = IndexedDocument(
            id=document.id,
            collection=document.collection,
            name=document.name,
            text=extraction.text,
            folded=fold(extraction.text),
        )
        return Prepared(document, indexed, Analysis("test", "1"))


def test_a_stream_of_arrivals_does_not_keep_the_first_from_being_found(
    tmp_path: Path,
) -> None:
    store = open_store(tmp_path, StoreSettings())
    engine, preparer = MemoryEngine(), ArrivalsWhilePreparing(store)
    pool = PreparationPool(lambda: preparer, processes=1)  # type: ignore[arg-type, return-value]
    _arrive(store, "最先的一份")
    goal = store.position()
    assert Updater(store, engine, pool).catch_up() == goal
    assert preparer.prepared == 1
    assert store.position() > goal
    store.close()
