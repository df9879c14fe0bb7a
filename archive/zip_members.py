"""Which files does a ZIP hold, and may each be taken out?

Names without the UTF-8 flag are decoded from their bytes: UTF-8, else the likelier of
GB18030 and Big5. Names are metadata: nothing is written under them. A member that is a
link, has an absolute or climbing path, a device's name or a password, or swells beyond
the ratio or the size limit is refused alone; what is counted is bytes read, not what
the ZIP claims.
"""

import re
import stat
import tempfile
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from archive.encoding import decode_name
from archive.errors import (
    DamagedFile,
    EncryptedFile,
    FileTooLarge,
    RefusedFile,
    UnsafeMember,
)
from archive.sniff import BROKEN_ZIP, ZIP, sniff

MOST_MEMBERS = 20_000
HIGHEST_RATIO = 200
"""More than so many bytes for one packed byte is a bomb, beyond the first MiB."""
MOST_BYTES = 20 << 30
"""All members of one ZIP together; overlapping ones can claim any size."""
_FREE_BYTES = 1 << 20
_CHUNK = 1 << 16
_DEVICE = re.compile(r"(?i)(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_SYSTEM = re.compile(r"(?:^|/)(?:__MACOSX/|\.[^./]|Thumbs\.db$|desktop\.ini$)")


@dataclass(frozen=True, slots=True)
class Member:
    """A member unpacked to a temporary file, or the reason why it was not."""

    path: str
    name: str
    file: Path | None = None
    error: RefusedFile | None = None


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
            if _SYSTEM.search(name):
                continue
            path = f"{shown}/{name}"
            try:
                if count >= MOST_MEMBERS:
                    raise FileTooLarge(size_bytes=len(infos), limit_bytes=MOST_MEMBERS)
                unpacked = _unpack(archive, info, name, min(limit_bytes, left_bytes))
            except RefusedFile as error:
                yield Member(path, name, error=error)
            else:
                left_bytes -= unpacked.stat().st_size
                yield Member(path, name, file=unpacked)


def member_name(info: zipfile.ZipInfo) -> str:
    """Return a member's name as its maker wrote it."""
    if info.flag_bits & 0x800:
        return info.orig_filename
    return decode_name(info.orig_filename.encode("cp437", "replace"))


def _unpack(
    archive: zipfile.ZipFile, info: zipfile.ZipInfo, name: str, limit_bytes: int
) -> Path:
    if _is_unsafe(name) or stat.S_ISLNK(info.external_attr >> 16):
        raise UnsafeMember(name=name)
    if info.flag_bits & 0x1:
        raise EncryptedFile()
    if info.file_size > limit_bytes:
        raise FileTooLarge(size_bytes=info.file_size, limit_bytes=limit_bytes)
    with tempfile.NamedTemporaryFile(prefix="handover-", delete=False) as target:
        path = Path(target.name)
        try:
            _copy(archive, info, target, limit_bytes)
        except BaseException:
            path.unlink(missing_ok=True)
            raise
    return path


def _copy(
    archive: zipfile.ZipFile,
    info: zipfile.ZipInfo,
    target: "tempfile._TemporaryFileWrapper[bytes]",
    limit_bytes: int,
) -> None:
    most = max(_FREE_BYTES, info.compress_size * HIGHEST_RATIO)
    written = 0
    for chunk in _chunks(archive, info):
        written += len(chunk)
        if written > limit_bytes or written > most:
            raise FileTooLarge(size_bytes=written, limit_bytes=min(limit_bytes, most))
        target.write(chunk)


def _chunks(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> Iterator[bytes]:
    try:
        with archive.open(info) as member:
            while chunk := member.read(_CHUNK):
                yield chunk
    except BROKEN_ZIP as error:
        raise DamagedFile(media_type=ZIP) from error


def _is_unsafe(name: str) -> bool:
    parts = name.replace("\\", "/").split("/")
    is_absolute = not parts[0] or re.match(r"[A-Za-z]:", name) is not None
    is_device = any(map(_DEVICE.fullmatch, parts))
    has_control = _CONTROL.search(name) is not None
    return is_absolute or ".." in parts or is_device or has_control
