"""How many characters of pages of our own does OCR get wrong, at what cost?

    python -m benchmarks.ocr TEXT... --font FILE... [--index 2] [--pages N]

Sets running text as an office would (A4, 28 characters a line, 22 lines, 16 points),
at 300 dots an inch, clean, turned by a degree, and with noise; prints the character
error rate with white space left out, and processor seconds a page. Needs the extra
``ocr``.
"""

import argparse
import json
import time
from collections.abc import Iterator
from importlib.metadata import version
from itertools import islice
from pathlib import Path
from statistics import fmean

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from archive.encoding import decode
from archive.ocr import MODEL
from archive.ocr.lines import page_text
from archive.ocr.recogniser import Pixels, Recogniser
from benchmarks.machine import corpus_hash, machine

WIDTH, HEIGHT = 2480, 3508
LINE_CHARACTERS, PAGE_LINES = 28, 22
POINTS = 67
"""Sixteen points at 300 dots an inch."""
LEFT, TOP, PITCH = 300, 440, 122
KINDS = ("clean", "turned", "noisy")


def main() -> None:
    """Print one line for each typeface and kind of page, then JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("texts", nargs="+", type=Path)
    parser.add_argument("--font", action="append", required=True, type=Path)
    parser.add_argument("--index", type=int, default=0, help="face of a .ttc")
    parser.add_argument("--pages", type=int, default=4)
    arguments = parser.parse_args()
    pages = list(islice(page_lines(arguments.texts), arguments.pages))
    recogniser = Recogniser()
    rows = [
        measured(
            recogniser,
            pages,
            ImageFont.truetype(str(font), POINTS, index=arguments.index),
            kind,
        )
        for font in arguments.font
        for kind in KINDS
    ]
    facts = {
        "model": MODEL,
        "versions": {part: version(part) for part in ("rapidocr", "onnxruntime")},
        "machine": machine(),
        "corpus": corpus_hash(arguments.texts),
        "pages": len(pages),
    }
    print(json.dumps({**facts, "rows": rows}, ensure_ascii=False, indent=1))


def page_lines(paths: list[Path]) -> Iterator[list[str]]:
    """Yield pages of full lines from the texts, white space left out."""
    for path in paths:
        text = "".join(decode(path.read_bytes()).text.split())
        lines = [
            text[at : at + LINE_CHARACTERS]
            for at in range(0, len(text), LINE_CHARACTERS)
        ]
        for at in range(0, len(lines), PAGE_LINES):
            yield lines[at : at + PAGE_LINES]


def measured(
    recogniser: Recogniser,
    pages: list[list[str]],
    face: ImageFont.FreeTypeFont,
    kind: str,
) -> dict[str, object]:
    """Return and print what came of the pages in one typeface and kind."""
    errors, seconds = [], []
    for number, lines in enumerate(pages):
        pixels = drawn(lines, face, kind, seed=number)
        started = time.process_time()
        found = page_text(recogniser.page(pixels).lines)[0]
        seconds.append(time.process_time() - started)
        wanted = "".join(lines)
        errors.append(distance(wanted, "".join(found.split())) / len(wanted))
    row = {
        "font": " ".join(filter(None, face.getname())),
        "kind": kind,
        "character_error": round(fmean(errors), 4),
        "worst_page": round(max(errors), 4),
        "cpu_seconds_a_page": round(fmean(seconds), 2),
    }
    print(row)
    return row


def drawn(
    lines: list[str], face: ImageFont.FreeTypeFont, kind: str, *, seed: int
) -> Pixels:
    """Return a page of these lines as pixels."""
    page = Image.new("RGB", (WIDTH, HEIGHT), "white")
    draw = ImageDraw.Draw(page)
    for row, line in enumerate(lines):
        draw.text((LEFT, TOP + PITCH * row), line, "black", font=face)
    if kind == "turned":
        page = page.rotate(1, resample=Image.Resampling.BICUBIC, fillcolor="white")
    pixels = np.asarray(page)
    if kind == "noisy":
        chance = np.random.default_rng(seed)
        noise = chance.normal(0, 25, pixels.shape[:2])
        specks = chance.random(pixels.shape[:2]) < 0.004
        grey = np.clip(pixels[..., 0] + noise, 0, 255)
        grey[specks] = 0
        pixels = np.repeat(grey.astype(np.uint8)[..., None], 3, axis=2)
    return pixels


def distance(wanted: str, found: str) -> int:
    """Return how many characters must be changed, added or left out."""
    before = list(range(len(found) + 1))
    for row, char in enumerate(wanted, start=1):
        now = [row]
        for column, other in enumerate(found, start=1):
            change = before[column - 1] + (char != other)
            now.append(min(before[column] + 1, now[-1] + 1, change))
        before = now
    return before[-1]


if __name__ == "__main__":
    main()
