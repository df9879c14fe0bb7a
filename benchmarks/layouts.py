"""How much of a text survives the layouts that PDFs put it into, and how fast?

    python -m benchmarks.layouts FOLDER

Sets the words of a folder of texts as a notice of one column, as two columns and as
vertical lines, reads each PDF and prints the share of phrases of 12 characters of the
original that the text holds, white space aside, and pages a second of processor time.
A page number stands between two pages, so a phrase across them is lost in a notice.
"""

import argparse
import re
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from archive.encoding import decode
from archive.extract.base import OriginalFile
from archive.extract.pdf import PdfExtractor

FONT, TOP, PAGES = "STSong-Light", 760.0, 6
PHRASE = 12
WORDS = re.compile("[^\u3001-\u9fff\uff01-\uff5e0-9A-Za-z]")
Lines = Callable[[int], str]
"""Gives the next so many characters of the text."""


def notice(canvas: Canvas, lines: Lines, number: int) -> None:
    """Draw a page after GB/T 9704: 22 lines of 28 characters, the number below."""
    canvas.setFont(FONT, 16)
    for row in range(22):
        canvas.drawString(79, TOP - 28.9 * row, lines(28))
    canvas.setFont(FONT, 14)
    canvas.drawCentredString(297, 60, f"— {number} —")


def columns(canvas: Canvas, lines: Lines, number: int) -> None:
    """Draw two columns of 40 lines."""
    canvas.setFont(FONT, 10.5)
    for left in (70, 305):
        for row in range(40):
            canvas.drawString(left, TOP - 16 * row, lines(20))


def vertical(canvas: Canvas, lines: Lines, number: int) -> None:
    """Draw 16 vertical lines, the first one on the right."""
    canvas.setFont(FONT, 14)
    for column in range(16):
        canvas.drawString(500 - 28 * column, TOP, lines(40))


def measured(path: Path, text: str, draw: Callable[[Canvas, Lines, int], None]) -> str:
    """Return recall and speed for one layout."""
    at = 0

    def lines(count: int) -> str:
        nonlocal at
        at += count
        return text[at - count : at]

    canvas = Canvas(str(path), invariant=True)
    for number in range(1, PAGES + 1):
        draw(canvas, lines, number)
        canvas.showPage()
    canvas.save()
    original = OriginalFile(path, path.name)
    PdfExtractor().extract(original)
    started = time.process_time()
    read = re.sub(r"\s", "", PdfExtractor().extract(original).text)
    seconds = time.process_time() - started
    phrases = [text[i : i + PHRASE] for i in range(at - PHRASE)]
    recall = sum(phrase in read for phrase in phrases) / len(phrases)
    return f"recall {recall:.4f}   {PAGES / seconds:.0f} pages/s"


def main() -> None:
    """Print a line for each layout."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    files = sorted(parser.parse_args().folder.rglob("*.txt"))
    text = "".join(WORDS.sub("", decode(file.read_bytes()).text) for file in files)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "page.pdf"
        pdfmetrics.registerFont(UnicodeCIDFont(FONT))
        print("one column   ", measured(path, text, notice))
        print("two columns  ", measured(path, text, columns))
        pdfmetrics.registerFont(UnicodeCIDFont(FONT, isVertical=True))
        print("vertical     ", measured(path, text, vertical))


if __name__ == "__main__":
    main()
