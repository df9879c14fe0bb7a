"""How is a folder written so that anybody can check that it is whole?

A bag is a folder with a list of the SHA-256 of every file in it (BagIt, RFC 8493).
Files are hashed as they are written and fsynced; the bag gets its final name last,
so that a folder of that name is whole even after a power cut.
"""

import hashlib
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from secrets import token_hex
from typing import BinaryIO, Final

from archive.disk import storage_errors, sync_folder, sync_folders
from archive.errors import FolderNotEmpty

CHUNK_BYTES: Final = 1024 * 1024
DECLARATION: Final = "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
DECLARATION_FILE: Final = "bagit.txt"
INFO_FILE: Final = "bag-info.txt"
MANIFEST_FILE: Final = "manifest-sha256.txt"
TAG_MANIFEST_FILE: Final = "tagmanifest-sha256.txt"
PAYLOAD: Final = "data"


class BagWriter:
    """Writes the payload of one bag; made by ``new_bag``."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._hashes: dict[str, str] = {}
        self.size_bytes = 0

    def add(self, path: str, stream: BinaryIO) -> str:
        """Copy a stream to ``path`` below the payload; return its SHA-256."""
        name = f"{PAYLOAD}/{path}"
        digest, size_bytes = _write(self._folder / name, stream)
        self._hashes[name] = digest
        self.size_bytes += size_bytes
        return digest

    def add_text(self, path: str, text: str) -> None:
        """Write a text to ``path`` below the payload, in UTF-8."""
        self.add(path, BytesIO(text.encode("utf-8", "surrogatepass")))

    def add_file(self, path: str, file: Path) -> str:
        """Copy a file to ``path`` below the payload; return its SHA-256."""
        with file.open("rb") as stream:
            return self.add(path, stream)

    def discard(self, path: str) -> None:
        """Take a file back out of the payload."""
        name = f"{PAYLOAD}/{path}"
        self.size_bytes -= (self._folder / name).stat().st_size
        (self._folder / name).unlink()
        del self._hashes[name]

    def finish(self, info: Mapping[str, str]) -> None:
        """Write the lists; ``info`` is what the bag says of itself."""
        told = {
            **info,
            "Bagging-Date": datetime.now(UTC).date().isoformat(),
            "Payload-Oxum": f"{self.size_bytes}.{len(self._hashes)}",
        }
        tags = {
            DECLARATION_FILE: DECLARATION,
            INFO_FILE: "".join(f"{label}: {value}\n" for label, value in told.items()),
            MANIFEST_FILE: _manifest(self._hashes),
        }
        written = {name: self._write_tag(name, text) for name, text in tags.items()}
        self._write_tag(TAG_MANIFEST_FILE, _manifest(written))

    def _write_tag(self, name: str, text: str) -> str:
        return _write(self._folder / name, BytesIO(text.encode()))[0]


@contextmanager
def new_bag(folder: Path) -> Iterator[BagWriter]:
    """Give the writer of a bag that stands at ``folder`` once the block has ended.

    Until then it is written beside it, under a name that starts with a dot; a
    failure leaves nothing. Raises FolderNotEmpty, StorageFailure or StorageFull.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise FolderNotEmpty(path=str(folder))
    unfinished = folder.with_name(f".{folder.name}-{token_hex(4)}")
    with storage_errors():
        # A copy holds all that the archive holds: it is for its owner alone.
        unfinished.mkdir(mode=0o700, parents=True)
        try:
            (unfinished / PAYLOAD).mkdir()
            yield BagWriter(unfinished)
            sync_folders(unfinished)
            unfinished.rename(folder)
        except BaseException:
            shutil.rmtree(unfinished, ignore_errors=True)
            raise
        sync_folder(folder.parent)


def encoded(path: str) -> str:
    """Return a path as a manifest writes it (RFC 8493, 2.1.3)."""
    return path.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def decoded(path: str) -> str:
    """Return the path that a manifest means."""
    return path.replace("%0A", "\n").replace("%0D", "\r").replace("%25", "%")


def _manifest(hashes: Mapping[str, str]) -> str:
    return "".join(f"{digest}  {encoded(path)}\n" for path, digest in hashes.items())


def _write(file: Path, stream: BinaryIO) -> tuple[str, int]:
    file.parent.mkdir(parents=True, exist_ok=True)
    digest, size_bytes = hashlib.sha256(), 0
    with file.open("xb") as target:
        while chunk := stream.read(CHUNK_BYTES):
            digest.update(chunk)
            size_bytes += len(chunk)
            target.write(chunk)
        target.flush()
        os.fsync(target.fileno())
    return digest.hexdigest(), size_bytes
