"""What do the lines of a .jsonl batch hold?

One text document a line: ``{"name", "text"}`` and what else is known of it. Each line
is an original of its own; a bad one is refused alone.
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import cast

from archive.errors import EmptyFile, FileTooLarge, InvalidBatchLine, RefusedFile
from archive.model import Given, PartialDate

LONGEST_LINE_BYTES = 64 * 1024 * 1024
_TEXTS = (
    *("title", "type", "number", "url", "publisher", "publisher_place"),
    *("archive", "archive_place", "archive_number"),
)
_DATES = ("issued_on", "accessed")
_DATE = re.compile(
    r"\d{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?", re.ASCII
)

# Half of a surrogate pair, which JSON can write and UTF-8 cannot.
_NO_CHARACTER = re.compile("[\ud800-\udfff]")
_UNSHOWABLE = re.compile("[\x00-\x1f\x7f\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class BatchLine:
    """A document of a batch, or the reason why there is none."""

    path: str
    name: str
    number: int
    content: bytes = b""
    text: str = ""
    given: Given = field(default_factory=Given)
    collection: str | None = None
    error: RefusedFile | None = None


def batch_lines(file: Path, shown: str) -> Iterator[BatchLine]:
    """Yield each line that is not blank, in order; the path ends in the line's name."""
    with file.open("rb") as lines:
        number = 0
        while line := lines.readline(LONGEST_LINE_BYTES + 1):
            number += 1
            if len(line) > LONGEST_LINE_BYTES:
                yield _refused(
                    shown,
                    number,
                    FileTooLarge(size_bytes=len(line), limit_bytes=LONGEST_LINE_BYTES),
                )
                while line and not line.endswith(b"\n"):
                    line = lines.readline(LONGEST_LINE_BYTES)
            elif line.strip(b" \t\r\n\xef\xbb\xbf"):
                yield _read(line.rstrip(b"\r\n"), shown, number)


def _read(content: bytes, shown: str, number: int) -> BatchLine:
    try:
        fields = json.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        return _refused(shown, number, InvalidBatchLine(line=number, field=None))
    if not isinstance(fields, dict):
        return _refused(shown, number, InvalidBatchLine(line=number, field=None))
    try:
        name, text, given = _checked(fields, number)
        collection = _text(fields, "collection", number)
    except RefusedFile as error:
        return _refused(shown, number, error)
    if not text.strip():
        return BatchLine(f"{shown}/{name}", name, number, error=EmptyFile())
    return BatchLine(f"{shown}/{name}", name, number, content, text, given, collection)


def _checked(fields: Mapping[str, object], number: int) -> tuple[str, str, Given]:
    name, text = fields.get("name"), fields.get("text")
    if not isinstance(name, str) or not name.strip() or _UNSHOWABLE.search(name):
        raise InvalidBatchLine(line=number, field="name")
    if not isinstance(text, str) or _NO_CHARACTER.search(text):
        raise InvalidBatchLine(line=number, field="text")
    given = {key: _text(fields, key, number) for key in (*_TEXTS, *_DATES)}
    for key in _DATES:
        if not _is_date(given[key] or "2000"):
            raise InvalidBatchLine(line=number, field=key)
    issuers = fields.get("issuers")
    if issuers is not None and not _are_texts(issuers):
        raise InvalidBatchLine(line=number, field="issuers")
    return name, text, _given(name, given, cast("list[str] | None", issuers))


def _are_texts(values: object) -> bool:
    return isinstance(values, list) and all(
        isinstance(value, str) and not _UNSHOWABLE.search(value) for value in values
    )


def _is_date(value: str) -> bool:
    if not _DATE.fullmatch(value):
        return False
    try:
        date.fromisoformat(value + "-01-01"[len(value) - 4 :])
    except ValueError:
        return False
    return True


def _text(fields: Mapping[str, object], key: str, number: int) -> str | None:
    value = fields.get(key)
    if not isinstance(value, str | None) or _UNSHOWABLE.search(value or ""):
        raise InvalidBatchLine(line=number, field=key)
    return value or None


def _given(
    name: str, given: Mapping[str, str | None], issuers: list[str] | None
) -> Given:
    issued_on, accessed = given["issued_on"], given["accessed"]
    return Given(
        name=name,
        title=given["title"],
        type=given["type"],
        number=given["number"],
        issuers=tuple(issuers) if issuers is not None else None,
        issued_on=PartialDate(issued_on) if issued_on else None,
        url=given["url"],
        accessed=PartialDate(accessed) if accessed else None,
        publisher=given["publisher"],
        publisher_place=given["publisher_place"],
        archive=given["archive"],
        archive_place=given["archive_place"],
        archive_number=given["archive_number"],
    )


def _refused(shown: str, number: int, error: RefusedFile) -> BatchLine:
    return BatchLine(f"{shown}/{number}", str(number), number, error=error)


def text_of_line(content: bytes) -> str:
    """Return the text of a line that was taken in."""
    text = json.loads(content.decode("utf-8-sig"))["text"]
    assert isinstance(text, str)
    return text
