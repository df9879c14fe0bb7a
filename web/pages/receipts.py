"""How does a clerk take the receipts of the latest files along?"""

from starlette.requests import Request
from starlette.responses import Response

from archive.model import Document, DocumentState
from web.messages import next_step, sentence
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
    documents = services_of(request).store.documents(
        visible=reader_of(request).visible, limit=LISTED
    )
    content = csv_bytes(COLUMNS, (_row(document) for document in documents))
    headers = {"content-disposition": 'attachment; filename="receipts.csv"'}
    return Response(content, media_type="text/csv; charset=utf-8", headers=headers)


def _row(document: Document) -> list[str]:
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
        _remarks(document),
        document.id,
    ]


def _remarks(document: Document) -> str:
    failure = document.failure
    if failure is not None:
        reason = sentence(failure.code, failure.details)
        return reason + next_step(failure.code, failure.details)
    return "".join(sentence(one.code, one.details) for one in document.warnings)
