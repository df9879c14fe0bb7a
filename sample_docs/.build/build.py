"""How do the samples in other formats come from the sources beside this script?

``NAME.txt`` and ``NAME.html`` become the same file in GB18030 (``NAME.big5.txt``: Big5)
``NAME.pdf.html`` a PDF printed by Chromium, ``NAME.docx.txt`` a Word document.
Samples in UTF-8 have no source: edit them in place. Run it from anywhere:
``python sample_docs/.build/build.py [PART OF A NAME]``.
"""

import subprocess
import sys
import tempfile
from pathlib import Path

from word import word_document

SOURCES = Path(__file__).parent
SAMPLES = SOURCES.parent
FOLDERS = ("handover", "notices", "reports")
BIG5_MARK = ".big5"
CHROMIUM = "chromium"


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
    """Print a page to PDF with its fonts embedded, as subsets."""
    with tempfile.TemporaryDirectory() as profile:
        subprocess.run(
            [
                CHROMIUM,
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--no-pdf-header-footer",
                f"--user-data-dir={profile}",
                f"--print-to-pdf={target}",
                source.as_uri(),
            ],
            check=True,
            capture_output=True,
        )


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "")
