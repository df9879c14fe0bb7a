"""How are an operation, its parameters and its answers described?"""

from collections.abc import Sequence

from web.openapi_shapes import Schema, array, reference, text

Operation = dict[str, object]
"""What OpenAPI calls an operation: one method of one path."""


def query_part(name: str, schema: Schema, note: str = "") -> Schema:
    """Return a parameter of the query."""
    return {"name": name, "in": "query", "schema": schema, "description": note}


def path_part(name: str) -> Schema:
    """Return a part of the path."""
    return {"name": name, "in": "path", "required": True, "schema": text()}


def operation(
    summary: str,
    answer: Schema,
    *,
    status: str = "200",
    parameters: Sequence[Schema] = (),
    body: Schema | None = None,
) -> Operation:
    """Return an operation; errors have the one shape."""
    described: Operation = {
        "summary": summary,
        "parameters": list(parameters),
        "responses": {
            status: answer,
            "4XX": json_answer("错误", reference("Error")),
            "5XX": json_answer("服务出错", reference("Error")),
        },
    }
    if body is not None:
        described["requestBody"] = {"required": True, "content": body}
    return described


def json_answer(note: str, schema: Schema) -> Schema:
    """Return an answer in JSON."""
    return {"description": note, "content": {"application/json": {"schema": schema}}}


def bytes_answer(note: str, media_type: str) -> Schema:
    """Return an answer in bytes."""
    return {"description": note, "content": {media_type: {}}}


def listing(name: str, schema: str) -> Schema:
    """Return the shape of an object with one list of named shapes."""
    return {"type": "object", "properties": {name: array(reference(schema))}}


def json_body(schema: Schema) -> Schema:
    """Return a request's body in JSON."""
    return {"application/json": {"schema": schema}}
