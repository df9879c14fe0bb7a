"""How does the API describe citations and baskets?"""

from collections.abc import Mapping

from archive.cite import STYLES
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
from web.openapi_shapes import reference, text

_ID = [path_part("id")]
_STYLE = [query_part("style", {"enum": list(STYLES)}, "citation 的格式。")]
_ONE = json_answer("引文", reference("Citation"))
_BASKET = json_answer("按篮子里的次序", listing("citations", "Citation"))

CITATION_OPERATIONS: Mapping[tuple[str, str], Operation] = {
    ("GET", "/api/citations"): operation(
        "存下的引文：一份文献的，按原文次序；否则最近的在前",
        json_answer("引文", listing("citations", "Citation")),
        parameters=[query_part("document", text(), "文献号。"), *_STYLE],
    ),
    ("POST", "/api/citations"): operation(
        "存一条引文：给出字（quote）或起止（start、end）",
        _ONE,
        status="201",
        parameters=_STYLE,
        body=json_body(reference("NewCitation")),
    ),
    ("GET", "/api/citations/{id}"): operation(
        "一条引文", _ONE, parameters=[*_ID, *_STYLE]
    ),
    ("PATCH", "/api/citations/{id}"): operation(
        "改文献类型；null 为按文献的类型",
        _ONE,
        parameters=[*_ID, *_STYLE],
        body=json_body(reference("ChosenKind")),
    ),
    ("GET", "/api/citations/{id}/annotation"): operation(
        "W3C Web Annotation",
        bytes_answer("JSON-LD", "application/ld+json"),
        parameters=_ID,
    ),
    ("GET", "/api/documents/{id}/validity"): operation(
        "时效：某日是否现行，依据何在",
        json_answer("状态与依据", reference("Validity")),
        parameters=[*_ID, query_part("on", text(), "YYYY-MM-DD；不给则为今天。")],
    ),
    ("GET", "/api/basket"): operation("自己的篮子", _BASKET, parameters=_STYLE),
    ("POST", "/api/basket"): operation(
        "加入篮子",
        _ONE,
        status="201",
        parameters=_STYLE,
        body=json_body(reference("NewCitation")),
    ),
    ("PATCH", "/api/basket/{id}"): operation(
        "上移（负）或下移",
        _BASKET,
        parameters=[*_ID, *_STYLE],
        body=json_body(reference("BasketMove")),
    ),
    ("DELETE", "/api/basket/{id}"): operation(
        "从篮子取出", {"description": "已取出"}, status="204", parameters=_ID
    ),
}
