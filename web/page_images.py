"""How is a page's image made once and kept for the next reader?

Images lie in a folder of the data folder that may be deleted at any time.
"""

import os
from collections.abc import Sequence
from pathlib import Path
from secrets import token_hex

from archive.disk import storage_errors
from archive.errors import RefusedFile
from archive.extract.base import OriginalFile
from archive.model import Sha256
from archive.originals import BlobStore
from archive.render.base import Box, PageRequest, PageView, Wanted
from archive.sandbox import Sandbox

PROCESSES = 2
KEPT_BYTES = 1 << 30
LOOK_EVERY = 64
"""The folder is measured each time so many images were made."""


class PageImages:
    """Images of pages by the original's SHA-256; safe to share by threads."""

    def __init__(self, blobs: BlobStore, folder: Path) -> None:
        self._blobs = blobs
        self._folder = folder
        self._sandbox = Sandbox(processes=PROCESSES)
        self._made = 0

    def image(self, sha256: Sha256, name: str, number: int, width: int) -> bytes | None:
        """Return a page as PNG, or None if it cannot be shown."""
        kept = self._folder / sha256[:2] / sha256 / f"{number}-{width}.png"
        try:
            return kept.read_bytes()
        except FileNotFoundError:
            pass
        view = self._view(sha256, name, PageRequest(number, width))
        if view is None:
            return None
        self._keep(kept, view.png)
        return view.png

    def boxes(
        self, sha256: Sha256, name: str, number: int, wanted: Sequence[Wanted]
    ) -> tuple[float, tuple[tuple[Box, ...], ...]] | None:
        """Return height by width, and where each of the words stands."""
        view = self._view(sha256, name, PageRequest(number, 0, tuple(wanted)))
        return None if view is None else (view.ratio, view.boxes)

    def close(self) -> None:
        """End the reading processes."""
        self._sandbox.close()

    def _view(self, sha256: Sha256, name: str, request: PageRequest) -> PageView | None:
        original = OriginalFile(Path(self._blobs.path(sha256)), name)
        try:
            return self._sandbox.page(original, request)
        except RefusedFile:
            return None

    def _keep(self, file: Path, image: bytes) -> None:
        with storage_errors():
            file.parent.mkdir(parents=True, exist_ok=True)
            draft = file.with_name(f"{file.name}.{token_hex(4)}")
            draft.write_bytes(image)
            draft.replace(file)
            self._made += 1
            if self._made % LOOK_EVERY == 0:
                _forget_oldest(self._folder, KEPT_BYTES)


def _forget_oldest(folder: Path, most_bytes: int) -> None:
    """Remove the images made longest ago until the rest fit."""
    images = [
        Path(below) / name for below, _, names in os.walk(folder) for name in names
    ]
    facts = sorted((image.stat().st_mtime, image) for image in images)
    total = sum(image.stat().st_size for image in images)
    for _, image in facts:
        if total <= most_bytes:
            return
        total -= image.stat().st_size
        image.unlink(missing_ok=True)
