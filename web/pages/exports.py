"""How does a reader take the list of results along?"""

from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import Response

from web.api.search import typed_search
from web.permissions import reader_of
from web.result_list import COLUMNS, ResultList, result_list
from web.services import services_of
from web.spreadsheets import csv_bytes, xlsx_bytes

CSV = "text/csv; charset=utf-8"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def results_as_csv(request: Request) -> Response:
    """Give the list of a search's results as CSV."""
    found = _found(request)
    return _attachment(csv_bytes(COLUMNS, found.rows), CSV, found, "csv")


def results_as_xlsx(request: Request) -> Response:
    """Give the list of a search's results as a workbook."""
    found = _found(request)
    page = found.answer.page
    facts = (
        ("检索式", found.answer.typed.query or "（全部）"),
        ("理解为", found.answer.interpretation),
        ("共找到", f"{page.total} 份"),
        ("本表列出", f"{len(found.rows)} 份"),
    )
    content = xlsx_bytes(COLUMNS, found.rows, facts)
    return _attachment(content, XLSX, found, "xlsx")


def _found(request: Request) -> ResultList:
    parameters = request.query_params
    values = {name: parameters.getlist(name) for name in parameters}
    # The list is whole whatever page of it was looked at.
    for paging in ("limit", "after", "facet_limit"):
        values.pop(paging, None)
    return result_list(
        services_of(request).searcher,
        typed_search(values),
        visible=reader_of(request).visible,
        base_url=str(request.base_url),
    )


def _attachment(content: bytes, kind: str, found: ResultList, ending: str) -> Response:
    part = "" if found.is_whole else f"（前{len(found.rows)}份）"
    name = f"检索结果{part}.{ending}"
    return Response(
        content,
        media_type=kind,
        headers={
            "content-disposition": f'attachment; filename="results.{ending}"; '
            f"filename*=UTF-8''{quote(name)}",
            "x-total-count": str(found.answer.page.total),
        },
    )
