"""How does the API describe accounts and tokens?"""

from collections.abc import Mapping

from web.openapi_forms import (
    Operation,
    json_answer,
    json_body,
    operation,
    path_part,
)
from web.openapi_shapes import Schema, array, text

_ID = [path_part("id")]
_FLAG: Schema = {"type": "boolean"}
_VISIBLE: Schema = {"type": ["array", "null"], "items": text()}
_USER: Schema = {
    "type": "object",
    "required": ["id", "name", "roles", "active"],
    "properties": {
        "id": text(),
        "name": text(),
        "roles": array(text()),
        "collections": _VISIBLE,
        "has_password": _FLAG,
        "active": _FLAG,
        "created_at": text(),
        "password": text(),
    },
}
_TOKEN: Schema = {
    "type": "object",
    "required": ["id", "role", "expires_at"],
    "properties": {
        "id": text(),
        "label": text(),
        "role": text(),
        "collections": _VISIBLE,
        "created_by": text(),
        "created_at": text(),
        "expires_at": text(),
    },
}


def _list(name: str, schema: Schema) -> Schema:
    return {"type": "object", "properties": {name: array(schema)}}


ACCOUNT_OPERATIONS: Mapping[tuple[str, str], Operation] = {
    ("GET", "/api/accounts"): operation(
        "全部账户", json_answer("按姓名", _list("accounts", _USER))
    ),
    ("PATCH", "/api/accounts/{id}"): operation(
        "停用或启用账户；停用即退出登录，其令牌作废",
        json_answer("账户", _USER),
        parameters=_ID,
        body=json_body({"type": "object", "properties": {"active": _FLAG}}),
    ),
    ("POST", "/api/accounts/{id}/password"): operation(
        "重设密码；password 只给这一次", json_answer("账户", _USER), parameters=_ID
    ),
    ("DELETE", "/api/accounts/{id}/sessions"): operation(
        "退出这个账户的全部登录",
        json_answer(
            "退出了几处",
            {"type": "object", "properties": {"ended": {"type": "integer"}}},
        ),
        parameters=_ID,
    ),
    ("GET", "/api/tokens"): operation(
        "全部令牌，不含密文", json_answer("新的在前", _list("tokens", _TOKEN))
    ),
    ("DELETE", "/api/tokens/{id}"): operation(
        "令牌作废", {"description": "已作废"}, status="204", parameters=_ID
    ),
}
