"""Makes small compound files (OLE2, [MS-CFB]) of our own from their streams."""

import struct
from collections.abc import Mapping
from pathlib import Path

_SECTOR, _MINI, _CUTOFF = 512, 64, 4096
_FREE, _END, _TABLE = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
_STORAGE, _STREAM, _ROOT = 1, 2, 5


class _Sectors:
    """Contents one after the other, each a chain of sectors."""

    def __init__(self, size: int) -> None:
        self._size = size
        self.content = b""
        self.table: list[int] = []

    def add(self, content: bytes) -> int:
        """Return where the chain of a content begins."""
        if not content:
            return _END
        start, count = len(self.table), -(-len(content) // self._size)
        self.table += [*range(start + 1, start + count), _END]
        self.content += content.ljust(count * self._size, b"\0")
        return start


def write_compound(path: Path, streams: Mapping[str, bytes]) -> Path:
    """Write a compound file; names may have storages, parted by ``/``."""
    path.write_bytes(compound_file(streams))
    return path


def compound_file(streams: Mapping[str, bytes]) -> bytes:
    """Return a compound file of these streams."""
    large, small = _Sectors(_SECTOR), _Sectors(_MINI)
    names = _names(streams)
    starts = {
        name: (small if len(content) < _CUTOFF else large).add(content)
        for name, content in streams.items()
    }
    root = large.add(small.content)
    mini_table = large.add(struct.pack(f"<{len(small.table)}I", *small.table))
    directory = _entry(
        "Root Entry", _ROOT, _child(names, ""), _END, root, small.content
    )
    for name in names:
        kind = _STREAM if name in streams else _STORAGE
        directory += _entry(
            name.rpartition("/")[2],
            kind,
            _child(names, name) if kind == _STORAGE else _FREE,
            _sibling(names, name),
            starts.get(name, 0),
            streams.get(name, b""),
        )
    first = large.add(directory)
    count = next(n for n in range(1, 110) if 128 * n >= len(large.table) + n)
    places = range(len(large.table), len(large.table) + count)
    table = [*large.table, *[_TABLE] * count]
    table += [_FREE] * (128 * count - len(table))
    head = struct.pack(
        "<Q16xHHHHH6xIIIIIIIII",
        *(0xE11AB1A1E011CFD0, 0x3E, 3, 0xFFFE, 9, 6),
        *(0, count, first, 0, _CUTOFF, mini_table, -(-len(small.table) // 128)),
        *(_END, 0),
    )
    head += struct.pack("<109I", *places, *[_FREE] * (109 - count))
    return head + large.content + struct.pack(f"<{len(table)}I", *table)


def _names(streams: Mapping[str, bytes]) -> list[str]:
    """Return the names of storages and streams in the order of their numbers."""
    names: dict[str, None] = {}
    for name in sorted(streams):
        parts = name.split("/")
        names |= dict.fromkeys("/".join(parts[:n]) for n in range(1, len(parts) + 1))
    return list(names)


def _within(names: list[str], storage: str) -> list[str]:
    return [name for name in names if name.rpartition("/")[0] == storage]


def _child(names: list[str], storage: str) -> int:
    within = _within(names, storage)
    return names.index(within[0]) + 1 if within else _FREE


def _sibling(names: list[str], name: str) -> int:
    """Return the next in a storage: a tree that only ever branches to the right."""
    within = _within(names, name.rpartition("/")[0])
    place = within.index(name) + 1
    return names.index(within[place]) + 1 if place < len(within) else _FREE


def _entry(
    name: str, kind: int, child: int, sibling: int, start: int, content: bytes
) -> bytes:
    encoded = name.encode("utf-16-le") + b"\0\0"
    sibling = _FREE if kind == _ROOT else sibling
    head = encoded.ljust(64, b"\0") + struct.pack("<HBB", len(encoded), kind, 1)
    links = struct.pack("<III36x", _FREE, sibling, child)
    return head + links + struct.pack("<IQ", start, len(content))
