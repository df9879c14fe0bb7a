"""Which index is current, and who may write it?

    index.lock            held by the one process that indexes
    index/CURRENT         the name of the generation that readers use
    index/progress        how much of a rebuild is done, as a percentage
    index/g000012/        a generation; ``format`` in it says what built it, and
                          ``words`` by which names and words

A new generation is built aside and becomes current by one rename, so a reader sees
the old index or the new one. The whole folder may be deleted at any time; the lock
lies beside it, or a second process could lock a second file of the same name. Whoever
finds a generation damaged condemns it: it is nobody's current one then, and whoever
holds the lock builds the next.
"""

import fcntl
import os
import re
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

_GENERATION = re.compile(r"g\d{6,}")
_CONDEMNED = "damaged"
_Signs = tuple[tuple[int, int], tuple[int, int]]


@dataclass(frozen=True, slots=True)
class _Current:
    """A generation that was current, its format file, and the signs of both then."""

    folder: Path
    made_by: Path
    signs: _Signs


class IndexFolder:
    """The generations of one archive's index."""

    def __init__(self, path: Path, *, index_format: str) -> None:
        self._path = path
        self._format = index_format
        self._current = path / "CURRENT"
        self._last: _Current | None = None

    def current(self) -> Path | None:
        """Return the generation to read, or None if there is none of our format.

        The files are read again only when one has been replaced.
        """
        last = self._last
        if last is not None and self._signs(last.made_by) == last.signs:
            return last.folder
        found = self._read_current()
        made_by = found / "format" if found else self._path
        signs = self._signs(made_by)
        # Read once more: it may have been replaced before its signs were seen.
        if found is None or signs is None or self._read_current() != found:
            self._last = None
            return found
        self._last = _Current(found, made_by, signs)
        return found

    def _signs(self, made_by: Path) -> _Signs | None:
        """Return what changes when CURRENT or a generation's format is replaced."""
        try:
            current, format_of = self._current.stat(), made_by.stat()
        except (FileNotFoundError, NotADirectoryError):
            return None
        return (
            (current.st_ino, current.st_mtime_ns),
            (format_of.st_ino, format_of.st_mtime_ns),
        )

    def _read_current(self) -> Path | None:
        try:
            name = self._named()
            found = (self._path / name / "format").read_text("utf-8")
        except (FileNotFoundError, NotADirectoryError, ValueError):
            # ValueError: a power cut may leave zeros, which are no name.
            return None
        return self._path / name if name and found == self._format else None

    def _named(self) -> str:
        try:
            return self._current.read_text("utf-8").strip()
        except (FileNotFoundError, NotADirectoryError, ValueError):
            return ""

    def begin(self, words: str = "") -> Path:
        """Make and return the folder of a new generation; the lock must be held.

        ``words`` are kept in it: what the documents in it will be read by. What was
        begun before and came to nothing is removed, or a full disk would stay full.
        """
        self._path.mkdir(parents=True, exist_ok=True)
        last = max((int(folder.name[1:]) for folder in self._generations()), default=0)
        self.remove_unfinished()
        folder = self._path / f"g{last + 1:06d}"
        folder.mkdir()
        _write(folder / "words", words)
        _write(folder / "format", self._format)
        return folder

    def switch(self, folder: Path) -> None:
        """Make a generation current and remove the others; the lock must be held."""
        _write(self._current, folder.name)
        self.report_progress(None)
        self.remove_unfinished()

    def remove_unfinished(self) -> None:
        """Remove all generations but the one in CURRENT; the lock must be held."""
        current = self._named()
        for other in self._generations():
            if other.name != current:
                shutil.rmtree(other, ignore_errors=True)

    def condemn(self, folder: Path) -> None:
        """Let nobody read a damaged generation any more; it may be gone already."""
        with suppress(FileNotFoundError):
            _write(folder / "format", _CONDEMNED)

    def _generations(self) -> list[Path]:
        return [p for p in self._path.iterdir() if _GENERATION.fullmatch(p.name)]

    def report_progress(self, share: float | None) -> None:
        """Tell readers how far a rebuild is, 0 to 1; None when it is over."""
        file = self._path / "progress"
        if share is None:
            file.unlink(missing_ok=True)
        else:
            self._path.mkdir(parents=True, exist_ok=True)
            draft = file.with_suffix(".new")
            draft.write_text(f"{share:.4f}", "utf-8")
            draft.replace(file)

    def progress(self) -> float:
        """Return how far a rebuild is, 0 to 1; 0 if none has said so."""
        try:
            return float((self._path / "progress").read_text("utf-8"))
        except (FileNotFoundError, NotADirectoryError, ValueError):
            return 0.0

    @contextmanager
    def writer_lock(self, *, wait_seconds: float) -> Iterator[bool]:
        """Hold the writer lock; yields False if another process kept it.

        The lock is the operating system's: it ends with the process that held it.
        """
        self._path.parent.mkdir(parents=True, exist_ok=True)
        with self._path.with_name(f"{self._path.name}.lock").open("a") as file:
            deadline = time.monotonic() + wait_seconds
            while True:
                try:
                    fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                except BlockingIOError:
                    if time.monotonic() >= deadline:
                        yield False
                        return
                    time.sleep(0.05)
                else:
                    yield True
                    return


def _write(path: Path, text: str) -> None:
    """Write a small file at once and durably."""
    draft = path.with_name(f"{path.name}.new")
    with draft.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
    handle = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
