"""What becomes of each kind of file in a folder of strangers' files?

    python -m benchmarks.formats FOLDER [--files]

Every file is read as intake reads it, in the sandbox. For each kind by content: how
many gave text, were kept without it and why, were refused and why; the characters and
the times. ``--files`` prints a line a file as well. What hangs on documents and lies
in archives is read too, as files of its own.
"""

import argparse
import statistics
import time
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from pathlib import Path

from archive.errors import RefusedFile
from archive.extract.base import OriginalFile
from archive.model import Extraction
from archive.offered import (
    DEEPEST,
    Offer,
    OfferedFile,
    RefusedOffer,
    offered,
    offered_by_attachments,
)
from archive.receive import holds_files
from archive.sandbox import Sandbox

LIMIT_BYTES = 1 << 30
HAN = range(0x3400, 0xA000)


@dataclass(slots=True)
class Kind:
    """What was seen of one kind of file."""

    seconds: list[float] = field(default_factory=list)
    outcomes: Counter[str] = field(default_factory=Counter)
    pages: int = 0
    characters: int = 0
    han: int = 0


def main() -> None:
    """Read the folder and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--files", action="store_true")
    arguments = parser.parse_args()
    kinds: defaultdict[str, Kind] = defaultdict(Kind)
    waiting: list[Offer] = []
    with Sandbox(processes=1) as sandbox:
        for top in offered([arguments.folder], limit_bytes=LIMIT_BYTES):
            waiting.append(top)
            while waiting:
                offer = waiting.pop()
                waiting += _read(sandbox, offer, kinds, shows=arguments.files)
    for name in sorted(kinds):
        _print(name, kinds[name])


def _read(
    sandbox: Sandbox, offer: Offer, kinds: dict[str, Kind], *, shows: bool
) -> list[Offer]:
    """Note what became of one file and return what hangs on it."""
    if isinstance(offer, RefusedOffer):
        kinds["(not opened)"].outcomes[offer.error.code] += 1
        return []
    if offer.file is None:
        kinds["(line of a batch)"].outcomes["text"] += 1
        return []
    started = time.monotonic()
    original = OriginalFile(offer.file, offer.name)
    attached: list[Offer] = []
    try:
        extraction = sandbox.extract(original)
    except RefusedFile as error:
        named = str(error.details.get("media_type") or Path(offer.name).suffix)
        kind, outcome = kinds[named], f"refused: {error.code}"
    else:
        kind, outcome = kinds[extraction.media_type], _outcome(extraction)
        kind.pages += len(extraction.pages)
        kind.characters += len(extraction.text)
        kind.han += sum(ord(letter) in HAN for letter in extraction.text)
        if holds_files(extraction.warnings) and offer.depth < DEEPEST:
            attached = _attached(sandbox, original, offer)
    seconds = time.monotonic() - started
    kind.seconds.append(seconds)
    kind.outcomes[outcome] += 1
    if shows:
        print(f"{seconds:6.2f} s  {outcome:32}  {offer.path}")
    if offer.is_temporary:
        offer.file.unlink(missing_ok=True)
    return attached


def _attached(
    sandbox: Sandbox, original: OriginalFile, offer: OfferedFile
) -> list[Offer]:
    try:
        files = sandbox.attachments(original)
    except RefusedFile:
        return []
    return list(
        offered_by_attachments(
            files, offer.path, limit_bytes=LIMIT_BYTES, depth=offer.depth + 1
        )
    )


def _outcome(extraction: Extraction) -> str:
    if extraction.text.strip():
        return "text"
    codes = {notice.code for notice in extraction.warnings} - {"mislabelled"}
    return f"no text: {', '.join(sorted(codes)) or 'NO REASON'}"


def _print(name: str, kind: Kind) -> None:
    outcomes = ", ".join(
        f"{count} {what}" for what, count in kind.outcomes.most_common()
    )
    print(f"{name}\n    {outcomes}")
    if kind.seconds:
        print(
            f"    {kind.pages} pages, {kind.characters} characters ({kind.han} Han); "
            f"median {statistics.median(kind.seconds):.2f} s, "
            f"longest {max(kind.seconds):.1f} s"
        )


if __name__ == "__main__":
    main()
