"""How are originals kept so that nothing acknowledged is ever lost?

Each original is a read-only file ``ab/abcdef…`` named by its SHA-256. It is written
under a temporary name, fsynced, renamed, and its folder fsynced, so that a file
under its final name is whole even after a power cut.
"""

import hashlib
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from secrets import token_hex
from typing import BinaryIO, Final

from archive.disk import storage_errors, sync_folder
from archive.errors import (
    EmptyFile,
    FileTooLarge,
    UnreadablePath,
)
from archive.locks import Attendance
from archive.model import Blob, Sha256

CHUNK_BYTES: Final = 1024 * 1024
BATCH_THREADS: Final = 16


class FolderBlobs:
    """Originals in a folder of the local file system; see ``BlobStore``."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._incoming = folder / "incoming"
        self._keepers = Attendance(folder / "keepers.lock")
        self._safe_folders: set[Path] = set()
        with storage_errors():
            self._incoming.mkdir(parents=True, exist_ok=True)

    def keep(self, stream: BinaryIO, *, limit_bytes: int | None) -> Blob:
        """See ``BlobStore``."""
        with storage_errors():
            self._keepers.enter()
            temporary = self._temporary_path()
            try:
                blob = _write(stream, temporary, limit_bytes)
                self._make_folders([blob.sha256])
                self._install(temporary, blob.sha256)
            except BaseException:
                temporary.unlink(missing_ok=True)
                raise
            sync_folder(self.file(blob.sha256).parent)
            return blob

    def keep_many(
        self, contents: Sequence[bytes], *, limit_bytes: int | None
    ) -> Sequence[Blob]:
        """See ``BlobStore``."""
        blobs = [_measured(content, limit_bytes) for content in contents]
        by_hash = {
            blob.sha256: content for blob, content in zip(blobs, contents, strict=True)
        }
        with storage_errors():
            self._keepers.enter()
            self._install_many(by_hash)
        return blobs

    def open(self, sha256: Sha256) -> BinaryIO:
        """See ``BlobStore``."""
        with storage_errors():
            return self.file(sha256).open("rb")

    def path(self, sha256: Sha256) -> str:
        """See ``BlobStore``."""
        return str(self.file(sha256))

    def file(self, sha256: Sha256) -> Path:
        """Return where the original is, or would be."""
        return self._folder / sha256[:2] / sha256

    def forget(self, sha256: Sha256) -> None:
        """See ``BlobStore``."""
        with storage_errors():
            self.file(sha256).unlink(missing_ok=True)

    def sweep(self, held: Callable[[], frozenset[Sha256]]) -> int:
        """See ``BlobStore``.

        The guard is a lock, not an age: whoever keeps originals shares it until it
        closes the store, and only with nobody present is anything removed. What is
        held is asked once nobody can be about to add to it.
        """
        with storage_errors():
            door = self._keepers.alone()
            if door is None:
                return 0
            try:
                return self._remove_all_but(held())
            finally:
                os.close(door)

    def close(self) -> None:
        """Keep no more originals; another process may sweep from now on."""
        self._keepers.leave()

    def _make_folders(self, hashes: Iterable[Sha256]) -> None:
        """Make the folders of these originals; their names are fsynced on return.

        Another process may just have made a folder and not fsynced it yet, so each
        process does it once for itself.
        """
        wanted = {self.file(sha256).parent for sha256 in hashes} - self._safe_folders
        if wanted:
            for folder in wanted:
                folder.mkdir(exist_ok=True)
            sync_folder(self._folder)
            self._safe_folders.update(wanted)

    def _temporary_path(self) -> Path:
        return self._incoming / token_hex(16)

    def _install(self, temporary: Path, sha256: Sha256) -> None:
        # Renamed even over a file of that name: the bytes are the same, unless
        # that file has rotted, and then this mends it.
        temporary.replace(self.file(sha256))

    def _install_many(self, contents: dict[Sha256, bytes]) -> None:
        """Write, fsync and rename each, then fsync each folder once.

        Every file and folder is fsynced, so an error of any of them is seen, which
        a single sync of the file system would not promise. Waits are shared
        instead: many threads fsync at once, and a journalling file system commits
        what waits together. No file is renamed before its own fsync returned, and
        no folder is fsynced before all renames into it.
        """
        temporaries = {sha256: self._temporary_path() for sha256 in contents}

        def place(hashes: Iterable[Sha256]) -> None:
            for sha256 in hashes:
                _write_bytes(contents[sha256], temporaries[sha256])
                self._install(temporaries[sha256], sha256)

        hashes = list(contents)
        self._make_folders(hashes)
        shares = [hashes[start::BATCH_THREADS] for start in range(BATCH_THREADS)]
        folders = {self.file(sha256).parent for sha256 in hashes}
        try:
            with ThreadPoolExecutor(BATCH_THREADS) as pool:
                list(pool.map(place, shares))
                list(pool.map(sync_folder, folders))
        except BaseException:
            for temporary in temporaries.values():
                temporary.unlink(missing_ok=True)
            raise

    def _remove_all_but(self, held: frozenset[Sha256]) -> int:
        leftovers = [
            file
            for folder in self._folder.iterdir()
            if folder.is_dir()
            for file in folder.iterdir()
            if folder == self._incoming or file.name not in held
        ]
        for file in leftovers:
            file.unlink(missing_ok=True)
        return len(leftovers)


def _write(stream: BinaryIO, path: Path, limit_bytes: int | None) -> Blob:
    digest = hashlib.sha256()
    size_bytes = 0
    with _new_file(path) as file:
        for chunk in _chunks(stream):
            size_bytes += len(chunk)
            _check_limit(size_bytes, limit_bytes)
            digest.update(chunk)
            file.write(chunk)
        if size_bytes == 0:
            raise EmptyFile()
        file.flush()
        os.fsync(file.fileno())
    return Blob(Sha256(digest.hexdigest()), size_bytes)


def _chunks(stream: BinaryIO) -> Iterator[bytes]:
    try:
        while chunk := stream.read(CHUNK_BYTES):
            yield chunk
    except OSError as error:
        raise UnreadablePath(path=str(getattr(stream, "name", ""))) from error


def _write_bytes(content: bytes, path: Path) -> None:
    with _new_file(path) as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _new_file(path: Path) -> BinaryIO:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o440)
    return os.fdopen(descriptor, "wb")


def _measured(content: bytes, limit_bytes: int | None) -> Blob:
    if not content:
        raise EmptyFile()
    _check_limit(len(content), limit_bytes)
    return Blob(Sha256(hashlib.sha256(content).hexdigest()), len(content))


def _check_limit(size_bytes: int, limit_bytes: int | None) -> None:
    if limit_bytes is not None and size_bytes > limit_bytes:
        raise FileTooLarge(size_bytes=size_bytes, limit_bytes=limit_bytes)
