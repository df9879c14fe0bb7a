"""Which files does a TAR, packed or not, hold, and may each be taken out?

It is read as a stream, once. Only plain files are taken out. What swells beyond the
ratio ends the reading: a stream cannot be passed over unread.
"""

import bz2
import gzip
import lzma
import tarfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO, BinaryIO, cast

from archive.encoding import decode_name
from archive.errors import DamagedFile, FileTooLarge, RefusedFile, UnsafeMember
from archive.members import (
    FREE_BYTES,
    HIGHEST_RATIO,
    MOST_BYTES,
    MOST_MEMBERS,
    Member,
    check_name,
    is_of_the_system,
    unpacked,
)
from archive.sniff import TAR

_CHUNK = 1 << 16
_BROKEN_TAR = (
    tarfile.TarError,
    zlib.error,
    lzma.LZMAError,
    EOFError,
    OSError,
    ValueError,
)
_OPENERS = (
    (b"\x1f\x8b", gzip.open),
    (b"BZh", bz2.open),
    (b"\xfd7zXZ\0", lzma.open),
)


def tar_members(file: Path, shown: str, *, limit_bytes: int) -> Iterator[Member]:
    """Yield each member of a TAR; the caller removes the temporary files."""
    try:
        with _stream(file) as stream:
            yield from _members(stream, shown, limit_bytes)
    except RefusedFile as error:
        yield Member(f"{shown}/*", "*", error=error)
    except _BROKEN_TAR:
        yield Member(f"{shown}/*", "*", error=DamagedFile(media_type=TAR))


def is_tar(file: Path) -> bool:
    """Tell whether a file, packed or not, is a TAR."""
    try:
        with _stream(file) as stream:
            return stream.read(512)[257:262] == b"ustar"
    except (RefusedFile, *_BROKEN_TAR):
        return False


def _members(stream: "_Counted", shown: str, limit_bytes: int) -> Iterator[Member]:
    with tarfile.open(
        fileobj=cast(IO[bytes], stream),
        mode="r|",
        encoding="utf-8",
        errors="surrogateescape",
    ) as archive:
        for count, info in enumerate(archive):
            name = decode_name(info.name.encode("utf-8", "surrogateescape"))
            if info.isdir() or is_of_the_system(name):
                continue
            path = f"{shown}/{name}"
            try:
                if count >= MOST_MEMBERS:
                    raise FileTooLarge(size_bytes=count, limit_bytes=MOST_MEMBERS)
                taken = _unpacked(archive, info, name, limit_bytes)
            except FileTooLarge as error:
                yield Member(path, name, error=error)
                if stream.is_spent():
                    return
            except RefusedFile as error:
                yield Member(path, name, error=error)
            else:
                yield Member(path, name, file=taken)


def _unpacked(
    archive: tarfile.TarFile, info: tarfile.TarInfo, name: str, limit_bytes: int
) -> Path:
    check_name(name)
    if not info.isfile():
        raise UnsafeMember(name=name)
    if info.size > limit_bytes:
        raise FileTooLarge(size_bytes=info.size, limit_bytes=limit_bytes)
    member = archive.extractfile(info)
    if member is None:
        raise UnsafeMember(name=name)
    chunks = iter(lambda: member.read(_CHUNK), b"")
    return unpacked(chunks, limit_bytes=limit_bytes)


class _Counted:
    """A stream that ends with FileTooLarge when it swells."""

    def __init__(self, stream: BinaryIO, most: int) -> None:
        self._stream = stream
        self._most = most
        self._count = 0

    def __enter__(self) -> "_Counted":
        return self

    def __exit__(self, *_: object) -> None:
        self._stream.close()

    def read(self, size: int) -> bytes:
        """Return the next bytes; raises FileTooLarge beyond the ratio."""
        content = self._stream.read(size)
        self._count += len(content)
        if self.is_spent():
            raise FileTooLarge(size_bytes=self._count, limit_bytes=self._most)
        return content

    def is_spent(self) -> bool:
        """Tell whether more came than may come."""
        return self._count > self._most


def _stream(file: Path) -> _Counted:
    size = file.stat().st_size
    most = min(MOST_BYTES, max(FREE_BYTES, size * HIGHEST_RATIO))
    with file.open("rb") as opened:
        head = opened.read(8)
    for magic, open_ in _OPENERS:
        if head.startswith(magic):
            return _Counted(cast(BinaryIO, open_(file, "rb")), most)
    return _Counted(file.open("rb"), most)
