"""How is ``habit.bin``, the look of administrative and of other text, learned?

    python -m indexer.data.build_habit --offices FOLDER... --ours sample_docs
        --others FILE.jsonl...

Logarithms of how much oftener a pair of characters stands in sentences of offices
(Markdown and text files; our samples count four times) than in labelled sentences of
news and résumés ({"text"} a line, the last tenth held out), drawn towards nothing
where both are rare. Only these numbers are kept, no text.
"""

import argparse
import json
import random
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from archive.extract import EXTRACTORS
from archive.extract.base import OriginalFile
from archive.sandbox_worker import read_original
from indexer.fold import fold_characters
from indexer.recognise.habit import BITS, bigrams

TARGET = Path(__file__).with_name("habit.bin")
SENTENCE = re.compile("[^。;!?\n]+[。;!?\n]?")
MOST = 60
"""Sentences taken from one document."""
OURS = 4
UNIT = 42
_DRAWN = 3

Counts = NDArray[np.float64]


def main() -> None:
    """Write the file and print the sentences it was made from."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--offices", type=Path, nargs="+", required=True)
    parser.add_argument("--ours", type=Path, required=True)
    parser.add_argument("--others", type=Path, nargs="+", required=True)
    given = parser.parse_args()
    offices, many = counted(s for f in given.offices for s in of_folder(f))
    ours, few = counted(s for s in of_folder(given.ours))
    others, against = counted(s for f in given.others for s in of_rows(f))
    weights = learned(offices + OURS * ours, many + OURS * few, others, against)
    TARGET.write_bytes(weights.tobytes())
    print(many, few, against)  # noqa: T201


def learned(a: Counts, a_size: int, b: Counts, b_size: int) -> NDArray[np.int8]:
    """Return the weight of each pair, -126 to 126."""
    ratio = np.log((a + 0.5) / (a_size + 1)) - np.log((b + 0.5) / (b_size + 1))
    drawn = ratio * (a + b) / (a + b + _DRAWN)
    return np.rint(np.clip(drawn, -3, 3) * UNIT).astype(np.int8)


def counted(sentences: Iterable[str]) -> tuple[Counts, int]:
    """Return in how many sentences each pair stands, and how many there are."""
    counts = np.zeros(1 << BITS)
    size = 0
    for sentence in sentences:
        counts[np.unique(bigrams(sentence))] += 1
        size += 1
    return counts, size


def of_folder(folder: Path) -> Iterator[str]:
    """Yield sentences of each document, in an order drawn once."""
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        if path.name in ("README.md", "MANIFEST.csv") or "/." in path.as_posix():
            continue
        text = read_original(OriginalFile(path, path.name), EXTRACTORS).text
        found = list(_sentences(text))
        random.Random(1).shuffle(found)
        yield from found[:MOST]


def of_rows(path: Path) -> Iterator[str]:
    """Yield the sentences of labelled rows but for the last tenth."""
    rows = [json.loads(line)["text"] for line in path.read_text("utf-8").splitlines()]
    for row in rows[: -max(1, len(rows) // 10)]:
        yield from _sentences(row)


def _sentences(text: str) -> Iterator[str]:
    for match in SENTENCE.finditer(fold_characters(text)):
        if len(match[0].strip()) >= 8:
            yield match[0]


if __name__ == "__main__":
    main()
