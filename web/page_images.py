"""How is a page's image made once and kept for the next reader?

Images lie in a folder of the data folder that may be deleted at any time.
"""

import shutil
from dataclasses import dataclass
from pathlib import Path
from secrets import token_hex

from archive.disk import storage_errors
from archive.errors import RefusedFile
from archive.extract.base import OriginalFile
from archive.model import Sha256
from archive.render.base import PageRequest, PageView
from archive.render.kept import forget_oldest
from archive.sandbox import Sandbox

PROCESSES = 2
DRAWING = "3"
"""Moves when the same page would be drawn otherwise."""
KEPT_BYTES = 1 << 30
LOOK_EVERY = 64
"""The folder is measured each time so many images were made."""


@dataclass(frozen=True, slots=True)
class PageImage:
    """An image that a browser shows."""

    content: bytes
    media_type: str


class PageImages:
    """Images of pages by the original's SHA-256; safe to share by threads."""

    def __init__(self, folder: Path) -> None:
        self._all = folder
        self._folder = folder / DRAWING
        self._sandbox = Sandbox(processes=PROCESSES)
        self._made = 0

    def image(
        self, original: OriginalFile, sha256: Sha256, request: PageRequest
    ) -> PageImage | None:
        """Return a page as an image, or None if it cannot be shown."""
        name = f"{request.number}-{request.width}-{request.turns}"
        kept = self._folder / sha256[:2] / sha256 / name
        try:
            content = kept.read_bytes()
        except FileNotFoundError:
            pass
        else:
            return PageImage(content, _media_type(content))
        view = self.view(original, request)
        if view is None:
            return None
        self._keep(kept, view.image)
        return PageImage(view.image, view.media_type)

    def view(self, original: OriginalFile, request: PageRequest) -> PageView | None:
        """Return a page that is not kept, or None if it cannot be shown."""
        try:
            return self._sandbox.page(original, request)
        except RefusedFile:
            return None

    def close(self) -> None:
        """End the reading processes."""
        self._sandbox.close()

    def _keep(self, file: Path, image: bytes) -> None:
        with storage_errors():
            file.parent.mkdir(parents=True, exist_ok=True)
            draft = file.with_name(f"{file.name}.{token_hex(4)}")
            draft.write_bytes(image)
            draft.replace(file)
            self._made += 1
            if self._made == 1:
                self._forget_former()
            if self._made % LOOK_EVERY == 0:
                forget_oldest(self._folder, KEPT_BYTES)

    def _forget_former(self) -> None:
        """Remove what was drawn otherwise."""
        for former in self._all.iterdir():
            if former != self._folder:
                shutil.rmtree(former, ignore_errors=True)


def _media_type(content: bytes) -> str:
    if content.startswith(b"\x89PNG"):
        return "image/png"
    return "image/webp" if content.startswith(b"RIFF") else "image/svg+xml"
