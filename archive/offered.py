"""Which files does a path offer?

A file is itself, a folder its files in order of name, a ZIP or TAR its members, a
.jsonl batch its lines. Whatever cannot be taken in is offered too, with the reason,
so that each gets its receipt.
"""

import os
import stat
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from archive.batch import BatchLine, batch_lines
from archive.encoding import decode_name
from archive.errors import (
    DamagedFile,
    FileTooLarge,
    InvalidBatchLine,
    RefusedFile,
    UnreadablePath,
)
from archive.extract.base import Attachment
from archive.members import Member, unpacked
from archive.model import Document, Given
from archive.sniff import BATCH, BZIP2, GZIP, TAR, XZ, ZIP
from archive.tar_members import is_tar, tar_members
from archive.zip_members import is_plain_zip, zip_members

DEEPEST = 2
"""Archives in archives, and what hangs on documents, are opened to this depth."""
_SYSTEM_FILES = frozenset({"Thumbs.db", "desktop.ini", "__MACOSX"})


@dataclass(frozen=True, slots=True)
class OfferedFile:
    """A file to take in: where its bytes lie, or the bytes themselves.

    ``text`` is given with lines of a batch and needs no reading. A file with
    ``is_temporary`` is to be removed once it was taken in. ``collection`` is where
    the file itself asks to go; ``depth`` is the number of files it was taken out of.
    """

    path: str
    name: str
    file: Path | None = None
    content: bytes | None = None
    given: Given = field(default_factory=Given)
    text: str | None = None
    is_temporary: bool = False
    collection: str | None = None
    depth: int = 0


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


def is_archive(file: Path) -> bool:
    """Tell whether a file is an archive of files, not a document in such a form."""
    return is_plain_zip(file) or is_tar(file)


def is_stored_archive(document: Document) -> bool:
    """Tell whether a kept document is an archive or batch that can be opened."""
    kinds = (ZIP, TAR, GZIP, BZIP2, XZ, BATCH)
    return document.media_type in kinds and document.state == "stored"


def offered_by_archive(path: Path, shown: str, *, limit_bytes: int) -> Iterator[Offer]:
    """Yield the members of an archive that is already kept; see ``offered``."""
    return _of_archive(path, shown, limit_bytes, depth=1)


def offered_by_batch(path: Path, shown: str, *, collection: str) -> Iterator[Offer]:
    """Yield the lines of a kept batch, all of which must belong to one collection."""
    for line in batch_lines(path, shown):
        if line.collection in (None, collection):
            yield _of_line(line)
        else:
            error = InvalidBatchLine(line=line.number, field="collection")
            yield RefusedOffer(line.path, line.name, error)


def offered_by_attachments(
    attachments: Iterable[Attachment], shown: str, *, limit_bytes: int, depth: int
) -> Iterator[Offer]:
    """Yield the files that hang on a document of this path; ``depth`` is theirs."""
    for one in attachments:
        path = f"{shown}/{one.name}"
        if one.content is None or len(one.content) > limit_bytes:
            size = None if one.content is None else len(one.content)
            error = FileTooLarge(size_bytes=size, limit_bytes=limit_bytes)
            yield RefusedOffer(path, one.name, error)
            continue
        file = unpacked([one.content], limit_bytes=limit_bytes)
        yield from _inside(Member(path, one.name, file=file), limit_bytes, depth)


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
    elif is_archive(path):
        yield from _of_archive(path, shown, limit_bytes, depth=1)
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


def _of_archive(
    path: Path, shown: str, limit_bytes: int, *, depth: int
) -> Iterator[Offer]:
    members = zip_members if is_plain_zip(path) else tar_members
    for member in members(path, shown, limit_bytes=limit_bytes):
        yield from _inside(member, limit_bytes, depth)


def _inside(member: Member, limit_bytes: int, depth: int) -> Iterator[Offer]:
    """Yield a file taken out of another, or what it offers if it is an archive."""
    if member.error is not None or member.file is None:
        error = member.error or DamagedFile(media_type="application/zip")
        yield RefusedOffer(member.path, member.name, error)
    elif depth < DEEPEST and is_archive(member.file):
        try:
            yield from _of_archive(
                member.file, member.path, limit_bytes, depth=depth + 1
            )
        finally:
            member.file.unlink(missing_ok=True)
    else:
        yield OfferedFile(
            member.path,
            member.name,
            file=member.file,
            is_temporary=True,
            depth=depth,
        )
