"""How does one process serve an archive over HTTP, with a worker beside it?"""

import gc
import logging
import socket
import sys
import threading
import time
from dataclasses import dataclass
from datetime import UTC, datetime

import uvicorn

from archive.commands import OK, CommandContext, print_text
from archive.settings import StoreSettings
from archive.store import Store, open_store
from indexer.assembly import index_folder, open_completer, open_reader, open_search
from indexer.errors import IndexFailure
from indexer.fold import fold_query
from indexer.search import TypedSearch
from indexer.settings import SearchSettings
from web.accounts import Accounts
from web.app import create_app
from web.demo import load_samples
from web.failures import NoUserYet
from web.health import FolderState
from web.listening import BACKLOG, is_loopback
from web.services import Services
from web.settings import web_settings
from web.supervisor import Supervisor

DEMO_SECONDS = 120.0
SWITCH_SECONDS = 0.001
WARMING_QUERIES = ("", "工作", "交接清单", '"移交工作"', "交接 OR 移交")
"""What many, some or few documents answer: each looks at other columns."""
OBJECTS_BETWEEN_COLLECTIONS = 20_000


@dataclass(frozen=True, slots=True)
class _Parts:
    services: Services
    accounts: Accounts


def serve(
    context: CommandContext,
    listener: socket.socket,
    supervisor: Supervisor,
    *,
    host: str,
    is_demo: bool,
) -> int:
    """Serve until interrupted, beside a worker already started; raises NoUserYet."""
    logging.basicConfig(format="%(asctime)s %(levelname)s %(name)s %(message)s")
    parts = _open(context, supervisor)
    try:
        if not is_loopback(host) and not parts.accounts.can_anyone_sign_in():
            raise NoUserYet(host=host)
        parts.services.store.accounts.forget_expired(now=datetime.now(UTC))
        if is_demo:
            load_samples(parts.services.store)
            _wait_until_searchable(parts.services)
        threading.Thread(target=_warm, args=(parts.services,), daemon=True).start()
        _greet(parts, listener, host)
        _run(parts, listener)
    finally:
        parts.services.completer.close()
        parts.services.store.close()
    return OK


def _open(context: CommandContext, supervisor: Supervisor) -> _Parts:
    stored = StoreSettings.from_environment(context.environment)
    settings = web_settings(
        context.environment, context.data, file_limit_bytes=stored.file_limit_bytes
    )
    store: Store = open_store(context.data, stored, name_key=fold_query)
    engine = open_reader(context.data)
    searching = SearchSettings.from_environment(context.environment)
    services = Services(
        settings=settings,
        store=store,
        engine=engine,
        searcher=open_search(context.data, store, engine, searching),
        index_state=FolderState(index_folder(context.data), engine, store.position()),
        completer=open_completer(store, engine),
        wake_worker=supervisor.wake,
    )
    return _Parts(services, Accounts(store))


def _greet(parts: _Parts, listener: socket.socket, host: str) -> None:
    port = listener.getsockname()[1]
    shown = f"[{host}]" if ":" in host else host
    url = f"http://{shown}:{port}"
    print_text(f"listening on {url}")
    if is_loopback(host):
        print_text("一次性登录链接（12 小时内有效，用一次即失效）：")
        print_text(f"{url}/sign-in?link={parts.accounts.first_link()}")


def _run(parts: _Parts, listener: socket.socket) -> None:
    # A search waits so long for threads that compute, several times over.
    sys.setswitchinterval(SWITCH_SECONDS)
    _spare_collections()
    config = uvicorn.Config(
        create_app(parts.services),
        access_log=False,
        log_level="warning",
        server_header=False,
        backlog=BACKLOG,
        timeout_keep_alive=65,
        timeout_graceful_shutdown=5,
        ws="none",
    )
    uvicorn.Server(config).run(sockets=[listener])


def _spare_collections() -> None:
    """Collect seldom, and never look again at what is there by now: it will stay."""
    gc.set_threshold(OBJECTS_BETWEEN_COLLECTIONS, 20, 20)
    gc.freeze()


def _wait_until_searchable(services: Services) -> None:
    """Wait for the samples, so that a first search finds something."""
    store = services.store
    deadline = time.monotonic() + DEMO_SECONDS
    while time.monotonic() < deadline:
        is_read = not store.counts(visible=None).get("received")
        is_there = services.index_state.rebuilding_percent() is None
        if is_read and is_there and services.engine.position() >= store.position():
            return
        time.sleep(0.05)


def _warm(services: Services) -> None:
    """Load dictionaries and columns before the first reader asks."""
    try:
        for query in WARMING_QUERIES:
            services.searcher.search(TypedSearch(query), visible=None)
    except IndexFailure:
        return
    services.completer.refresh()
    _spare_collections()
