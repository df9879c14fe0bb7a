"""How do we speak with the disk, and what becomes of its failures?"""

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from archive.errors import StorageFailure, StorageFull

FULL: Final = frozenset({errno.ENOSPC, errno.EDQUOT})


@contextmanager
def storage_errors() -> Iterator[None]:
    """Turn a failure of the disk inside the block into ours; not a broken pipe."""
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as error:
        kind = StorageFull if error.errno in FULL else StorageFailure
        reason = errno.errorcode.get(error.errno or 0, "EIO")
        where = {"path": str(error.filename)} if error.filename else {}
        raise kind(reason=reason, **where) from error


def sync_folder(folder: Path) -> None:
    """Make the names in a folder durable."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def sync_folders(folder: Path) -> None:
    """Make the names of everything below a folder durable."""
    for below, _, _ in os.walk(folder):
        sync_folder(Path(below))


def sync_file(file: Path) -> None:
    """Make the bytes of a file durable."""
    descriptor = os.open(file, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
