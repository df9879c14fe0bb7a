"""What became of each file that was handed in together, and what can be done?"""

from collections.abc import Iterator, Sequence
from typing import get_args
from urllib.parse import urlencode

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from archive.accessions import MOVING, OfferedItem, OfferState
from archive.model import Job
from archive.store import Store
from web import slices
from web.forms import Form, form_of, go_to, next_address
from web.pages.accession_rows import (
    OUTCOMES,
    AccessionRow,
    ItemRow,
    accession_rows,
    item_rows,
)
from web.permissions import Reader, reader_of
from web.present import time_zh
from web.rendering import render
from web.services import services_of
from web.spreadsheets import csv_bytes
from web.turns import cancel, retry

PAGE = 200
SHEET_PAGE = 2000
INTAKE = "/intake"
LATE = "late"
COLUMNS = ("结果", "文件", "路径", "字节", "收到", "说明", "下一步", "文献号")
TABS: tuple[tuple[str, str, tuple[OfferState, ...]], ...] = (
    ("", "全部", ()),
    ("moving", "处理中", MOVING),
    *(
        (state, OUTCOMES[state].word, (state,))
        for state in get_args(OfferState)
        if state not in MOVING
    ),
)


def accession_page(request: Request) -> Response:
    """Show the files of an accession, those of one state if asked."""
    reader, store = reader_of(request), services_of(request).store
    accession_id = request.path_params["accession_id"]
    with store.one_state():
        return _accession_page(request, store, reader, accession_id)


def _accession_page(
    request: Request, store: Store, reader: Reader, accession_id: str
) -> Response:
    found = store.accessions.accession(accession_id, visible=reader.visible)
    (row,) = accession_rows(store, [found], reader.visible)
    chosen, states = _chosen(request)
    page = _page_number(request)
    items = store.accessions.items(
        accession_id,
        visible=reader.visible,
        states=states,
        limit=PAGE + 1,
        offset=page * PAGE,
    )
    counts = row.progress.counts
    tabs = [
        (key, word, sum(counts.get(s, 0) for s in states) if key else row.total)
        for key, word, states in TABS
    ]
    return render(
        request,
        "accession.html",
        row=row,
        chosen=chosen,
        tabs=[(k, word, n) for k, word, n in tabs if n or k in ("", chosen)],
        items=item_rows(store, items[:PAGE], reader.visible),
        is_late=LATE in request.query_params,
        here=_address(row, chosen, page),
        previous_url=_address(row, chosen, page - 1) if page else None,
        next_url=_address(row, chosen, page + 1) if len(items) > PAGE else None,
    )


def accession_as_csv(request: Request) -> Response:
    """Give the receipts of an accession as a sheet, in order of arrival."""
    content = csv_bytes(COLUMNS, _all_cells(request))
    headers = {"content-disposition": 'attachment; filename="receipts.csv"'}
    return Response(content, media_type="text/csv; charset=utf-8", headers=headers)


async def cancel_accession(request: Request) -> Response:
    """Cancel what is not yet read of an accession."""
    form = await form_of(request)

    def work() -> Response:
        found = services_of(request).store.accessions.accession(
            request.path_params["accession_id"], visible=reader_of(request).visible
        )
        jobs = cancel(request, accession_id=found.accession.id)
        return _after_cancelling(form, jobs)

    return await run_in_threadpool(work)


async def cancel_file(request: Request) -> Response:
    """Cancel one file that is not yet read."""

    def work(form: Form) -> Response:
        jobs = cancel(request, job_ids=[form.needed("job")])
        return _after_cancelling(form, jobs)

    return await run_in_threadpool(work, await form_of(request))


async def retry_files(request: Request) -> Response:
    """Put refused or cancelled files in again."""

    def work(form: Form) -> Response:
        retry(request, form.texts("document"))
        return go_to(next_address(form, INTAKE))

    return await run_in_threadpool(work, await form_of(request))


async def give_up_upload(request: Request) -> Response:
    """Forget a large file that has not come whole."""
    await form_of(request)
    await run_in_threadpool(slices.give_up, request)
    return go_to(INTAKE)


def _after_cancelling(form: Form, jobs: Sequence[Job]) -> Response:
    """Go on, and say so where nothing could be cancelled any more."""
    address = next_address(form, INTAKE)
    if jobs:
        return go_to(address)
    return go_to(f"{address}{'&' if '?' in address else '?'}{LATE}=1")


def _all_items(request: Request) -> Iterator[OfferedItem]:
    offset = 0
    while True:
        items = services_of(request).store.accessions.items(
            request.path_params["accession_id"],
            visible=reader_of(request).visible,
            limit=SHEET_PAGE,
            offset=offset,
        )
        yield from items
        offset += SHEET_PAGE
        if len(items) < SHEET_PAGE:
            return


def _all_cells(request: Request) -> Iterator[list[str]]:
    store, visible = services_of(request).store, reader_of(request).visible
    for item in _all_items(request):
        (row,) = item_rows(store, [item], visible)
        yield _cells(row)


def _cells(row: ItemRow) -> list[str]:
    item = row.item
    return [
        row.outcome.word,
        item.name,
        item.path,
        "" if item.size_bytes is None else str(item.size_bytes),
        time_zh(item.offered_at),
        row.reason,
        row.next_step,
        item.document_id or "",
    ]


def _chosen(request: Request) -> tuple[str, tuple[OfferState, ...]]:
    asked = request.query_params.get("state", "")
    return next(
        ((key, states) for key, _, states in TABS if key == asked), (TABS[0][0], ())
    )


def _page_number(request: Request) -> int:
    asked = request.query_params.get("page", "")
    return int(asked) if asked.isdecimal() and len(asked) < 7 else 0


def _address(row: AccessionRow, chosen: str, page: int) -> str:
    asked = {"state": chosen, "page": page or ""}
    told = urlencode({key: value for key, value in asked.items() if value})
    return f"{row.url}?{told}" if told else row.url
