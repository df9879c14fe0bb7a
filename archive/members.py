"""Which members of an archive file may be taken out, and how much of them?

Names are metadata: nothing is written under them. What is counted is bytes read, not
what an archive claims.
"""

import re
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from archive.errors import FileTooLarge, RefusedFile, UnsafeMember

MOST_MEMBERS = 20_000
HIGHEST_RATIO = 200
"""More than so many bytes for one packed byte is a bomb, beyond the first MiB."""
MOST_BYTES = 20 << 30
"""All members of one archive together; overlapping ones can claim any size."""
FREE_BYTES = 1 << 20
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


def is_of_the_system(name: str) -> bool:
    """Tell whether a member is a hidden file or one an operating system keeps."""
    return _SYSTEM.search(name) is not None


def check_name(name: str) -> None:
    """Raise UnsafeMember for a name that is absolute, climbing or a device's."""
    parts = name.replace("\\", "/").split("/")
    is_absolute = not parts[0] or re.match(r"[A-Za-z]:", name) is not None
    is_device = any(map(_DEVICE.fullmatch, parts))
    if is_absolute or ".." in parts or is_device or _CONTROL.search(name):
        raise UnsafeMember(name=name)


def unpacked(chunks: Iterable[bytes], *, limit_bytes: int) -> Path:
    """Return a new temporary file of these bytes; the caller removes it.

    Raises FileTooLarge as soon as more than ``limit_bytes`` come.
    """
    with tempfile.NamedTemporaryFile(prefix="handover-", delete=False) as target:
        path = Path(target.name)
        try:
            written = 0
            for chunk in chunks:
                written += len(chunk)
                if written > limit_bytes:
                    raise FileTooLarge(size_bytes=written, limit_bytes=limit_bytes)
                target.write(chunk)
        except BaseException:
            path.unlink(missing_ok=True)
            raise
    return path
