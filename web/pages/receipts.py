"""How does a clerk take the receipts of the latest files along?"""

from starlette.requests import Request
from starlette.responses import Response

from archive.model import Document, DocumentState, Visible
from archive.store import Store
from web.messages import next_step, sentence
from web.pages.stored import stored_note
from web.permissions import reader_of
from web.present import time_zh
from web.services import services_of
from web.spreadsheets import csv_bytes

LISTED = 5000
COLUMNS = (
    *("结果", "文件", "题名", "文种", "发文字号", "发文机关", "成文日期"),
    *("全宗", "版本", "SHA-256", "字节", "收到", "说明", "文献号"),
)
STATES: dict[DocumentState, str] = {
    "received": "处理中",
    "readable": "可检索",
    "stored": "只收存",
    "refused": "退回",
    "cancelled": "已取消",
    "binned": "在回收站",
}


def receipts_as_csv(request: Request) -> Response:
    """Give what became of the latest files as CSV, newest first, 5,000 at most."""
    store, visible = services_of(request).store, reader_of(request).visible
    documents = store.documents(visible=visible, limit=LISTED)
    rows = (_row(one, _remarks(store, one, visible)) for one in documents)
    content = csv_bytes(COLUMNS, rows)
    headers = {"content-disposition": 'attachment; filename="receipts.csv"'}
    return Response(content, media_type="text/csv; charset=utf-8", headers=headers)


def _row(document: Document, remarks: str) -> list[str]:
    metadata = document.metadata
    return [
        STATES[document.state],
        document.name,
        metadata.title or "",
        metadata.type or "",
        metadata.number or "",
        "；".join(metadata.issuers),
        metadata.issued_on or "",
        document.collection,
        str(document.version),
        document.sha256,
        str(document.size_bytes),
        time_zh(document.received_at),
        remarks,
        document.id,
    ]


def _remarks(store: Store, document: Document, visible: Visible) -> str:
    failure = document.failure
    if failure is not None:
        reason = sentence(failure.code, failure.details)
        return reason + next_step(failure.code, failure.details)
    return "".join(stored_note(store, document, visible).remarks)
