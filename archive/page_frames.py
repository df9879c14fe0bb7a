"""How do a reading process and its parent tell each other of pages?

What comes back may be of a process that a file has taken over: everything is checked,
and ValueError, TypeError or KeyError raised.
"""

from base64 import b64decode, b64encode
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from archive.page_readings import Box, PageReading, ReadLine
from archive.render.base import PageRequest, PageView

Json = dict[str, Any]
IMAGE_TYPES = frozenset({"image/png", "image/webp", "image/svg+xml"})
LONGEST_PAGE = 1_000_000
"""Characters of a page; what comes of more is refused."""


def page_request_of(request: Json) -> PageRequest:
    """Return the page that a request names."""
    return PageRequest(**request["page"])


def page_message(view: PageView | None) -> Json:
    """Return a page as a message."""
    if view is None:
        return {"page": None}
    image = b64encode(view.image).decode("ascii")
    return {"page": {**asdict(view), "image": image}}


def page_of(message: Json) -> PageView | None:
    """Return the page a message holds."""
    page = message["page"]
    if page is None:
        return None
    boxes = tuple(_box(box) for box in page["boxes"])
    characters = _text(page["characters"])
    if len(boxes) != len(characters) or page["media_type"] not in IMAGE_TYPES:
        raise ValueError
    return PageView(
        float(page["ratio"]),
        int(page["pages"]),
        b64decode(page["image"]),
        _text(page["media_type"]),
        characters,
        boxes,
    )


def reading_message(reading: PageReading | None, pages: int) -> Json:
    """Return what was read on a page, and how many pages there are, as a message."""
    return {"reading": asdict(reading) if reading else None, "pages": pages}


def reading_of(message: Json) -> tuple[PageReading | None, int]:
    """Return what a message says was read."""
    pages, read = int(message["pages"]), message["reading"]
    if read is None:
        return None, pages
    text = _text(read["text"])
    if len(text) > LONGEST_PAGE:
        raise ValueError
    lines = tuple(_line(line, len(text)) for line in read["lines"])
    ratio, turns = float(read["ratio"]), int(read["turns"]) % 4
    return PageReading(int(read["number"]), ratio, turns, text, lines), pages


def _line(fields: Mapping[str, Any], length: int) -> ReadLine:
    line = ReadLine(
        int(fields["start"]),
        int(fields["end"]),
        _box(fields["box"]),
        float(fields["confidence"]),
        tuple(int(edge) for edge in fields["edges"]),
        bool(fields["is_vertical"]),
        tuple(int(percent) for percent in fields["percents"]),
    )
    count = line.end - line.start
    if not 0 <= line.start < line.end <= length:
        raise ValueError
    if len(line.edges) not in (0, count + 1) or len(line.percents) not in (0, count):
        raise ValueError
    return line


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError
    return value


def _box(values: Sequence[object]) -> Box:
    left, top, right, bottom = (float(str(value)) for value in values)
    return left, top, right, bottom
