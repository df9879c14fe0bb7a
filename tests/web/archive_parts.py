"""Whole parts for tests of the web front: a real store, an index in memory."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path

from starlette.applications import Starlette
from starlette.testclient import TestClient

from archive.accounts import Role
from archive.model import (
    Blob,
    Extraction,
    Given,
    Metadata,
    Sha256,
    Source,
)
from archive.settings import StoreSettings
from archive.store import Store, open_store
from indexer.assembly import open_completer
from indexer.engine import IndexedDocument, SearchEngine, Value
from indexer.engines.memory import MemoryEngine
from indexer.fold import fold
from indexer.search import SearchService
from indexer.synonyms import SynonymTable
from web.app import create_app
from web.services import Services
from web.sessions import hash_of, new_secret
from web.settings import WebSettings


class WholeRuns:
    """Takes each run of letters, figures and Chinese characters for a word."""

    name = "runs"

    def words(self, folded: str) -> list[str]:
        return re.findall(r"\w+", folded)


class Index:
    """An index that is there, or is being rebuilt."""

    percent: int | None = None

    def rebuilding_percent(self) -> int | None:
        return self.percent


@dataclass(frozen=True)
class Archive:
    """An application with its parts, and what tests do to them."""

    folder: Path
    app: Starlette
    store: Store
    engine: SearchEngine
    index: Index

    def client(self, bearer: str | None = None) -> TestClient:
        headers = {"Authorization": f"Bearer {bearer}"} if bearer else {}
        return TestClient(self.app, headers=headers, raise_server_exceptions=False)

    def token(self, role: Role, *collections: str) -> str:
        secret, now = new_secret(), datetime.now(UTC)
        self.store.accounts.add_token(
            hash_of(secret),
            label=role,
            role=role,
            collections=frozenset(collections) or None,
            created_by="test",
            now=now,
            expires_at=now + timedelta(days=1),
        )
        return secret

    def as_role(self, role: Role, *collections: str) -> TestClient:
        return self.client(self.token(role, *collections))

    def close(self) -> None:
        self.app.state.page_images.close()
        self.store.close()

    def original(self, sha256: str) -> Path:
        return Path(self.store.blobs.path(Sha256(sha256)))

    def hold(self, text: str, *, collection: str = "公开", name: str = "a.txt") -> str:
        """Take a text in, read it and index it; return its document's id."""
        blob: Blob = self.store.blobs.keep_many([text.encode()], limit_bytes=None)[0]
        source = Source(name, name, datetime.now(UTC), "test")
        said = self.store.acknowledge(blob, source, Given(), collection=collection)
        metadata = Metadata(title=text.splitlines()[0], type="通知")
        position = self.store.record_extraction(
            said.document_id, Extraction("text", "1", "text/plain", text), metadata
        )
        self.engine.replace(
            [
                IndexedDocument(
                    id=said.document_id,
                    collection=collection,
                    name=name,
                    text=text,
                    folded=fold(text),
                    title=metadata.title,
                    type=metadata.type,
                    values={"type": (Value("通知", "通知"),)},
                )
            ]
        )
        self.engine.flush(position)
        return said.document_id


def open_archive(folder: Path) -> Archive:
    store = open_store(folder, StoreSettings())
    engine, index = MemoryEngine(), Index()
    settings = WebSettings(
        folder,
        file_limit_bytes=200_000,
        request_limit_bytes=1_000_000,
        slice_bytes=60_000,
    )
    services = Services(
        settings,
        store,
        engine,
        SearchService(
            engine,
            WholeRuns(),
            store,
            synonyms=SynonymTable(store.synonyms, clock=count().__next__),
        ),
        index,
        open_completer(store, engine),
    )
    return Archive(folder, create_app(services), store, engine, index)
