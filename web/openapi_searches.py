"""How does the API describe saved searches and lists of results?"""

from collections.abc import Mapping, Sequence

from web.openapi_forms import (
    Operation,
    bytes_answer,
    json_answer,
    json_body,
    operation,
    path_part,
)
from web.openapi_shapes import Schema, array, reference, text

_ID = [path_part("id")]
_NUMBER: Schema = {"type": "integer"}
_SAVED: Schema = {
    "type": "object",
    "properties": {
        "id": text(),
        "name": text(),
        "parameters": text(),
        "created_at": text(),
        "seen_at": text(),
        "seen": _NUMBER,
        "new": _NUMBER,
        "new_is_least": {"type": "boolean"},
        "error": {"type": ["string", "null"]},
        "hits": array(reference("Hit")),
    },
}
_ONE = json_answer("保存的检索；new 是上次看过以后新增或改动的份数", _SAVED)
_NAMED: Schema = {
    "allOf": [
        {"type": "object", "required": ["name"], "properties": {"name": text()}},
        reference("SearchRequest"),
    ]
}
_SEEN: Schema = {
    "type": "object",
    "required": ["seen"],
    "properties": {"seen": _NUMBER},
}

SAVED_OPERATIONS: Mapping[tuple[str, str], Operation] = {
    ("GET", "/api/saved-searches"): operation(
        "自己保存的检索",
        json_answer(
            "新的在前",
            {"type": "object", "properties": {"searches": array(_SAVED)}},
        ),
    ),
    ("POST", "/api/saved-searches"): operation(
        "保存一次检索；此刻已有的都算看过",
        _ONE,
        status="201",
        body=json_body(_NAMED),
    ),
    ("GET", "/api/saved-searches/{id}"): operation(
        "一条保存的检索，hits 是新增的文献，最多 200 份", _ONE, parameters=_ID
    ),
    ("PATCH", "/api/saved-searches/{id}"): operation(
        "标为已看：送回所得的 seen", _ONE, parameters=_ID, body=json_body(_SEEN)
    ),
    ("DELETE", "/api/saved-searches/{id}"): operation(
        "删去", {"description": "已删"}, status="204", parameters=_ID
    ),
}


def list_operations(
    parameters: Sequence[Schema],
) -> Mapping[tuple[str, str], Operation]:
    """Return the descriptions of a search's results as files."""
    return {
        ("GET", f"/api/search.{ending}"): operation(
            f"结果清单，{name}，最多 5,000 份；limit、after 不起作用",
            bytes_answer("每份一行", media_type),
            parameters=parameters,
        )
        for ending, name, media_type in (
            ("csv", "CSV", "text/csv"),
            (
                "xlsx",
                "XLSX",
                "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            ),
        )
    }
