"""How is a multipart form read as it arrives, without holding a file in memory?

Starlette's own reader takes a part that has only ``filename*`` for a plain field and
drops the file; this one keeps every file, under the name it came with.
"""

import io
import re
from collections import deque
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING
from urllib.parse import unquote_to_bytes

from python_multipart.exceptions import FormParserError
from python_multipart.multipart import MultipartParser, parse_options_header

from web.failures import MalformedRequest, UnsupportedBody

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

NextChunk = Callable[[], bytes]
"""Gives the next bytes of the body; empty at its end."""

_PARAMETER = re.compile(
    rb';\s*([A-Za-z*]+)\s*=\s*("(?:[^"\\]|\\.)*"|[^;"]*)', re.DOTALL
)
_EXTENDED = re.compile(rb"([^']*)'[^']*'(.*)", re.DOTALL)
_BROWSER_ESCAPES = {"%22": '"', "%0D": " ", "%0A": " "}


class Part(io.RawIOBase):
    """One part: its field name, its file name if it is a file, and its bytes."""

    def __init__(self, name: str, filename: str | None, feed: "_Feed") -> None:
        self.name = name
        self.filename = filename
        self._feed = feed
        self._rest = memoryview(b"")

    def readable(self) -> bool:
        """Tell that bytes can be read."""
        return True

    def readinto(self, buffer: "WriteableBuffer") -> int:
        """Read the next bytes; raises MalformedRequest if the body breaks off."""
        if not self._rest:
            self._rest = memoryview(self._feed.data())
        size = min(len(self._rest), len(memoryview(buffer)))
        memoryview(buffer)[:size] = self._rest[:size]
        self._rest = self._rest[size:]
        return size

    def text(self, limit_bytes: int) -> str:
        """Return a field's whole value; raises MalformedRequest if it is too long."""
        value = b""
        while chunk := self.read(limit_bytes + 1):
            value += chunk
            if len(value) > limit_bytes:
                raise MalformedRequest(field=self.name)
        return _decoded(value)

    def drain(self) -> None:
        """Skip what was not read."""
        self._rest = memoryview(b"")
        while self._feed.data():
            pass


def parts(content_type: str, next_chunk: NextChunk) -> Iterator[Part]:
    """Yield the parts in order; each must be read before the next is asked for.

    Raises UnsupportedBody or MalformedRequest.
    """
    kind, options = parse_options_header(content_type)
    if kind != b"multipart/form-data":
        raise UnsupportedBody(expected="multipart/form-data")
    boundary = options.get(b"boundary")
    if not boundary:
        raise MalformedRequest(field="boundary")
    feed = _Feed(boundary, next_chunk)
    while (disposition := feed.next_part()) is not None:
        name, filename = names_of(disposition)
        part = Part(name, filename, feed)
        yield part
        part.drain()


def names_of(disposition: bytes) -> tuple[str, str | None]:
    """Return the field name and the file name that a Content-Disposition gives."""
    name, filename, extended = "", None, None
    for key, value in _PARAMETER.findall(disposition):
        match key.lower():
            case b"name":
                name = _decoded(_unquoted(value))
            case b"filename":
                filename = _browser_unescaped(_decoded(_unquoted(value)))
            case b"filename*":
                extended = _extended(_unquoted(value))
            case _:
                pass
    return name, extended if extended is not None else filename


class _Feed:
    """Turns the parser's calls into parts and bytes, asked for one at a time."""

    def __init__(self, boundary: bytes, next_chunk: NextChunk) -> None:
        self._next_chunk = next_chunk
        self._events: deque[tuple[str, bytes]] = deque()
        self._header: list[bytes] = [b"", b""]
        self._disposition = b""
        self._is_in_part = False
        self._is_over = False
        try:
            self._parser = MultipartParser(
                boundary,
                {
                    "on_part_begin": self._on_part_begin,
                    "on_header_field": self._on_header_field,
                    "on_header_value": self._on_header_value,
                    "on_header_end": self._on_header_end,
                    "on_headers_finished": self._on_headers_finished,
                    "on_part_data": self._on_part_data,
                    "on_part_end": self._on_part_end,
                    "on_end": self._on_end,
                },
            )
        except FormParserError as error:
            raise MalformedRequest(field="boundary") from error

    def next_part(self) -> bytes | None:
        """Return the Content-Disposition of the next part, or None after the last."""
        while True:
            kind, value = self._next()
            if kind == "part":
                self._is_in_part = True
                return value
            if kind == "over":
                return None

    def data(self) -> bytes:
        """Return the next bytes of the current part; empty at its end."""
        while self._is_in_part:
            kind, value = self._next()
            if kind == "data" and value:
                return value
            self._is_in_part = kind == "data"
        return b""

    def _next(self) -> tuple[str, bytes]:
        while not self._events:
            if self._is_over:
                return "over", b""
            chunk = self._next_chunk()
            if not chunk:
                raise MalformedRequest(field="multipart")
            try:
                self._parser.write(chunk)
            except FormParserError as error:
                raise MalformedRequest(field="multipart") from error
        return self._events.popleft()

    def _on_part_begin(self) -> None:
        self._disposition = b""
        self._header = [b"", b""]

    def _on_header_field(self, data: bytes, start: int, end: int) -> None:
        self._header[0] += data[start:end]

    def _on_header_value(self, data: bytes, start: int, end: int) -> None:
        self._header[1] += data[start:end]

    def _on_header_end(self) -> None:
        if self._header[0].lower() == b"content-disposition":
            self._disposition = self._header[1]
        self._header = [b"", b""]

    def _on_headers_finished(self) -> None:
        self._events.append(("part", self._disposition))

    def _on_part_data(self, data: bytes, start: int, end: int) -> None:
        self._events.append(("data", data[start:end]))

    def _on_part_end(self) -> None:
        self._events.append(("end", b""))

    def _on_end(self) -> None:
        self._is_over = True


def _unquoted(value: bytes) -> bytes:
    """Return a parameter without its quotes; only quotes are ever escaped.

    A backslash before anything else is part of a Windows path.
    """
    value = value.strip()
    if len(value) >= 2 and value.startswith(b'"') and value.endswith(b'"'):
        return value[1:-1].replace(b'\\"', b'"')
    return value


def _decoded(value: bytes) -> str:
    for encoding in ("utf-8", "gb18030"):
        try:
            return value.decode(encoding)
        except UnicodeDecodeError:
            continue
    return value.decode("latin-1")


def _browser_unescaped(name: str) -> str:
    for escape, character in _BROWSER_ESCAPES.items():
        name = name.replace(escape, character)
    return name


def _extended(value: bytes) -> str | None:
    """Return an RFC 5987 value, or None if its charset is unknown or wrong."""
    found = _EXTENDED.fullmatch(value)
    if found is None:
        return None
    try:
        charset = found[1].decode("ascii") or "utf-8"
        return unquote_to_bytes(found[2]).decode(charset)
    except (UnicodeDecodeError, LookupError):
        return None
