"""What may be asked of the keeper of originals?"""

from collections.abc import Callable, Sequence
from typing import BinaryIO, Protocol

from archive.model import Blob, Sha256


class BlobStore(Protocol):
    """Originals by SHA-256; bytes out are bytes in."""

    def keep(self, stream: BinaryIO, *, limit_bytes: int | None) -> Blob:
        """Return the blob once its bytes and its folder entry are fsynced.

        Streams in chunks. Raises EmptyFile, FileTooLarge, StorageFailure,
        StorageFull or, if the stream fails, UnreadablePath; then nothing is left
        behind.
        """

    def keep_many(
        self, contents: Sequence[bytes], *, limit_bytes: int | None
    ) -> Sequence[Blob]:
        """Keep a batch as ``keep`` does, with far fewer waits for the disk.

        All or nothing: the first content that is empty or too large raises.
        """

    def open(self, sha256: Sha256) -> BinaryIO:
        """Open the original for reading; raises StorageFailure if it is gone."""

    def path(self, sha256: Sha256) -> str:
        """Return the file's path, for a reader process."""

    def forget(self, sha256: Sha256) -> None:
        """Remove an original that no record holds; an absent one is no error."""

    def sweep(self, held: Callable[[], frozenset[Sha256]]) -> int:
        """Remove temporary files and originals not ``held``; return how many.

        Does nothing while any process that has kept an original since it opened
        the store still has it open: it may be about to record one.
        """
