"""Which files does a ZIP hold, and may each be taken out?

Names without the UTF-8 flag are decoded from their bytes: UTF-8, else the likelier of
GB18030 and Big5. A member that is a link, has an unsafe name or a password, or swells
beyond the ratio or the size limit is refused alone.
"""

import stat
import zipfile
from collections.abc import Iterator
from pathlib import Path

from archive.encoding import decode_name
from archive.errors import (
    DamagedFile,
    EncryptedFile,
    FileTooLarge,
    RefusedFile,
    UnsafeMember,
)
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
from archive.sniff import BROKEN_ZIP, ZIP, sniff

_CHUNK = 1 << 16


def is_plain_zip(file: Path) -> bool:
    """Tell whether a file is a ZIP of files rather than a document in ZIP form."""
    try:
        with file.open("rb") as opened:
            if not opened.read(4).startswith(b"PK"):
                return False
        return sniff(file, file.name) == ZIP
    except (RefusedFile, OSError):
        # Not whole: it is offered as a file and refused with that reason.
        return False


def zip_members(file: Path, shown: str, *, limit_bytes: int) -> Iterator[Member]:
    """Yield each member of a ZIP; the caller removes the temporary files."""
    left_bytes = MOST_BYTES
    with zipfile.ZipFile(file) as archive:
        infos = [i for i in archive.infolist() if not i.filename.endswith("/")]
        for count, info in enumerate(infos):
            name = member_name(info)
            if is_of_the_system(name):
                continue
            path = f"{shown}/{name}"
            try:
                if count >= MOST_MEMBERS:
                    raise FileTooLarge(size_bytes=len(infos), limit_bytes=MOST_MEMBERS)
                taken = _unpacked(archive, info, name, min(limit_bytes, left_bytes))
            except RefusedFile as error:
                yield Member(path, name, error=error)
            else:
                left_bytes -= taken.stat().st_size
                yield Member(path, name, file=taken)


def member_name(info: zipfile.ZipInfo) -> str:
    """Return a member's name as its maker wrote it."""
    if info.flag_bits & 0x800:
        return info.orig_filename
    return decode_name(info.orig_filename.encode("cp437", "replace"))


def _unpacked(
    archive: zipfile.ZipFile, info: zipfile.ZipInfo, name: str, limit_bytes: int
) -> Path:
    check_name(name)
    if stat.S_ISLNK(info.external_attr >> 16):
        raise UnsafeMember(name=name)
    if info.flag_bits & 0x1:
        raise EncryptedFile()
    if info.file_size > limit_bytes:
        raise FileTooLarge(size_bytes=info.file_size, limit_bytes=limit_bytes)
    most = max(FREE_BYTES, info.compress_size * HIGHEST_RATIO)
    return unpacked(_chunks(archive, info), limit_bytes=min(limit_bytes, most))


def _chunks(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> Iterator[bytes]:
    try:
        with archive.open(info) as member:
            while chunk := member.read(_CHUNK):
                yield chunk
    except BROKEN_ZIP as error:
        raise DamagedFile(media_type=ZIP) from error
