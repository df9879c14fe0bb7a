"""Which files does a path offer?

A file is itself, a folder its files in order of name, a ZIP its members, a .jsonl
batch its lines. Whatever cannot be taken in is offered too, with the reason, so that
each gets its receipt.
"""

import os
import stat
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from archive.batch import BatchLine, batch_lines
from archive.encoding import decode_name
from archive.errors import DamagedFile, RefusedFile, UnreadablePath
from archive.model import Given
from archive.zip_members import is_plain_zip, zip_members

DEEPEST = 2
"""ZIPs in ZIPs are opened to this depth; a deeper one is a file."""
_SYSTEM_FILES = frozenset({"Thumbs.db", "desktop.ini", "__MACOSX"})


@dataclass(frozen=True, slots=True)
class OfferedFile:
    """A file to take in: where its bytes lie, or the bytes themselves.

    ``text`` is given with lines of a batch and needs no reading. A file with
    ``is_temporary`` is to be removed once it was taken in. ``collection`` is where
    the file itself asks to go.
    """

    path: str
    name: str
    file: Path | None = None
    content: bytes | None = None
    given: Given = field(default_factory=Given)
    text: str | None = None
    is_temporary: bool = False
    collection: str | None = None


@dataclass(frozen=True, slots=True)
class RefusedOffer:
    """Something that cannot be taken in, and why."""

    path: str
    name: str
    error: RefusedFile


Offer = OfferedFile | RefusedOffer


def offered(paths: Iterable[Path], *, limit_bytes: int) -> Iterator[Offer]:
    """Yield what the paths offer, each file once, in a stable order.

    Hidden and system files of folders are passed over. Members of ZIPs are unpacked
    one at a time, at most ``limit_bytes`` each.
    """
    for path in paths:
        yield from _offered(path, _shown(path), frozenset(), limit_bytes)


def _shown(path: Path) -> str:
    """Return a path as people read it, whatever encoding its names were written in."""
    return "/".join(decode_name(part) for part in os.fsencode(path).split(b"/"))


def _name(shown: str) -> str:
    return shown.rstrip("/").rpartition("/")[2] or shown


def offered_by_zip(path: Path, shown: str, *, limit_bytes: int) -> Iterator[Offer]:
    """Yield the members of a ZIP that is already kept; see ``offered``."""
    return _of_zip(path, shown, limit_bytes, depth=1)


def _offered(
    path: Path, shown: str, above: frozenset[tuple[int, int]], limit_bytes: int
) -> Iterator[Offer]:
    try:
        status = path.stat()
    except OSError:
        yield RefusedOffer(shown, _name(shown), UnreadablePath(path=shown))
        return
    if stat.S_ISDIR(status.st_mode):
        yield from _of_folder(path, shown, status, above, limit_bytes)
    elif not stat.S_ISREG(status.st_mode) or not os.access(path, os.R_OK):
        yield RefusedOffer(shown, _name(shown), UnreadablePath(path=shown))
    elif path.suffix.lower() == ".jsonl":
        for line in batch_lines(path, shown):
            yield _of_line(line)
    elif is_plain_zip(path):
        yield from _of_zip(path, shown, limit_bytes, depth=1)
    else:
        yield OfferedFile(shown, _name(shown), file=path)


def _of_folder(
    path: Path,
    shown: str,
    status: os.stat_result,
    above: frozenset[tuple[int, int]],
    limit_bytes: int,
) -> Iterator[Offer]:
    place = status.st_dev, status.st_ino
    if place in above:
        # A link that leads back to a folder it lies in.
        yield RefusedOffer(shown, _name(shown), UnreadablePath(path=shown))
        return
    try:
        entries = sorted(path.iterdir())
    except OSError:
        yield RefusedOffer(shown, _name(shown), UnreadablePath(path=shown))
        return
    for entry in entries:
        if not entry.name.startswith(".") and entry.name not in _SYSTEM_FILES:
            inner = f"{shown.rstrip('/')}/{_shown(Path(entry.name))}"
            yield from _offered(entry, inner, above | {place}, limit_bytes)


def _of_line(line: BatchLine) -> Offer:
    if line.error is not None:
        return RefusedOffer(line.path, line.name, line.error)
    return OfferedFile(
        line.path,
        line.name,
        content=line.content,
        given=line.given,
        text=line.text,
        collection=line.collection,
    )


def _of_zip(path: Path, shown: str, limit_bytes: int, *, depth: int) -> Iterator[Offer]:
    for member in zip_members(path, shown, limit_bytes=limit_bytes):
        if member.error is not None or member.file is None:
            error = member.error or DamagedFile(media_type="application/zip")
            yield RefusedOffer(member.path, member.name, error)
        elif depth < DEEPEST and is_plain_zip(member.file):
            try:
                yield from _of_zip(
                    member.file, member.path, limit_bytes, depth=depth + 1
                )
            finally:
                member.file.unlink(missing_ok=True)
        else:
            yield OfferedFile(
                member.path, member.name, file=member.file, is_temporary=True
            )
