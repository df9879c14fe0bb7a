"""How does the API describe reviews?"""

from collections.abc import Mapping

from web.openapi_forms import (
    Operation,
    bytes_answer,
    json_answer,
    json_body,
    listing,
    operation,
    path_part,
    query_part,
)
from web.openapi_shapes import reference

_ID = [path_part("id")]
_LISTED = json_answer("评议", reference("ListedReview"))
_WHOLE = json_answer("评议、正文与参考文献", reference("Review"))

REVIEW_OPERATIONS: Mapping[tuple[str, str], Operation] = {
    ("GET", "/api/reviews"): operation(
        "评议，最近改动的在前；阅览员只见定稿",
        json_answer("评议", listing("reviews", "ListedReview")),
    ),
    ("POST", "/api/reviews"): operation(
        "新建评议", _WHOLE, status="201", body=json_body(reference("NewReview"))
    ),
    ("GET", "/api/reviews/{id}"): operation("一份评议", _WHOLE, parameters=_ID),
    ("PUT", "/api/reviews/{id}"): operation(
        "保存正文；base 不是最新一稿时答 409，所写另存不失",
        _LISTED,
        parameters=_ID,
        body=json_body(reference("ReviewWriting")),
    ),
    ("POST", "/api/reviews/{id}/state"): operation(
        "提交审阅（in_review）或退回草稿（draft）",
        _LISTED,
        parameters=_ID,
        body=json_body(reference("ReviewState")),
    ),
    ("GET", "/api/reviews/{id}/check"): operation(
        "逐处核验引文；unproved 须逐处说明理由才能定稿",
        json_answer("每处引文的判定", reference("CheckedDraft")),
        parameters=_ID,
    ),
    ("POST", "/api/reviews/{id}/final"): operation(
        "定稿入档",
        _LISTED,
        parameters=_ID,
        body=json_body(reference("ReviewReasons")),
    ),
    ("GET", "/api/reviews/{id}/export"): operation(
        "导出：md、docx 或 html",
        bytes_answer("文件", "application/octet-stream"),
        parameters=[
            *_ID,
            query_part("format", {"enum": ["md", "docx", "html"]}),
        ],
    ),
}
