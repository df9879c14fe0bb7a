"""Which segments make up the index, as of which position of the store?

The manifest is a line with the checksum of the JSON that follows it.
"""

import json
import os
import zlib
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from indexer.engines.whoosh.rank import LiveSegment
from indexer.engines.whoosh.view import SegmentView
from indexer.errors import IndexDamaged

_NAME = "manifest.json"


@dataclass(frozen=True, slots=True)
class Segment:
    """The name of a columns file and the documents of it that were deleted."""

    name: str
    deleted: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Manifest:
    """One flush: a position of the store and the segments that show it."""

    position: int = 0
    segments: tuple[Segment, ...] = ()
    next_name: int = 0
    made: tuple[int, int] = field(default=(0, 0), compare=False)


def stamp(folder: Path) -> tuple[int, int]:
    """Return what changes with every manifest; (0, 0) if there is none yet."""
    try:
        status = (folder / _NAME).stat()
    except FileNotFoundError:
        return 0, 0
    return status.st_ino, status.st_mtime_ns


def read_manifest(folder: Path) -> Manifest:
    """Return the last flush; raises IndexDamaged if it cannot be read."""
    made = stamp(folder)
    if made == (0, 0):
        return Manifest()
    try:
        check, _, body = (folder / _NAME).read_bytes().partition(b"\n")
        if int(check, 16) != zlib.crc32(body):
            raise IndexDamaged(what=_NAME)
        fields = json.loads(body)
        segments = tuple(
            Segment(name, tuple(deleted)) for name, deleted in fields["segments"]
        )
        return Manifest(fields["position"], segments, fields["next_name"], made)
    except (OSError, ValueError, KeyError, TypeError) as cause:
        raise IndexDamaged(what=_NAME) from cause


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Make a flush the last one, durably and at once; remove unnamed columns."""
    fields = {
        "position": manifest.position,
        "segments": [(s.name, s.deleted) for s in manifest.segments],
        "next_name": manifest.next_name,
    }
    draft = folder / "manifest.new"
    body = json.dumps(fields).encode()
    with draft.open("wb") as file:
        file.write(b"%08x\n" % zlib.crc32(body) + body)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(folder / _NAME)
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def sweep(folder: Path, manifest: Manifest) -> None:
    """Remove columns that no flush names; readers that map them keep them."""
    named = {s.name for s in manifest.segments}
    for path in folder.glob("*.columns"):
        if path.stem not in named:
            path.unlink()


def open_segments(
    folder: Path, manifest: Manifest, known: dict[str, SegmentView]
) -> list[LiveSegment]:
    """Return the segments of a flush, views already ``known`` used again."""
    segments = []
    for segment in manifest.segments:
        view = known.get(segment.name)
        if view is None:
            view = SegmentView(folder / f"{segment.name}.columns")
        live = np.ones(view.documents, np.bool_)
        live[list(segment.deleted)] = False
        known[segment.name] = view
        segments.append(LiveSegment(view, live))
    return segments
