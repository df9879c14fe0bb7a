"""Which other process is at work in this data folder?

Locks are ``flock`` locks on files of the folder: the system gives them back when
their process ends, however it ends.
"""

import fcntl
import os
from contextlib import suppress
from pathlib import Path
from secrets import token_hex
from threading import Lock


class Attendance:
    """Whether anybody is present; many may be, or one may have the folder alone."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._guard = Lock()
        self._descriptor: int | None = None

    def enter(self) -> None:
        """Be present until ``leave``; waits while somebody has the folder alone."""
        with self._guard:
            if self._descriptor is None:
                self._descriptor = _locked(self._path, fcntl.LOCK_SH)

    def leave(self) -> None:
        """Be present no longer."""
        with self._guard:
            if self._descriptor is not None:
                os.close(self._descriptor)
                self._descriptor = None

    def alone(self) -> int | None:
        """Return a descriptor that keeps everybody out until closed, or None.

        None if anybody is present, the caller included.
        """
        try:
            return _locked(self._path, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return None


class Claimant:
    """A name under which work is claimed, alive as long as its holder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._guard = Lock()
        self._name: str | None = None
        self._descriptor: int | None = None

    def name(self) -> str:
        """Return the name; ``is_alive`` holds for it from now until ``close``."""
        with self._guard:
            if self._name is None:
                name = token_hex(8)
                self._descriptor = _locked(self._folder / name, fcntl.LOCK_EX)
                self._name = name
            return self._name

    def is_alive(self, name: str) -> bool:
        """Tell whether the holder of a name still runs; clears a dead one's file."""
        try:
            descriptor = os.open(self._folder / name, os.O_RDWR | os.O_CLOEXEC)
        except FileNotFoundError:
            return False
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
        else:
            (self._folder / name).unlink(missing_ok=True)
            return False
        finally:
            os.close(descriptor)

    def close(self) -> None:
        """Give up the name."""
        with self._guard:
            if self._name is not None and self._descriptor is not None:
                with suppress(FileNotFoundError):
                    (self._folder / self._name).unlink()
                os.close(self._descriptor)
            self._name = self._descriptor = None


def _locked(path: Path, operation: int) -> int:
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(descriptor, operation)
    except BaseException:
        os.close(descriptor)
        raise
    return descriptor
