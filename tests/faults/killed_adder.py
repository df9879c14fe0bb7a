"""Add documents until killed at a chosen call to the system; run as a program.

Arguments: a folder, then for each round the number of the point at which that
round's process kills itself with SIGKILL. Points are the beginnings and ends of
calls that touch the disk. What was acknowledged is printed, one a line.
"""

import io
import os
import signal
import sys
import threading
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from types import FrameType

from archive.model import Extraction, Given, Metadata, Source
from archive.settings import StoreSettings
from archive.store import Acknowledgement, Arrival, Store, open_store
from archive.versions import Extracted

DISK_CALLS = frozenset(
    {"open", "write", "flush", "fsync", "replace", "mkdir", "unlink", "close"}
    | {"execute", "executemany", "commit"}
)


def killer(point: int) -> Callable[[FrameType, str, object], None]:
    """Return a profiling function that kills this process at the point."""
    points = count(1)

    def watch(_: FrameType, event: str, called: object) -> None:
        if event not in ("c_call", "c_return"):
            return
        is_on_disk = getattr(called, "__name__", "") in DISK_CALLS
        if is_on_disk and next(points) >= point:
            os.kill(os.getpid(), signal.SIGKILL)

    return watch


def content(number: int) -> str:
    """Return the text of the document of this number."""
    return f"示例第{number}号：" + "收到即存妥。" * (number % 400)


def add_until_killed(store: Store, round_number: int, point: int) -> None:
    """Add single documents and batches in turn, and say what is acknowledged."""
    watch = killer(point)
    threading.setprofile(watch)
    sys.setprofile(watch)
    for first in count(0, 5):
        texts = {number: content(number) for number in range(first, first + 5)}
        one, *others = [_kept(store, text) for text in texts.values()]
        said = [
            store.acknowledge(
                one.blob, one.source, one.given, collection=one.collection
            )
        ]
        _say(round_number, first, said)
        _read(store, said, texts[first])
        said = list(store.acknowledge_many(others, claim_jobs=True))
        _say(round_number, first + 1, said)


def _kept(store: Store, text: str) -> Arrival:
    content = text.encode()
    if len(text) % 2:
        blob = store.blobs.keep(io.BytesIO(content), limit_bytes=None)
    else:
        (blob,) = store.blobs.keep_many([content], limit_bytes=None)
    source = Source("示例.txt", "示例.txt", datetime.now(UTC), "示例员")
    return Arrival(blob, source, Given(), "全宗一")


def _read(store: Store, said: list[Acknowledgement], text: str) -> None:
    extraction = Extraction("text", "1", "text/plain", text)
    store.record_extractions(
        [Extracted(one.document_id, extraction, Metadata()) for one in said]
    )


def _say(round_number: int, first: int, said: list[Acknowledgement]) -> None:
    lines = "".join(
        f"{round_number} {number} {one.document_id}\n"
        for number, one in enumerate(said, first)
    )
    os.write(1, lines.encode())


def main(folder: Path, points: list[int]) -> None:
    """Run each round in a process of its own, in a folder of its own."""
    for round_number, point in enumerate(points):
        child = os.fork()
        if child == 0:
            settings = StoreSettings()
            with closing(open_store(folder / str(round_number), settings)) as store:
                add_until_killed(store, round_number, point)
        _, status = os.waitpid(child, 0)
        if not os.WIFSIGNALED(status):
            sys.exit(f"round {round_number} ended by itself: {status}")


if __name__ == "__main__":
    main(Path(sys.argv[1]), [int(point) for point in sys.argv[2:]])
