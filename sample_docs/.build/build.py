"""How do the samples in other formats come from the sources beside this script?

``NAME.txt`` and ``NAME.html`` become the same file in GB18030 (``NAME.big5.txt`` in
Big5), ``NAME.docx.txt`` a Word document, ``NAME.pdf.html`` a PDF printed by Chromium,
which needs fontTools and the Noto Serif CJK fonts. Samples in UTF-8 have no source:
edit them in place. ``python sample_docs/.build/build.py [PART OF A NAME]``
"""

import subprocess
import sys
import tempfile
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont
from word import word_document

SOURCES = Path(__file__).parent
SAMPLES = SOURCES.parent
FOLDERS = ("handover", "notices", "reports")
BIG5_MARK = ".big5"
CHROMIUM = "chromium"
FONT = "/usr/share/fonts/opentype/noto/NotoSerifCJK-Regular.ttc"
FONT_NUMBER = 2
"""The place of the font for Simplified Chinese in the collection."""


def main(wanted: str) -> None:
    """Make every sample whose name holds the wanted words."""
    for folder in FOLDERS:
        for source in sorted((SOURCES / folder).iterdir()):
            if wanted in source.name:
                build(source, SAMPLES / folder)


def build(source: Path, folder: Path) -> None:
    """Make the one sample that a source describes."""
    name = source.name
    if name.endswith(".pdf.html"):
        print_pdf(source, folder / name.removesuffix(".html"))
    elif name.endswith(".docx.txt"):
        target = folder / name.removesuffix(".txt")
        target.write_bytes(word_document(source.read_text("utf-8")))
    else:
        encoding = "big5" if BIG5_MARK in name else "gb18030"
        text = source.read_text("utf-8").replace("\n", "\r\n")
        (folder / name.replace(BIG5_MARK, "")).write_bytes(text.encode(encoding))


def print_pdf(source: Path, target: Path) -> None:
    """Print a page to PDF with a font that holds but its own characters."""
    page = source.read_text("utf-8")
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        write_font(set(page), work / "font.otf")
        style = (SOURCES / "print.css").read_text("utf-8")
        (work / "page.html").write_text(
            page.replace("</head>", f"<style>{style}</style></head>"), "utf-8"
        )
        subprocess.run(
            [
                CHROMIUM,
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--no-pdf-header-footer",
                f"--user-data-dir={work / 'profile'}",
                f"--print-to-pdf={target}",
                (work / "page.html").as_uri(),
            ],
            check=True,
            capture_output=True,
        )


def write_font(characters: set[str], target: Path) -> None:
    """Write a part of Noto Serif CJK that knows no characters but these.

    Of the whole font Chromium calls 山 by its radical ⼭, since both share a glyph.
    """
    options = subset.Options(layout_features=[], hinting=False, name_IDs=[])
    font = TTFont(FONT, fontNumber=FONT_NUMBER)
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=[ord(character) for character in characters])
    subsetter.subset(font)
    font.save(target)


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "")
