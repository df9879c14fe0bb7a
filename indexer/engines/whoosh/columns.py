"""How do the arrays beside a Whoosh segment lie in one file?

    "HCOL0001" | array, 64-byte aligned | … | directory (JSON) | its offset, size, crc32

Each array is mapped, not read, so opening costs the directory alone and processes
share the pages. A file without a sound directory, or shorter than it says, is damaged.
"""

import json
import mmap
import os
import struct
import zlib
from collections.abc import Mapping
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from indexer.errors import IndexDamaged

Column = NDArray[np.generic]

_MAGIC = b"HCOL0001"
_TAIL = struct.Struct("<QQI")
_ALIGNMENT = 64


def write_columns(path: Path, columns: Mapping[str, Column]) -> None:
    """Write arrays of one dimension to a new file and fsync it."""
    directory: dict[str, tuple[str, int, int]] = {}
    with path.open("wb") as file:
        file.write(_MAGIC)
        for name, column in columns.items():
            file.write(b"\0" * (-file.tell() % _ALIGNMENT))
            directory[name] = (column.dtype.str, file.tell(), len(column))
            file.write(np.ascontiguousarray(column).tobytes())
        offset = file.tell()
        body = json.dumps(directory).encode()
        file.write(body)
        file.write(_TAIL.pack(offset, len(body), zlib.crc32(body)))
        file.flush()
        os.fsync(file.fileno())


class Columns:
    """The mapped arrays of one segment; raises IndexDamaged if they are not whole."""

    def __init__(self, path: Path) -> None:
        self._path = path
        try:
            with path.open("rb") as file:
                self.bytes = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        except (OSError, ValueError) as cause:
            raise IndexDamaged(what=path.name) from cause
        self._directory = self._read_directory()

    def __getitem__(self, name: str) -> NDArray[np.generic]:
        kind, offset, length = self._directory[name]
        return np.frombuffer(self.bytes, dtype=kind, count=length, offset=offset)

    def bounds(self, name: str) -> "memoryview[int]":
        """Return an array of uint64 whose single numbers are read ten times faster."""
        _, offset, length = self._directory[name]
        return memoryview(self.bytes)[offset : offset + 8 * length].cast("Q")

    def offset(self, name: str) -> int:
        """Return where an array begins in ``bytes``."""
        return self._directory[name][1]

    def _read_directory(self) -> dict[str, tuple[str, int, int]]:
        size = len(self.bytes)
        if size < len(_MAGIC) + _TAIL.size or self.bytes[: len(_MAGIC)] != _MAGIC:
            raise IndexDamaged(what=self._path.name)
        offset, length, checksum = _TAIL.unpack(self.bytes[size - _TAIL.size :])
        body = self.bytes[offset : offset + length]
        is_whole = length > 0 and offset + length + _TAIL.size == size
        if not is_whole or zlib.crc32(body) != checksum:
            raise IndexDamaged(what=self._path.name)
        directory: dict[str, tuple[str, int, int]] = json.loads(body)
        return directory
