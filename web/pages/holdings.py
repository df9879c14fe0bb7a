"""What does an archivist see and change of many documents at once?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Literal, get_args
from urllib.parse import urlencode

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from archive.model import Document, DocumentId
from archive.ocr import DOUBTFUL_PAGES, is_unread_scan, present_reader
from archive.page_readings import ReadingProgress
from archive.store import Store
from indexer.search import TypedSearch
from web.edits import documents_to_decide
from web.failures import MalformedRequest
from web.forms import form_of
from web.metadata_form import changed_fields
from web.permissions import Reader, require
from web.present import date_zh, title_of
from web.rendering import render
from web.services import services_of

Shelf = Literal["readable", "doubtful", "proposed", "stored", "refused", "binned"]
SHELVES: Mapping[Shelf, str] = {
    "readable": "可检索",
    "doubtful": "待过目",
    "proposed": "待定改动",
    "stored": "只收存",
    "refused": "退回",
    "binned": "回收站",
}
PAGE = 50
AT_ONCE = 200


@dataclass(frozen=True, slots=True)
class HoldingRow:
    """A document as a line of the list."""

    document: Document
    title: str
    facts: str
    doubtful_pages: tuple[str, ...] = ()
    """Numbers of the pages that OCR was not sure of."""
    progress: ReadingProgress | None = None
    """How far OCR is, if it has begun and is not done."""


def holdings_page(request: Request) -> Response:
    """Show the documents of one shelf, or those a search finds, to be changed."""
    reader = require(request, "correct")
    services = services_of(request)
    shelf = _shelf(request)
    query = request.query_params.get("q", "").strip()
    page = _page_number(request)
    found = (
        _searched(request, reader, query)
        if query
        else _shelved(services.store, reader, shelf, page)
    )
    shown = found[:PAGE]
    scans = [document.sha256 for document in shown if is_unread_scan(document)]
    progress = services.store.page_readings.progress(scans, present_reader())
    counts = services.store.counts(visible=reader.visible)
    return render(
        request,
        "holdings.html",
        shelf=shelf,
        shelves=[(key, name, counts.get(key)) for key, name in SHELVES.items()],
        query=query,
        rows=[_row(document, progress.get(document.sha256)) for document in shown],
        previous_url=_url(shelf, page - 1) if page and not query else None,
        next_url=_url(shelf, page + 1) if len(found) > PAGE and not query else None,
        collections=services.store.collections(visible=reader.visible),
        done=request.query_params.get("done", "")[:6],
    )


async def change_holdings(request: Request) -> Response:
    """Correct the chosen documents, or move them to the bin or out of it."""
    reader = require(request, "correct")
    form = await form_of(request)
    chosen = [DocumentId(value) for value in form.texts("document")]
    if not chosen or len(chosen) > AT_ONCE:
        raise MalformedRequest(field="document")
    fields = dict(form.fields)

    def work() -> Response:
        store = services_of(request).store
        documents = [store.document(key, visible=reader.visible) for key in chosen]
        _change(store, reader, documents, fields)
        services_of(request).wake_worker()
        told = urlencode({"shelf": fields.get("shelf", ""), "done": len(documents)})
        return RedirectResponse(f"/holdings?{told}", status_code=303)

    return await run_in_threadpool(work)


def _change(
    store: Store,
    reader: Reader,
    documents: Sequence[Document],
    fields: Mapping[str, str],
) -> None:
    match fields.get("action"):
        case "bin":
            for document in documents:
                store.bin(document.id, actor=reader.name)
        case "take_from_bin":
            for document in documents:
                store.take_from_bin(document.id, actor=reader.name)
        case "correct":
            wanted = {name: value for name, value in fields.items() if value.strip()}
            changes = [
                (document, changed_fields(document, wanted, reader))
                for document in documents
            ]
            for document, changed in changes:
                if changed:
                    store.correct(document.id, changed, actor=reader.name)
        case _:
            raise MalformedRequest(field="action")


def _shelved(
    store: Store, reader: Reader, shelf: Shelf, page: int
) -> Sequence[Document]:
    if shelf == "proposed":
        waiting = documents_to_decide(store, visible=reader.visible)
        found = islice(waiting, page * PAGE, (page + 1) * PAGE + 1)
        return [document for document, _ in found]
    is_doubtful = shelf == "doubtful"
    return store.listing(
        "readable" if shelf == "doubtful" else shelf,
        visible=reader.visible,
        notice=DOUBTFUL_PAGES if is_doubtful else None,
        limit=PAGE + 1,
        offset=page * PAGE,
    )


def _searched(request: Request, reader: Reader, query: str) -> Sequence[Document]:
    services = services_of(request)
    typed = TypedSearch(query, limit=PAGE)
    hits = services.searcher.search(typed, visible=reader.visible).page.hits
    held = services.store.documents_by_id([hit.document_id for hit in hits])
    return [held[hit.document_id] for hit in hits if hit.document_id in held]


def _row(document: Document, progress: ReadingProgress | None) -> HoldingRow:
    metadata = document.metadata
    facts = (metadata.type, metadata.number, date_zh(metadata.issued_on))
    title = title_of(metadata, document.name)
    told = "，".join(fact for fact in facts if fact)
    return HoldingRow(document, title, told, _doubtful(document), progress)


def _doubtful(document: Document) -> tuple[str, ...]:
    return tuple(
        number
        for notice in document.warnings
        if notice.code == DOUBTFUL_PAGES
        for number in str(notice.details.get("pages", "")).split("、")
        if number.isdigit()
    )


def _shelf(request: Request) -> Shelf:
    asked = request.query_params.get("shelf", "")
    return next((shelf for shelf in get_args(Shelf) if shelf == asked), "readable")


def _page_number(request: Request) -> int:
    asked = request.query_params.get("page", "")
    return int(asked) if asked.isdecimal() and len(asked) < 7 else 0


def _url(shelf: Shelf, page: int) -> str:
    return "/holdings?" + urlencode({"shelf": shelf, "page": page})
