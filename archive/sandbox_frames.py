"""How do a reading process and its parent tell each other what was read?

A frame is eight bytes of length, big-endian, and as many bytes of JSON.
"""

import json
import struct
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

from archive.errors import RefusedFile
from archive.model import Extraction, Notice, Page

HEADER = struct.Struct(">Q")
Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Limits:
    """What one file may cost; times in seconds of each file, sizes in bytes.

    ``memory_bytes`` is address space on top of what the idle process has.
    """

    wall_seconds: int = 50
    cpu_seconds: int = 45
    memory_bytes: int = 1 << 30
    open_files: int = 64
    answer_bytes: int = 256 << 20


def frame(message: Mapping[str, object]) -> bytes:
    """Return the message as a frame."""
    body = json.dumps(message, ensure_ascii=False).encode("utf-8", "replace")
    return HEADER.pack(len(body)) + body


def read_frame(read: Callable[[int], bytes]) -> Json | None:
    """Return the next message, or None at the end of the stream."""
    header = read(HEADER.size)
    if len(header) < HEADER.size:
        return None
    (length,) = HEADER.unpack(header)
    return message(read(length))


def message(body: bytes) -> Json:
    """Return the message of a frame's body; raises ValueError if it is none."""
    parsed = json.loads(body)
    if not isinstance(parsed, dict):
        raise ValueError
    return parsed


def extraction_message(extraction: Extraction) -> Json:
    """Return an extraction, passages left out, as a message."""
    return {"extraction": asdict(replace(extraction, passages=()))}


def extraction_of(message: Json) -> Extraction:
    """Return the extraction a message holds.

    The sender may have been taken over by the file it read, so everything is
    checked; raises ValueError, TypeError or KeyError.
    """
    fields = message["extraction"]
    text = _text(fields["text"])
    encoding = fields["encoding"]
    return Extraction(
        extractor=_text(fields["extractor"]),
        extractor_version=_text(fields["extractor_version"]),
        media_type=_text(fields["media_type"]),
        text=text,
        pages=tuple(_page(page, len(text)) for page in fields["pages"]),
        encoding=None if encoding is None else _text(encoding),
        warnings=tuple(
            Notice(_text(w["code"]), dict(w["details"])) for w in fields["warnings"]
        ),
    )


def refusal_of(code: str, details: Mapping[str, object]) -> RefusedFile:
    """Return the error of a code; raises KeyError for one that does not exist."""
    kinds = {kind.code: kind for kind in RefusedFile.__subclasses__()}
    return kinds[code](**details)


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError
    return value


def _page(fields: Mapping[str, Any], length: int) -> Page:
    page = Page(int(fields["number"]), int(fields["start"]), int(fields["end"]))
    if not 0 <= page.start <= page.end <= length:
        raise ValueError
    return page
