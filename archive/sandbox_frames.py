"""How do a reading process and its parent tell each other what was read?

A frame is eight bytes of length, big-endian, and as many bytes of JSON.
"""

import json
import os
import struct
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from itertools import islice
from pathlib import Path
from typing import Any

from archive.errors import RefusedFile
from archive.extract.base import Attachment, OriginalFile
from archive.model import Extraction, Notice, Page
from archive.render.base import PageRequest

HEADER = struct.Struct(">Q")
Json = dict[str, Any]
EXTRACTION, ATTACHMENTS = "extraction", "attachments"
PAGE, READING = "page", "reading"
MOST_ATTACHMENTS = 1000
MOST_ATTACHED_BYTES = 128 << 20
"""All files of one document together; half of what an answer may hold."""


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


def request_message(
    original: OriginalFile, wanted: str, page: PageRequest | None = None
) -> Json:
    """Return what a reading process is asked for: EXTRACTION, ATTACHMENTS, PAGE or
    READING (of a page).

    The path goes as bytes: names on a disk may be of any encoding.
    """
    path = b64encode(os.fsencode(original.path.absolute())).decode("ascii")
    asked = {"page": asdict(page)} if page else {}
    return {"path": path, "name": original.name, "wanted": wanted, **asked}


def original_of(request: Json) -> OriginalFile:
    """Return the file that a request names."""
    path = Path(os.fsdecode(b64decode(request["path"])))
    return OriginalFile(path, request["name"])


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


def attachments_message(attachments: Iterable[Attachment]) -> Json:
    """Return attachments as a message, the bytes of as many as it may hold."""
    left = MOST_ATTACHED_BYTES
    listed: list[Json] = []
    for one in islice(attachments, MOST_ATTACHMENTS):
        left -= len(one.content or b"")
        content = None if left < 0 or one.content is None else one.content
        encoded = None if content is None else b64encode(content).decode("ascii")
        listed.append({"name": one.name, "content": encoded})
    return {"attachments": listed}


def attachments_of(message: Json) -> tuple[Attachment, ...]:
    """Return the attachments a message holds; checked as ``extraction_of`` does."""
    return tuple(
        Attachment(
            _text(one["name"]),
            None if one["content"] is None else b64decode(one["content"]),
        )
        for one in message["attachments"]
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
