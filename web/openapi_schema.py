"""How are shapes of the API put together?"""

Schema = dict[str, object]


def text() -> Schema:
    """Return the schema of text."""
    return {"type": "string"}


def array(items: Schema) -> Schema:
    """Return the schema of a list."""
    return {"type": "array", "items": items}


def reference(name: str) -> Schema:
    """Return a reference to a shape of ``SCHEMAS``."""
    return {"$ref": f"#/components/schemas/{name}"}


def optional(kind: str) -> Schema:
    """Return the schema of a value of this type, or null."""
    return {"type": [kind, "null"]}


def maybe(name: str) -> Schema:
    """Return a reference to a shape, or null."""
    return {"anyOf": [reference(name), {"type": "null"}]}


def object_of(**properties: Schema) -> Schema:
    """Return an object all of whose properties are there."""
    return {
        "type": "object",
        "required": list(properties),
        "properties": dict(properties),
    }


def request_of(required: list[str], **properties: Schema) -> Schema:
    """Return an object of which some properties must be sent."""
    return {"type": "object", "required": required, "properties": dict(properties)}
