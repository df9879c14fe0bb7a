"""How does the API describe itself?"""

from collections.abc import Mapping
from typing import get_args

from starlette.requests import Request
from starlette.responses import Response

from indexer.engine import FilterKind
from web.json_response import JsonResponse
from web.openapi_accounts import ACCOUNT_OPERATIONS
from web.openapi_citations import CITATION_OPERATIONS
from web.openapi_entities import ENTITY_OPERATIONS
from web.openapi_forms import Operation
from web.openapi_forms import bytes_answer as _bytes
from web.openapi_forms import json_answer as _json
from web.openapi_forms import json_body as _body
from web.openapi_forms import listing as _list
from web.openapi_forms import operation as _operation
from web.openapi_forms import path_part as _path
from web.openapi_forms import query_part as _query
from web.openapi_intake import INTAKE_OPERATIONS
from web.openapi_reviews import REVIEW_OPERATIONS
from web.openapi_searches import SAVED_OPERATIONS, list_operations
from web.openapi_shapes import SCHEMAS, Schema, array, reference, text
from web.openapi_terms import TERM_OPERATIONS

VERSION = "1"


async def document(request: Request) -> Response:
    """Show the description of the API in the OpenAPI form."""
    return JsonResponse(description())


def description() -> Schema:
    """Return the whole description."""
    paths: dict[str, dict[str, Operation]] = {}
    for (method, path), operation in OPERATIONS.items():
        paths.setdefault(path, {})[method.lower()] = operation
    return {
        "openapi": "3.1.0",
        "info": {"title": "交接档案 Handover", "version": VERSION},
        "security": [{"bearer": []}, {"session": []}],
        "paths": paths,
        "components": {
            "schemas": dict(SCHEMAS),
            "securitySchemes": {
                "bearer": {"type": "http", "scheme": "bearer"},
                "session": {
                    "type": "apiKey",
                    "in": "cookie",
                    "name": "handover_session",
                    "description": "改动数据的请求还须带 X-CSRF-Token。",
                },
            },
        },
    }


_ID = [_path("id")]
_FILTERS = [
    _query(kind, array(text()), "名称或词条号；可重复，同类任一，异类须全。")
    for kind in get_args(FilterKind)
]
_SEARCH = [
    _query("q", text(), "检索式；空则列出全部。"),
    *_FILTERS,
    _query("from", text(), "成文不早于：YYYY、YYYY-MM 或 YYYY-MM-DD。"),
    _query("to", text(), "成文不晚于。"),
    _query("sort", {"enum": ["relevance", "newest", "oldest"]}),
    _query("limit", {"type": "integer", "minimum": 1, "maximum": 200}),
    _query("facet_limit", {"type": "integer", "minimum": 1, "maximum": 200}),
    _query("after", text(), "上一页的 next。"),
    _query("synonyms", {"enum": ["0", "1"]}, "0：不查同义词。"),
]
_UPLOAD: Schema = {
    "multipart/form-data": {
        "schema": {
            "type": "object",
            "required": ["file"],
            "properties": {
                "file": array({"type": "string", "format": "binary"}),
                "collection": text(),
                "accession": text(),
            },
        }
    }
}


OPERATIONS: Mapping[tuple[str, str], Operation] = {
    ("GET", "/api/search"): _operation(
        "检索", _json("一页结果", reference("Answer")), parameters=_SEARCH
    ),
    ("POST", "/api/search"): _operation(
        "检索，参数在 JSON 中",
        _json("一页结果", reference("Answer")),
        body=_body(reference("SearchRequest")),
    ),
    ("GET", "/api/complete"): _operation(
        "输入时的补全：词条、题名、文号，可用汉字或拼音",
        _json("最合的在前", reference("Completion")),
        parameters=[
            _query("q", text(), "已输入的字；空则没有建议。"),
            _query("limit", {"type": "integer", "minimum": 1, "maximum": 50}),
        ],
    ),
    ("POST", "/api/documents"): _operation(
        "入档；此答复即为收讫",
        _json("每个文件一张收据", _list("receipts", "UploadReceipt")),
        status="202",
        body=_UPLOAD,
    ),
    ("GET", "/api/jobs"): _operation(
        "最近的入档任务", _json("新的在前", _list("jobs", "Job"))
    ),
    ("GET", "/api/jobs/{id}"): _operation(
        "一项入档任务", _json("任务", reference("Job")), parameters=_ID
    ),
    ("GET", "/api/documents/{id}"): _operation(
        "一份文献", _json("著录、正文与识别结果", reference("Document")), parameters=_ID
    ),
    ("PATCH", "/api/documents/{id}"): _operation(
        "更正著录",
        _json("更正后的文献", reference("Document")),
        parameters=_ID,
        body=_body(reference("Correction")),
    ),
    ("DELETE", "/api/documents/{id}"): _operation(
        "移出文献", {"description": "已移出"}, status="204", parameters=_ID
    ),
    ("GET", "/api/documents/{id}/original"): _operation(
        "原件",
        _bytes("原件的字节", "application/octet-stream"),
        parameters=[*_ID, _query("version", {"type": "integer", "minimum": 1})],
    ),
    ("PUT", "/api/documents/{id}/original"): _operation(
        "换成更好的原件，旧版保留",
        _json("换后的文献", reference("Document")),
        parameters=_ID,
        body=_UPLOAD,
    ),
    ("PUT", "/api/documents/{id}/bin"): _operation(
        "移入回收站", _json("移入后的文献", reference("Document")), parameters=_ID
    ),
    ("DELETE", "/api/documents/{id}/bin"): _operation(
        "移出回收站", _json("移出后的文献", reference("Document")), parameters=_ID
    ),
    ("GET", "/api/documents/{id}/text"): _operation(
        "正文", _bytes("逐字的正文", "text/plain"), parameters=_ID
    ),
    ("GET", "/api/documents/{id}/similar"): _operation(
        "相近文献：内容基本相同的、同一题名的、内容相近的",
        _json("最近的在前", reference("SimilarDocuments")),
        parameters=_ID,
    ),
    ("GET", "/api/documents/{id}/pages/{number}.png"): _operation(
        "一页的图像：PNG、WebP 或 SVG",
        _bytes("图像", "image/*"),
        parameters=[*_ID, _path("number")],
    ),
    **INTAKE_OPERATIONS,
    **ACCOUNT_OPERATIONS,
    **ENTITY_OPERATIONS,
    **CITATION_OPERATIONS,
    **SAVED_OPERATIONS,
    **list_operations(_SEARCH),
    **REVIEW_OPERATIONS,
    **TERM_OPERATIONS,
    ("POST", "/api/check"): _operation(
        "核验稿件中的引文；也可用 multipart 送文件（file）",
        _json("每处引文的判定", reference("CheckedDraft")),
        body=_body(reference("Draft")),
    ),
    ("GET", "/api/openapi.json"): _operation(
        "接口说明", {"description": "OpenAPI 3.1"}
    ),
}
