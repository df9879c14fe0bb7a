"""How would a reader type this query?"""

from indexer.query import (
    AllOf,
    AnyOf,
    AnyText,
    DateRange,
    Everything,
    Field,
    Fuzzy,
    Literal,
    Near,
    Not,
    Query,
    Text,
    Wildcard,
    Words,
)
from indexer.query_words import is_near, written_near


def print_query(query: Query) -> str:
    """Return text that parses to the query again, terms and keys aside."""
    match query:
        case Everything():
            return ""
        case Words(text=text):
            return text
        case Literal(text=text):
            return _quoted(text)
        case Wildcard(text=text):
            return text
        case Fuzzy(text=text):
            return f"{text}~"
        case Near(parts=parts, within=within):
            return f" {written_near(within)} ".join(map(_text, parts))
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


def _text(text: Text) -> str:
    if isinstance(text, AnyText):
        return f"({' OR '.join(map(print_query, text.parts))})"
    return print_query(text)


def _all_of(parts: tuple[Query, ...]) -> str:
    printed = [_nested(part, AllOf, AnyOf) for part in parts]
    for place in range(1, len(parts)):
        if _would_join(parts[place - 1], parts[place]):
            printed[place] = f"AND {printed[place]}"
    return " ".join(printed)


def _would_join(part: Query, following: Query) -> bool:
    """Tell whether two parts side by side would be read as one.

    Two Words would, and what has 同段 for its own word at the border.
    """
    words, more = (isinstance(p, Words) for p in (part, following))
    if words and more:
        return True
    is_open = isinstance(part, Words) and is_near(part.text.split()[-1])
    return is_open or (
        isinstance(following, Words) and is_near(following.text.split()[0])
    )


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
