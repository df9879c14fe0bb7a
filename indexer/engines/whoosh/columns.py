"""How do the arrays beside a Whoosh segment lie in one file?

    "HCOL0002" | array, 64-byte aligned | … | directory (JSON) | its offset, size, crc32

Each array is mapped, not read, so opening costs the directory alone and processes
share the pages. A file without a sound directory, or shorter than it says, is damaged;
the directory also holds a checksum of each array, for whoever looks closer.
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
Directory = dict[str, tuple[str, int, int, int]]
"""Of each array its type, offset, length and CRC-32."""

_MAGIC = b"HCOL0002"
_TAIL = struct.Struct("<QQI")
_ALIGNMENT = 64


def write_columns(path: Path, columns: Mapping[str, Column]) -> None:
    """Write arrays of one dimension to a new file and fsync it."""
    directory: Directory = {}
    with path.open("wb") as file:
        file.write(_MAGIC)
        for name, column in columns.items():
            file.write(b"\0" * (-file.tell() % _ALIGNMENT))
            body = np.ascontiguousarray(column).tobytes()
            check = zlib.crc32(body)
            directory[name] = (column.dtype.str, file.tell(), len(column), check)
            file.write(body)
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
        self.directory = self._read_directory()

    def __getitem__(self, name: str) -> NDArray[np.generic]:
        kind, offset, length, _ = self.directory[name]
        return np.frombuffer(self.bytes, dtype=kind, count=length, offset=offset)

    def bounds(self, name: str) -> "memoryview[int]":
        """Return an array of uint32 or uint64 to read single numbers from: ten times
        faster."""
        kind, offset, length, _ = self.directory[name]
        if np.dtype(kind).itemsize == 4:
            return memoryview(self.bytes)[offset : offset + 4 * length].cast("I")
        return memoryview(self.bytes)[offset : offset + 8 * length].cast("Q")

    def offset(self, name: str) -> int:
        """Return where an array begins in ``bytes``."""
        return self.directory[name][1]

    def verify(self) -> None:
        """Read everything once; raises IndexDamaged if a byte is not as written.

        Costs about a second for each gigabyte that is in memory.
        """
        for name, (kind, offset, length, check) in self.directory.items():
            size = np.dtype(kind).itemsize * length
            if zlib.crc32(memoryview(self.bytes)[offset : offset + size]) != check:
                raise IndexDamaged(what=f"{self._path.name}: {name}")

    def _read_directory(self) -> Directory:
        size = len(self.bytes)
        if size < len(_MAGIC) + _TAIL.size or self.bytes[: len(_MAGIC)] != _MAGIC:
            raise IndexDamaged(what=self._path.name)
        offset, length, checksum = _TAIL.unpack(self.bytes[size - _TAIL.size :])
        body = self.bytes[offset : offset + length]
        is_whole = length > 0 and offset + length + _TAIL.size == size
        if not is_whole or zlib.crc32(body) != checksum:
            raise IndexDamaged(what=self._path.name)
        directory: Directory = json.loads(body)
        return directory
