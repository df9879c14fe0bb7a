"""How does the API describe the glossary, proposals and changes of terms?"""

from collections.abc import Mapping

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
_NUMBER: Schema = {"type": "integer"}
_KIND: Schema = {"enum": ["term", "person", "place", "organisation", "word"]}
_FLAG: Schema = {"type": "boolean"}
_DESCRIBED: Mapping[str, Schema] = {
    "name": text(),
    "kind": _KIND,
    "definition": text(),
    "variants": array(text()),
    "origin": text(),
}
_TERM: Schema = {
    "type": "object",
    "properties": {
        "id": text(),
        **_DESCRIBED,
        "source": {"enum": ["shipped", "dictionary", "mined", "typed"]},
        "frequency": {"type": ["integer", "null"]},
        "used": _FLAG,
        "added_by": text(),
        "added_at": {"type": ["string", "null"]},
        "changed_by": text(),
        "changed_at": {"type": ["string", "null"]},
    },
}
_CHANGE: Schema = {
    "type": "object",
    "properties": {
        "id": _NUMBER,
        "action": text(),
        "names": array(text()),
        "count": _NUMBER,
        "actor": text(),
        "changed_at": text(),
        "why": text(),
        "of": {"type": ["integer", "null"]},
        "undone_by": {"type": ["integer", "null"]},
    },
}
_PROPOSALS: Schema = {
    "type": "object",
    "properties": {
        "proposals": array(
            {
                "type": "object",
                "properties": {
                    "name": text(),
                    "documents": _NUMBER,
                    "examples": array(reference("Hit")),
                },
            }
        ),
        "found_at": {"type": ["string", "null"]},
        "looking": _FLAG,
        "next": {"type": ["integer", "null"]},
    },
}
_LINES: Schema = {
    "type": "object",
    "properties": {
        "change": {"oneOf": [_CHANGE, {"type": "null"}]},
        "lines": array(
            {
                "type": "object",
                "properties": {
                    "line": _NUMBER,
                    "text": text(),
                    "name": {"type": ["string", "null"]},
                    "taken": _FLAG,
                    "refusal": {"type": ["string", "null"]},
                    "message": text(),
                },
            }
        ),
    },
}
_MADE = json_answer("记下的改动；索引随后在后台更新", _CHANGE)
_WHY: Schema = {"type": "object", "properties": {"why": text()}}
_WRITTEN: Schema = {
    "type": "object",
    "properties": {**_DESCRIBED, "why": text()},
}
_DECIDED: Schema = {
    "type": "object",
    "required": ["action", "words"],
    "properties": {
        "action": {"enum": ["accept", "refuse"]},
        "words": array(text()),
        **_DESCRIBED,
        "why": text(),
    },
}

TERM_OPERATIONS: Mapping[tuple[str, str], Operation] = {
    ("GET", "/api/terms"): operation(
        "词表",
        json_answer(
            "按名称排列", {"type": "object", "properties": {"terms": array(_TERM)}}
        ),
    ),
    ("POST", "/api/terms"): operation(
        "添加一条", _MADE, status="201", body=json_body(_WRITTEN)
    ),
    ("GET", "/api/terms/{id}"): operation(
        "词表的一条", json_answer("词条", _TERM), parameters=_ID
    ),
    ("PATCH", "/api/terms/{id}"): operation(
        "修改一条；没有给的不变",
        _MADE,
        status="201",
        parameters=_ID,
        body=json_body(_WRITTEN),
    ),
    ("DELETE", "/api/terms/{id}"): operation(
        "删去一条，以后也不再提出", _MADE, parameters=_ID
    ),
    ("GET", "/api/terms/proposals"): operation(
        "从馆藏中发现、待人取舍的词，只据可见的文献",
        json_answer("最像术语的在前", _PROPOSALS),
        parameters=[
            query_part("limit", {"type": "integer", "minimum": 1, "maximum": 200}),
            query_part("from", _NUMBER, "上一页的 next。"),
        ],
    ),
    ("POST", "/api/terms/proposals"): operation(
        "收为术语（name 等为改写）或不收",
        _MADE,
        status="201",
        body=json_body(_DECIDED),
    ),
    ("POST", "/api/terms/proposals/look"): operation(
        "请后台重新查找",
        json_answer("已记下", {"type": "object", "properties": {"looking": _FLAG}}),
        status="202",
    ),
    ("PUT", "/api/terms/dictionary"): operation(
        "收入词典文件，正文就是文件（TXT 或 CSV）",
        json_answer("每一行收了没有、为什么", _LINES),
        parameters=[
            query_part("name", text(), "文件名，据以分辨格式。"),
            query_part("replace", {"enum": ["0", "1"]}, "1：替换以前的词典。"),
        ],
        body={
            "text/plain": {"schema": text()},
            "text/csv": {"schema": text()},
        },
    ),
    ("GET", "/api/terms/changes"): operation(
        "最近的改动",
        json_answer(
            "新的在前",
            {"type": "object", "properties": {"changes": array(_CHANGE)}},
        ),
    ),
    ("POST", "/api/terms/changes/{id}/undo"): operation(
        "撤销一次改动", _MADE, status="201", parameters=_ID, body=json_body(_WHY)
    ),
}
