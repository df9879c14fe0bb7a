"""Which streams does a compound file (OLE2: DOC, XLS, PPT, MSG) hold?"""

import struct
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

import olefile

from archive.errors import DamagedFile

LARGEST_STREAM = 256 * 1024 * 1024

_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

# olefile takes a compound file's tables for whole; a broken one surfaces as these.
_BROKEN_FILE = (
    OSError,
    struct.error,
    LookupError,
    ValueError,
    TypeError,
    RecursionError,  # a storage that holds itself
)


def is_compound(path: Path) -> bool:
    """Tell whether a file begins as a compound file does."""
    with path.open("rb") as file:
        return file.read(len(_MAGIC)) == _MAGIC


class CompoundFile:
    """The streams of one file; a name is the path of storages, parted by ``/``."""

    def __init__(self, path: Path, media_type: str) -> None:
        """Open the file; raises DamagedFile if it is none or is not whole."""
        self._media_type = media_type
        try:
            self._file = olefile.OleFileIO(str(path))
            self._names = {
                "/".join(entry).lower(): entry for entry in self._file.listdir()
            }
        except _BROKEN_FILE as cause:
            raise self.damaged() from cause

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._file.close()

    def names(self) -> list[str]:
        """Return the names of all streams, as written, in the order of the file."""
        return ["/".join(entry) for entry in self._names.values()]

    def tables(self) -> tuple[Sequence[int], Sequence[int]]:
        """Return what follows each sector, and each short sector; or DamagedFile."""
        try:
            self._file.loadminifat()
        except _BROKEN_FILE as cause:
            raise self.damaged() from cause
        return self._file.fat, self._file.minifat

    def has(self, name: str) -> bool:
        """Tell whether there is a stream of this name, in whatever case."""
        return name.lower() in self._names

    def read(self, name: str) -> bytes:
        """Return a stream's bytes; raises DamagedFile if it cannot be read whole."""
        entry = self._names.get(name.lower())
        if entry is None:
            raise self.damaged()
        try:
            content: bytes = self._file.openstream(entry).read(LARGEST_STREAM + 1)
        except _BROKEN_FILE as cause:
            raise self.damaged() from cause
        if len(content) > LARGEST_STREAM:
            raise self.damaged()
        return content

    def damaged(self) -> DamagedFile:
        """Return the error that says this file is not what its kind demands."""
        return DamagedFile(media_type=self._media_type)
