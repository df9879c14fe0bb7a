"""How do texts, times and structured values lie in a column?"""

import json
import zlib
from datetime import UTC, datetime
from typing import Any, Final

from sqlalchemy import BigInteger, Dialect, LargeBinary, Text
from sqlalchemy.types import TypeDecorator

PLAIN: Final = b"p"
DEFLATED: Final = b"z"
WORTH_DEFLATING_BYTES: Final = 512
EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
# Made once: json.dumps would make an encoder for every value.
READABLE_JSON: Final = json.JSONEncoder(
    ensure_ascii=False, separators=(",", ":"), default=str
)
ASCII_JSON: Final = json.JSONEncoder(separators=(",", ":"), default=str)


class Instant(TypeDecorator[datetime]):
    """An aware UTC time, kept as whole microseconds since 1970."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(
        self, value: datetime | None, dialect: Dialect
    ) -> int | None:
        """Return microseconds."""
        if value is None:
            return None
        elapsed = value.astimezone(UTC) - EPOCH
        return (elapsed.days * 86400 + elapsed.seconds) * 10**6 + elapsed.microseconds

    def process_result_value(
        self, value: Any | None, dialect: Dialect
    ) -> datetime | None:
        """Return the aware time."""
        if value is None:
            return None
        seconds, microseconds = divmod(value, 10**6)
        return datetime.fromtimestamp(seconds, UTC).replace(microsecond=microseconds)


class Json(TypeDecorator[Any]):
    """A value of lists, mappings, strings and numbers as compact JSON text.

    Written in ASCII where it must be: a file name may hold bytes that are no text
    (lone surrogates), which a text column would refuse.
    """

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any | None, dialect: Dialect) -> str | None:
        """Return JSON text."""
        return None if value is None else dump_json(value)

    def process_result_value(self, value: Any | None, dialect: Dialect) -> Any | None:
        """Return the value."""
        return None if value is None else json.loads(value)


class VerbatimText(TypeDecorator[str]):
    """A text of any code points, lone surrogates and NUL included, deflated if long."""

    impl = LargeBinary
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> bytes | None:
        """Return tagged bytes."""
        return None if value is None else pack(value.encode("utf-8", "surrogatepass"))

    def process_result_value(self, value: Any | None, dialect: Dialect) -> str | None:
        """Return the text."""
        return None if value is None else unpack(value).decode("utf-8", "surrogatepass")


class DeflatedJson(TypeDecorator[Any]):
    """A big structured value as deflated JSON."""

    impl = LargeBinary
    cache_ok = True

    def process_bind_param(self, value: Any | None, dialect: Dialect) -> bytes | None:
        """Return tagged bytes."""
        return None if value is None else pack(dump_json(value).encode())

    def process_result_value(self, value: Any | None, dialect: Dialect) -> Any | None:
        """Return the value."""
        return None if value is None else json.loads(unpack(value))


def dump_json(value: object) -> str:
    """Return compact JSON that can be encoded as UTF-8; unknown types as text."""
    text = READABLE_JSON.encode(value)
    if text.isascii() or _is_encodable(text):
        return text
    return ASCII_JSON.encode(value)


def pack(content: bytes) -> bytes:
    """Return bytes with a tag, deflated where that pays."""
    if len(content) < WORTH_DEFLATING_BYTES:
        return PLAIN + content
    return DEFLATED + zlib.compress(content, 1)


def unpack(content: bytes) -> bytes:
    """Return what was packed."""
    if content[:1] == DEFLATED:
        return zlib.decompress(memoryview(content)[1:])
    return content[1:]


def _is_encodable(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
