"""How does the API describe files on their way in?"""

from collections.abc import Mapping
from typing import get_args

from archive.accessions import OfferState
from web.openapi_forms import (
    Operation,
    json_answer,
    json_body,
    operation,
    path_part,
    query_part,
)
from web.openapi_shapes import Schema, array, reference, text

_ID = [path_part("id")]
_NUMBER: Schema = {"type": "integer", "minimum": 0}
_STATE: Schema = {"enum": list(get_args(OfferState))}


def _object(required: list[str], **properties: Schema) -> Schema:
    return {"type": "object", "required": required, "properties": properties}


_ACCESSION = _object(
    ["id", "collection", "files", "counts"],
    id=text(),
    collection=text(),
    created_by=text(),
    created_at=text(),
    files=_NUMBER,
    size_bytes=_NUMBER,
    counts={"type": "object", "additionalProperties": _NUMBER},
    seconds_left={"type": ["integer", "null"]},
)
_ITEM = _object(
    ["name", "path", "state"],
    name=text(),
    path=text(),
    size_bytes={"type": ["integer", "null"]},
    offered_at=text(),
    state=_STATE,
    document_id={"type": ["string", "null"]},
    job_id={"type": ["string", "null"]},
    attempts=_NUMBER,
    error={"anyOf": [reference("Error"), {"type": "null"}]},
)
_UPLOAD = _object(
    ["id", "size_bytes", "received_bytes", "slice_bytes", "state"],
    id=text(),
    accession={"type": ["string", "null"]},
    collection=text(),
    name=text(),
    path=text(),
    size_bytes=_NUMBER,
    received_bytes=_NUMBER,
    slice_bytes=_NUMBER,
    state={"enum": ["sending", "kept"]},
    receipt={"anyOf": [reference("UploadReceipt"), {"type": "null"}]},
)
_BEGUN = json_answer("批次", _ACCESSION)
_SENDING = json_answer("received_bytes 是已收到并落盘的字节数", _UPLOAD)
_SLICE: Schema = {
    "required": True,
    "content": {
        "application/octet-stream": {"schema": {"type": "string", "format": "binary"}}
    },
}

INTAKE_OPERATIONS: Mapping[tuple[str, str], Operation] = {
    ("GET", "/api/accessions"): operation(
        "最近的批次",
        json_answer("新的在前", _object(["accessions"], accessions=array(_ACCESSION))),
    ),
    ("POST", "/api/accessions"): operation(
        "开始一个批次：同时放入的文件；上传时以 accession 注明",
        _BEGUN,
        status="201",
        body=json_body(
            _object([], collection=text(), files=_NUMBER, size_bytes=_NUMBER)
        ),
    ),
    ("GET", "/api/accessions/{id}"): operation(
        "一个批次到了哪一步；seconds_left 是估计的剩余秒数", _BEGUN, parameters=_ID
    ),
    ("GET", "/api/accessions/{id}/items"): operation(
        "批次里的文件，按到达的次序",
        json_answer("每个文件一项", _object(["items"], items=array(_ITEM))),
        parameters=[
            *_ID,
            query_part("state", array(_STATE), "只要这些状态；可重复。"),
            query_part("limit", {"type": "integer", "minimum": 1, "maximum": 1000}),
            query_part("offset", _NUMBER),
        ],
    ),
    ("POST", "/api/accessions/{id}/cancel"): operation(
        "取消批次里尚未读取的文件；原件留存，可以重试",
        json_answer("取消了多少件", _object(["cancelled"], cancelled=_NUMBER)),
        parameters=_ID,
    ),
    ("GET", "/api/uploads"): operation(
        "自己没有传完的大文件",
        json_answer("新的在前", _object(["uploads"], uploads=array(_UPLOAD))),
    ),
    ("POST", "/api/uploads"): operation(
        "开始分段上传一个大文件",
        _SENDING,
        status="201",
        body=json_body(
            _object(
                ["path", "size_bytes"],
                path=text(),
                size_bytes=_NUMBER,
                sha256=text(),
                collection=text(),
                accession=text(),
            )
        ),
    ),
    ("GET", "/api/uploads/{id}"): operation(
        "已收到多少；断线或重启之后从这里接着传", _SENDING, parameters=_ID
    ),
    ("PUT", "/api/uploads/{id}"): operation(
        "送一段；offset 须等于已收到的字节数",
        _SENDING,
        parameters=[*_ID, query_part("offset", _NUMBER)],
        body=_SLICE,
    ),
    ("DELETE", "/api/uploads/{id}"): operation(
        "放弃这次上传", {"description": "已放弃"}, status="204", parameters=_ID
    ),
    ("POST", "/api/uploads/{id}/finish"): operation(
        "传完；此答复即为收讫，重复询问答复不变",
        json_answer("收据", reference("UploadReceipt")),
        status="202",
        parameters=_ID,
    ),
    ("POST", "/api/jobs/{id}/cancel"): operation(
        "取消一个还没读完的文件",
        json_answer("任务", reference("Job")),
        parameters=_ID,
    ),
    ("POST", "/api/documents/{id}/retry"): operation(
        "重试退回或取消的文件",
        json_answer("新的任务", reference("Job")),
        status="202",
        parameters=_ID,
    ),
}
