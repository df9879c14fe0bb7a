"""Whole parts for tests of the web front: a real store, an index in memory."""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from starlette.applications import Starlette
from starlette.testclient import TestClient

from archive.accounts import Role
from archive.model import (
    Blob,
    DocumentId,
    Extraction,
    Given,
    Metadata,
    Sha256,
    Source,
    Visible,
)
from archive.settings import StoreSettings
from archive.store import Store, open_store
from indexer.assembly import open_completer
from indexer.engine import IndexedDocument, SearchEngine, SearchRequest, Value
from indexer.engines.memory import MemoryEngine
from indexer.fold import fold, fold_query
from indexer.query import Everything, Literal, Query
from indexer.search import Answer, TypedSearch
from web.app import create_app
from web.services import Services
from web.sessions import hash_of, new_secret
from web.settings import WebSettings


class PlainSearcher:
    """Takes every typed query for a literal."""

    def __init__(self, engine: SearchEngine) -> None:
        self._engine = engine

    def search(self, typed: TypedSearch, *, visible: Visible) -> Answer:
        request = SearchRequest(
            _literal(typed.query),
            typed.filters,
            typed.issued_from,
            typed.issued_to,
            typed.sort,
            typed.limit,
            typed.after,
        )
        started = time.perf_counter()
        page = self._engine.search(request, visible=visible)
        return Answer(typed, "逐字", page, (time.perf_counter() - started) * 1000)

    def marks(
        self, query: str, document_id: DocumentId, *, visible: Visible
    ) -> Sequence[tuple[int, int]]:
        return self._engine.marks(_literal(query), document_id, visible=visible)


def _literal(query: str) -> Query:
    folded = fold_query(query)
    return Literal(query, folded) if folded else Everything()


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
        folder, file_limit_bytes=200_000, request_limit_bytes=1_000_000
    )
    services = Services(
        settings,
        store,
        engine,
        PlainSearcher(engine),
        index,
        open_completer(store, engine),
    )
    return Archive(folder, create_app(services), store, engine, index)
