"""How would a reader type this query?"""

from indexer.query import (
    AllOf,
    AnyOf,
    DateRange,
    Everything,
    Field,
    Literal,
    Not,
    Query,
    Words,
)


def print_query(query: Query) -> str:
    """Return text that parses to the query again, terms and keys aside."""
    match query:
        case Everything():
            return ""
        case Words(text=text):
            return text
        case Literal(text=text):
            return _quoted(text)
        case Field(name=name, value=value):
            return f"{name}:{value if value.isalnum() else _quoted(value)}"
        case DateRange(start=start, end=end):
            return f"date:{start or ''}..{end or ''}"
        case AllOf(parts=parts):
            return _all_of(parts)
        case AnyOf(parts=parts):
            return " OR ".join(_nested(part, AnyOf) for part in parts)
        case Not(part=part):
            return f"NOT {_negated(part)}"


def _all_of(parts: tuple[Query, ...]) -> str:
    printed = [_nested(part, AllOf, AnyOf) for part in parts]
    for place in range(1, len(parts)):
        # Two Words side by side would be read as one.
        if isinstance(parts[place - 1], Words) and isinstance(parts[place], Words):
            printed[place] = f"AND {printed[place]}"
    return " ".join(printed)


def _negated(part: Query) -> str:
    if isinstance(part, Words) and " " in part.text:
        return f"({part.text})"
    return _nested(part, AllOf, AnyOf)


def _nested(part: Query, *looser: type[AllOf] | type[AnyOf]) -> str:
    printed = print_query(part)
    return f"({printed})" if isinstance(part, looser) else printed


def _quoted(text: str) -> str:
    doubled = text.replace('"', '""').replace("\uff02", "\uff02" * 2)
    return f'"{doubled}"'
