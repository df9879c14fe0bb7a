"""How does the API describe entities, handovers and decisions?"""

from collections.abc import Mapping

from web.openapi_forms import (
    Operation,
    json_answer,
    json_body,
    listing,
    operation,
    path_part,
    query_part,
)
from web.openapi_shapes import Schema, reference, text

_ID = [path_part("id")]
_PAGE: list[Schema] = [
    query_part("limit", {"type": "integer", "minimum": 0, "maximum": 1000}),
    query_part("offset", {"type": "integer", "minimum": 0}),
]
_MADE = json_answer("记下的裁定", reference("Decision"))
_MADE_LIST = json_answer("新的在前", listing("decisions", "Decision"))

ENTITY_OPERATIONS: Mapping[tuple[str, str], Operation] = {
    ("GET", "/api/entities"): operation(
        "词条",
        json_answer("提及最多的在前", listing("entities", "CountedEntity")),
        parameters=[
            query_part("kind", reference("EntityKind")),
            query_part("q", text(), "名称的开头。"),
            *_PAGE,
        ],
    ),
    ("GET", "/api/entities/{id}"): operation(
        "一个词条",
        json_answer("词条与提及它的文献，新收的在前", reference("EntityPage")),
        parameters=[*_ID, *_PAGE],
    ),
    ("GET", "/api/entities/{id}/decisions"): operation(
        "对一个词条的裁定", _MADE_LIST, parameters=_ID
    ),
    ("POST", "/api/entities/{id}/decisions"): operation(
        "确认、改名、增删别名、合并（into）或拆分（documents、mentions）",
        _MADE,
        status="201",
        parameters=_ID,
        body=json_body(reference("EntityDecision")),
    ),
    ("GET", "/api/documents/{id}/decisions"): operation(
        "对一份文献中文字的裁定", _MADE_LIST, parameters=_ID
    ),
    ("POST", "/api/documents/{id}/decisions"): operation(
        "确认、更正（was 为原来的）、补标或排除一处提及",
        _MADE,
        status="201",
        parameters=_ID,
        body=json_body(reference("MentionDecision")),
    ),
    ("GET", "/api/documents/{id}/edits"): operation(
        "整理正文的改动，以及改好的文字",
        json_answer("按原文先后", reference("Edits")),
        parameters=_ID,
    ),
    ("POST", "/api/documents/{id}/edits"): operation(
        "接受（可用 text 另写）或不接受一处改动",
        _MADE,
        status="201",
        parameters=_ID,
        body=json_body(reference("EditDecision")),
    ),
    ("GET", "/api/decisions"): operation(
        "最近的裁定，以及失去依据、待人再看的",
        json_answer("新的在前", reference("Decisions")),
    ),
    ("POST", "/api/decisions/{id}/undo"): operation(
        "撤销一项裁定；撤销也是裁定，可再撤销",
        _MADE,
        status="201",
        parameters=_ID,
        body=json_body(reference("Reason")),
    ),
    ("GET", "/api/handovers"): operation(
        "交接，由近及远",
        json_answer("交接", listing("handovers", "ListedHandover")),
        parameters=[
            query_part("official", text(), "移交、接收或监交人的词条号。"),
            query_part("post", text(), "职务名称。"),
            query_part("place", text(), "地名，或其词条号。"),
            query_part("from", text(), "起始日期。"),
            query_part("to", text(), "截止日期，不含当日。"),
            *_PAGE,
        ],
    ),
    ("GET", "/api/posts/{id}"): operation(
        "一个职务：历任、交接与文献",
        json_answer("职务", reference("PostPage")),
        parameters=[*_ID, *_PAGE],
    ),
}
