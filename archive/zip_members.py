"""Which files does a ZIP hold, and may each be taken out?

Names without the UTF-8 flag are decoded as UTF-8, else GB18030, else Big5, from their
bytes. Names are metadata: nothing is written under them. A member with an absolute or
climbing path, a device's name, a password, or that swells beyond the ratio or the size
limit is refused alone; what is counted is bytes read, not what the ZIP claims.
"""

import re
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from archive.errors import (
    DamagedFile,
    EncryptedFile,
    FileTooLarge,
    RefusedFile,
    UnsafeMember,
)
from archive.sniff import ZIP, sniff

MOST_MEMBERS = 20_000
HIGHEST_RATIO = 200
"""More than so many bytes for one packed byte is a bomb, beyond the first MiB."""
_FREE_BYTES = 1 << 20
_CHUNK = 1 << 16
_DEVICE = re.compile(r"(?i)(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?")
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
    with file.open("rb") as opened:
        if not opened.read(4).startswith(b"PK"):
            return False
    try:
        return sniff(file, file.name) == ZIP
    except RefusedFile:
        # Not whole: it is offered as a file and refused with that reason.
        return False


def zip_members(file: Path, shown: str, *, limit_bytes: int) -> Iterator[Member]:
    """Yield each member of a ZIP; the caller removes the temporary files."""
    with zipfile.ZipFile(file) as archive:
        infos = [info for info in archive.infolist() if not info.is_dir()]
        for count, info in enumerate(infos):
            name = member_name(info)
            if _SYSTEM.search(name):
                continue
            path = f"{shown}/{name}"
            try:
                if count >= MOST_MEMBERS:
                    raise FileTooLarge(size_bytes=len(infos), limit_bytes=MOST_MEMBERS)
                unpacked = _unpack(archive, info, name, limit_bytes)
            except RefusedFile as error:
                yield Member(path, name, error=error)
            else:
                yield Member(path, name, file=unpacked)


def member_name(info: zipfile.ZipInfo) -> str:
    """Return a member's name as its maker wrote it."""
    if info.flag_bits & 0x800:
        return info.orig_filename
    raw = info.orig_filename.encode("cp437", "replace")
    for encoding in ("utf-8", "gb18030", "big5hkscs"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return info.orig_filename


def _unpack(
    archive: zipfile.ZipFile, info: zipfile.ZipInfo, name: str, limit_bytes: int
) -> Path:
    _check_name(name)
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
    try:
        with archive.open(info) as member:
            while chunk := member.read(_CHUNK):
                written += len(chunk)
                if written > limit_bytes or written > most:
                    limit = min(limit_bytes, most)
                    raise FileTooLarge(size_bytes=written, limit_bytes=limit)
                target.write(chunk)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError) as error:
        raise DamagedFile(media_type=ZIP) from error
    except RuntimeError as error:
        # How zipfile says that a password is needed.
        raise EncryptedFile() from error


def _check_name(name: str) -> None:
    parts = name.replace("\\", "/").split("/")
    is_absolute = name.startswith(("/", "\\")) or re.match(r"[A-Za-z]:", name)
    if is_absolute or ".." in parts or any(map(_DEVICE.fullmatch, parts)):
        raise UnsafeMember(name=name)
