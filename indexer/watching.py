"""How does a folder that an office fills find its way into the archive by itself?

The folder is looked through again and again: that works on network drives too, where
the system tells of no change. A file is taken in once it has stood unchanged from one
look to the next, and once only: what was taken in is remembered in the data folder.
"""

import argparse
import hashlib
import json
import os
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import closing
from pathlib import Path
from typing import Final

from archive.commands import OK, CommandContext, print_text
from archive.disk import storage_errors, sync_folder
from archive.errors import StorageFailure, UnreadablePath
from indexer.adding import add_paths

SETTLED_SECONDS: Final = 10.0
"""At the first look, a file changed less than this ago may still be growing."""

Stamp = tuple[int, int]
"""Size in bytes and time of the last change in nanoseconds."""


def run_watch(arguments: argparse.Namespace, context: CommandContext) -> int:
    """Take in what comes into a folder until interrupted, or what is there once."""
    folder = Path(arguments.folder)
    if not folder.is_dir():
        raise UnreadablePath(path=str(folder))
    memory = Memory(context.data / "watched", folder)
    if not (context.is_json or arguments.once):
        print_text(f"正在看守“{folder}”，按 Ctrl+C 停止。")
    status = OK
    with closing(context.open_store()) as store:
        before: Mapping[Path, Stamp] | None = None
        while True:
            now = dict(stamps(folder))
            settled = memory.new(unchanged(now, before))
            try:
                if settled:
                    status = add_paths(
                        sorted(settled), store, context, collection=arguments.collection
                    )
                    memory.remember(settled)
            except StorageFailure as error:
                # A full disk may have room at the next look.
                if arguments.once:
                    raise
                sys.stderr.write(context.words(error.code, error.details) + "\n")
            if arguments.once:
                return status
            before = now
            try:
                time.sleep(arguments.every)
            except KeyboardInterrupt:
                return OK


def stamps(folder: Path) -> Iterator[tuple[Path, Stamp]]:
    """Yield the plain files below a folder; hidden ones are passed over."""
    for below, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in names:
            path = Path(below) / name
            try:
                facts = path.stat()
            except OSError:
                continue
            if not name.startswith(".") and path.is_file():
                yield path, (facts.st_size, facts.st_mtime_ns)


def unchanged(
    now: Mapping[Path, Stamp], before: Mapping[Path, Stamp] | None
) -> Mapping[Path, Stamp]:
    """Return the files nobody is still writing, as far as can be told."""
    if before is not None:
        return {path: stamp for path, stamp in now.items() if before.get(path) == stamp}
    limit = (time.time() - SETTLED_SECONDS) * 1e9
    return {path: stamp for path, stamp in now.items() if stamp[1] < limit}


class Memory:
    """What was taken in from one folder, kept beside the archive.

    Losing it loses nothing: the files are offered again and found to be duplicates.
    """

    def __init__(self, home: Path, folder: Path) -> None:
        self._home = home
        name = hashlib.sha256(os.fsencode(folder.resolve())).hexdigest()[:16]
        self._file = home / f"{name}.json"
        self._root = folder
        self._seen = self._read()

    def new(self, files: Mapping[Path, Stamp]) -> Mapping[Path, Stamp]:
        """Return the files not taken in yet, or changed since."""
        return {
            path: stamp
            for path, stamp in files.items()
            if self._seen.get(self._key(path)) != list(stamp)
        }

    def remember(self, files: Mapping[Path, Stamp]) -> None:
        """Keep in mind that these files were taken in."""
        self._seen |= {self._key(path): list(stamp) for path, stamp in files.items()}
        with storage_errors():
            self._home.mkdir(parents=True, exist_ok=True)
            draft = self._file.with_suffix(".new")
            draft.write_text(json.dumps(self._seen), "ascii")
            draft.replace(self._file)
            sync_folder(self._home)

    def _key(self, path: Path) -> str:
        return str(path.relative_to(self._root))

    def _read(self) -> dict[str, list[int]]:
        try:
            found = json.loads(self._file.read_text("ascii"))
        except (FileNotFoundError, ValueError):
            return {}
        return found if isinstance(found, dict) else {}
