"""How many pages of a folder of files are shown, how fast, with words in place?

    python -m benchmarks.page_views FOLDER [--pages N]

Draws the first pages of every PDF, OFD and picture at 900 pixels, and prints for each
kind how many files and pages were shown, processor milliseconds a page, the size of an
image, and the share of the stored text's characters that were placed on their page.
"""

import argparse
import time
from collections import defaultdict
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from statistics import median

from archive.errors import ArchiveError
from archive.extract.base import OriginalFile
from archive.render import RENDERERS
from archive.render.base import PageRequest, PageView, Renderer
from archive.render.placing import matched_places
from archive.sandbox import Sandbox
from archive.sniff import sniff

WIDTH = 900


@dataclass
class Seen:
    """What came of the files of one kind."""

    files: int = 0
    shown: int = 0
    milliseconds: list[float] = field(default_factory=list)
    sizes: list[int] = field(default_factory=list)
    characters: int = 0
    placed: int = 0
    refused: list[str] = field(default_factory=list)


def renderer_of(media_type: str) -> Renderer | None:
    """Return what shows files of this kind, None if nothing does."""
    for entry in RENDERERS:
        if media_type in entry.media_types:
            module, _, name = entry.target.partition(":")
            found: Renderer = getattr(import_module(module), name)()
            return found
    return None


def look_at(file: OriginalFile, seen: Seen, sandbox: Sandbox, most: int) -> None:
    """Draw a file's first pages and count what came of it."""
    renderer = renderer_of(sniff(file.path, file.name))
    assert renderer is not None
    extraction = sandbox.extract(file)
    texts = [extraction.text[page.start : page.end] for page in extraction.pages]
    for number in range(1, most + 1):
        started = time.process_time()
        request = PageRequest(number, WIDTH, with_characters=True)
        view = renderer.view(file, request)
        if view is None:
            return
        seen.milliseconds.append(1000 * (time.process_time() - started))
        seen.sizes.append(len(view.image))
        if number <= len(texts):
            count_places(texts[number - 1], view, seen)


def count_places(text: str, view: PageView, seen: Seen) -> None:
    """Count the characters of a page's text and those that have a place."""
    places = matched_places(text, view.characters, view.boxes)
    seen.characters += len("".join(text.split()))
    seen.placed += sum(place is not None for place in places)


def main() -> None:
    """Print a line for each kind of file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--pages", type=int, default=5)
    arguments = parser.parse_args()
    kinds: dict[str, Seen] = defaultdict(Seen)
    with Sandbox(processes=1) as sandbox:
        for path in sorted(arguments.folder.rglob("*")):
            if not path.is_file():
                continue
            file = OriginalFile(path, path.name)
            try:
                media_type = sniff(path, path.name)
                if renderer_of(media_type) is None:
                    continue
                seen = kinds[media_type]
                seen.files += 1
                look_at(file, seen, sandbox, arguments.pages)
                seen.shown += 1
            except ArchiveError as error:
                kinds[media_type].refused.append(f"{path.name}: {error.code}")
    for media_type, seen in sorted(kinds.items()):
        if not seen.files:
            continue
        print(f"{media_type}: {seen.shown} of {seen.files} files", end="")
        if seen.milliseconds:
            slow, large = max(seen.milliseconds), max(seen.sizes) // 1024
            print(
                f", {len(seen.sizes)} pages,"
                f" {median(seen.milliseconds):.0f} ms CPU (most {slow:.0f}),"
                f" {median(seen.sizes) // 1024:.0f} KB (most {large}), placed"
                f" {seen.placed / max(seen.characters, 1):.4f} of {seen.characters}"
            )
        for one in seen.refused:
            print(f"    {one}")


if __name__ == "__main__":
    main()
