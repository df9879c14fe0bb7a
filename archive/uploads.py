"""How does a large file arrive in slices, over broken lines and restarts?

What the database knows of an upload is its size and sender; how much has come is the
size of the file that holds the slices, so that the two can never disagree.
"""

import fcntl
import os
import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BufferedReader, BufferedWriter
from pathlib import Path
from typing import NewType, Protocol

from archive.disk import storage_errors, sync_folder
from archive.errors import StorageFull, UploadBusy
from archive.model import Sha256

UploadId = NewType("UploadId", str)


@dataclass(frozen=True, slots=True)
class Upload:
    """A file on its way here; ``said`` is what its sender was told at the end."""

    id: UploadId
    accession_id: str | None
    collection: str
    name: str
    path: str
    size_bytes: int
    sha256: Sha256 | None
    created_by: str
    changed_at: datetime
    said: Mapping[str, object] | None = None


class UploadStore(Protocol):
    """Uploads that were begun; nobody but their sender knows of them."""

    def begin(
        self,
        *,
        accession_id: str | None,
        collection: str,
        name: str,
        path: str,
        size_bytes: int,
        sha256: Sha256 | None,
        sender: str,
    ) -> Upload:
        """Begin an upload."""

    def upload(self, upload_id: str, *, sender: str) -> Upload:
        """Return an upload; raises UploadNotFound."""

    def unfinished(self, *, sender: str) -> Sequence[Upload]:
        """Return the sender's uploads that lack something, newest first."""

    def note(self, upload_id: UploadId, said: Mapping[str, object] | None) -> None:
        """Note that something came, and what was said of the whole at its end.

        What was said once stays said.
        """

    def forget(self, upload_id: UploadId) -> None:
        """Forget an upload; an unknown one is no error."""

    def forget_stale(self, *, before: datetime) -> Sequence[UploadId]:
        """Forget what nothing came of since; return which."""

    def known(self) -> frozenset[UploadId]:
        """Return every upload."""

    def sizes(self) -> Mapping[UploadId, int]:
        """Return how large each is to be that lacks something, whoever sends it."""


class PartialFiles:
    """The slices that have come, one file an upload."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def size_bytes(self, upload_id: UploadId) -> int:
        """Return how much has come."""
        try:
            return self._file(upload_id).stat().st_size
        except FileNotFoundError:
            return 0

    def append(
        self, upload_id: UploadId, next_chunk: Callable[[], bytes], *, offset: int
    ) -> int | None:
        """Add what comes to the end and return the size; None if that is no offset.

        What came before an error of ``next_chunk`` is kept. Durable on return.
        Raises UploadBusy while another sender adds to it.
        """
        with storage_errors():
            self._folder.mkdir(parents=True, exist_ok=True)
            with self._file(upload_id).open("ab") as file:
                _hold(file)
                if file.seek(0, os.SEEK_END) != offset:
                    return None
                try:
                    while chunk := next_chunk():
                        file.write(chunk)
                finally:
                    file.flush()
                    os.fsync(file.fileno())
                    sync_folder(self._folder)
                return file.tell()

    def open(self, upload_id: UploadId) -> BufferedReader:
        """Open what has come."""
        with storage_errors():
            return self._file(upload_id).open("rb")

    def remove(self, upload_id: UploadId) -> None:
        """Remove what has come."""
        with storage_errors():
            self._file(upload_id).unlink(missing_ok=True)

    def sweep(self, known: frozenset[UploadId]) -> int:
        """Remove what belongs to no upload; return how many files."""
        if not self._folder.is_dir():
            return 0
        left = [file for file in self._folder.iterdir() if file.name not in known]
        for file in left:
            file.unlink(missing_ok=True)
        return len(left)

    def check_room(self, size_bytes: int, others: Mapping[UploadId, int]) -> None:
        """Raise StorageFull unless so much fits, once as slices and once whole.

        What the others still lack (by their sizes) is theirs already.
        """
        with storage_errors():
            self._folder.mkdir(parents=True, exist_ok=True)
            free = shutil.disk_usage(self._folder).free
        lacking = sum(
            max(0, size - self.size_bytes(other)) for other, size in others.items()
        )
        if free < 2 * size_bytes + lacking:
            raise StorageFull(reason="ENOSPC", path=str(self._folder))

    def _file(self, upload_id: UploadId) -> Path:
        return self._folder / upload_id


def _hold(file: BufferedWriter) -> None:
    """Keep other senders of the upload out; waiting for one would hold a thread."""
    try:
        fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise UploadBusy() from None
