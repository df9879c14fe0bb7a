"""Do the chains of sectors of a compound file come to an end?

A chain that leads back into itself ([MS-CFB] 2.3) keeps a reader of workbooks busy
until the time limit ends it; looking first takes a moment.
"""

import struct
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from archive.extract.ole import CompoundFile

_LAST_SECTOR: Final = 0xFFFFFFFA
"""Greater numbers mark ends and free sectors."""
_HEADER_BYTES: Final = 512


def has_endless_chain(path: Path, media_type: str) -> bool:
    """Tell whether a chain of the file leads back into itself; raises DamagedFile."""
    with CompoundFile(path, media_type) as file:
        if any(leads_back(table) for table in file.tables()):
            return True
    return _is_difat_endless(path)


def leads_back(following: Sequence[int]) -> bool:
    """Tell whether a table of what follows each sector has a circle."""
    seen_from = [-1] * len(following)
    for start in range(len(following)):
        at = start
        while at < len(following) and seen_from[at] < 0:
            seen_from[at] = start
            at = following[at]
        if at < len(following) and seen_from[at] == start:
            return True
    return False


def _is_difat_endless(path: Path) -> bool:
    """Tell whether the sectors that list the table's own sectors form a circle."""
    with path.open("rb") as file:
        header = file.read(_HEADER_BYTES)
        (shift,) = struct.unpack_from("<H", header, 30)
        (at,) = struct.unpack_from("<I", header, 68)
        size = 1 << min(shift, 20)
        seen: set[int] = set()
        while at <= _LAST_SECTOR:
            if at in seen:
                return True
            seen.add(at)
            file.seek((at + 2) * size - 4)
            last = file.read(4)
            if len(last) < 4:
                return False
            (at,) = struct.unpack("<I", last)
    return False
