"""How often does the text come back right from each encoding?

    python benchmarks/encodings.py FOLDER [--pieces 200] [--seed 1] [--half 0|1]

Cuts pieces out of the UTF-8 texts of a folder, encodes them and decodes them again;
``--half`` takes every second file only, so that tuning and judging use other files.
"""

import argparse
import random
import re
from collections import defaultdict
from pathlib import Path

from opencc import OpenCC

from archive.encoding import decode

LENGTHS = (6, 8, 12, 16, 20, 30, 40, 60, 100, 300, 1000, 5000)
ENCODINGS = ("gb18030", "big5", "utf-16-le", "utf-16-be", "utf-8")
HAN = re.compile("[\u3400-\u9fff]")


def texts(folder: Path, *, half: int | None) -> list[str]:
    """Return the UTF-8 texts of a folder, or of every second file of it."""
    files = sorted(path for path in folder.rglob("*") if path.suffix in {".txt", ".md"})
    if half is not None:
        files = files[half::2]
    found = [path.read_text("utf-8", "replace") for path in files]
    return [text for text in found if len(text) > 60 and "\ufffd" not in text]


def pieces(source: list[str], size: int, wanted: int, rng: random.Random) -> list[str]:
    """Return pieces of a size, at least half of it Chinese characters."""
    found: list[str] = []
    for _ in range(wanted * 50):
        text = rng.choice(source)
        start = rng.randrange(max(1, len(text) - size))
        piece = text[start : start + size].replace("\r", "").strip()
        if len(HAN.findall(piece)) * 2 >= size:
            found.append(piece)
        if len(found) == wanted:
            break
    return found


def main() -> None:
    """Print the share right for each encoding and length."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--pieces", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--half", type=int, choices=(0, 1))
    parser.add_argument("--show", action="store_true")
    options = parser.parse_args()
    rng = random.Random(options.seed)
    source = texts(options.folder, half=options.half)
    traditional = OpenCC("s2t")
    right: dict[tuple[str, int], list[bool]] = defaultdict(list)
    for size in LENGTHS:
        for piece in pieces(source, size, options.pieces, rng):
            for encoding in ENCODINGS:
                text = traditional.convert(piece) if encoding == "big5" else piece
                try:
                    got = decode(text.encode(encoding))
                except UnicodeEncodeError:
                    continue
                right[encoding, size].append(got.text == text)
                if options.show and got.text != text:
                    print(encoding, size, got.encoding, repr(text[:30]), got.text[:30])
    print("encoding  ", *(f"{size:>6}" for size in LENGTHS))
    for encoding in ENCODINGS:
        shares = [right[encoding, size] for size in LENGTHS]
        cells = (f"{sum(r) / len(r):6.3f}" if r else "     –" for r in shares)
        print(f"{encoding:10}", *cells)


main()
