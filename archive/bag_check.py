"""Is a bag whole: every file there that its lists name, unchanged, and no other?

See RFC 8493, section 3. A bag that leaves files to be fetched is not whole here.
"""

import hashlib
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from archive.bag import (
    DECLARATION_FILE,
    INFO_FILE,
    MANIFEST_FILE,
    PAYLOAD,
    TAG_MANIFEST_FILE,
    decoded,
)
from archive.disk import storage_errors


@dataclass(frozen=True, slots=True)
class BagFault:
    """A file of a bag that is not as listed; ``file`` is its path in the bag."""

    kind: Literal["missing", "altered", "unlisted", "unsafe"]
    file: str


def bag_faults(
    folder: Path, progress: Callable[[float], None] | None = None
) -> Iterator[BagFault]:
    """Yield what is wrong with a bag; reads every byte of it.

    ``progress`` is told the share of files checked. Raises StorageFailure.
    """
    with storage_errors():
        for name in (DECLARATION_FILE, MANIFEST_FILE, TAG_MANIFEST_FILE):
            if not (folder / name).is_file():
                yield BagFault("missing", name)
                return
        listed = _manifest(folder / MANIFEST_FILE)
        yield from _altered(folder, _manifest(folder / TAG_MANIFEST_FILE))
        yield from _altered(folder, listed, progress)
        for name in sorted(_payload(folder) - set(listed)):
            yield BagFault("unlisted", name)


def bag_info(folder: Path) -> dict[str, str]:
    """Return what a bag says of itself; empty if it says nothing."""
    file = folder / INFO_FILE
    if not file.is_file():
        return {}
    with storage_errors():
        text = file.read_text("utf-8", "replace")
    lines = (line.partition(":") for line in text.splitlines())
    return {label.strip(): value.strip() for label, _, value in lines}


def _altered(
    folder: Path,
    listed: dict[str, str],
    progress: Callable[[float], None] | None = None,
) -> Iterator[BagFault]:
    for number, (name, digest) in enumerate(listed.items(), start=1):
        file = folder / name
        if not _is_inside(name):
            yield BagFault("unsafe", name)
        elif not file.is_file():
            yield BagFault("missing", name)
        elif _sha256(file) != digest:
            yield BagFault("altered", name)
        if progress:
            progress(number / len(listed))


def _manifest(file: Path) -> dict[str, str]:
    lines = file.read_text("utf-8", "surrogateescape").split("\n")
    pairs = (line.split(None, 1) for line in lines)
    return {decoded(pair[1]): pair[0].lower() for pair in pairs if len(pair) == 2}


def _is_inside(name: str) -> bool:
    return not name.startswith("/") and ".." not in name.split("/")


def _payload(folder: Path) -> set[str]:
    return {
        os.path.relpath(Path(below) / name, folder)
        for below, _, names in os.walk(folder / PAYLOAD)
        for name in names
    }


def _sha256(file: Path) -> str:
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
