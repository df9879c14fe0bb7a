"""How is ``given_names.txt``, how common characters are in given names, made?

Run ``python -m indexer.data.build_given_names CHARFREQ DICT`` with ``charfreq.csv``
of PyPI ``ngender`` 0.1.1 (MIT; counts of 32 million people) and jieba's
``dict.txt``: a line for each of ten levels, by how much commoner than in words.
"""

import csv
import math
import sys
from collections import Counter
from pathlib import Path

TARGET = Path(__file__).with_name("given_names.txt")
LEVELS = 10
_FEWEST = 20
_NAMES = ("nr", "nrfg", "nrt", "ns")
_REMARK = (
    "# Characters of given names, the rare first, a line a level (ngender, MIT).\n"
)


def build(counted: Path, dictionary: Path) -> str:
    """Return the file's text."""
    with counted.open(encoding="utf-8", newline="") as file:
        given = {
            row["char"]: int(row["male"]) + int(row["female"])
            for row in csv.DictReader(file)
        }
    words = Counter[str]()
    for line in dictionary.read_text("utf-8").splitlines():
        word, frequency, tag = line.split(" ")
        if tag not in _NAMES:
            words.update(dict.fromkeys(word, int(frequency)))
    people, elsewhere = sum(given.values()), words.total()
    levels: list[list[str]] = [[] for _ in range(LEVELS)]
    for character, count in given.items():
        if "\u4e00" <= character <= "\u9fff" and count >= _FEWEST:
            share = (words[character] + 5) / elsewhere
            ratio = math.log(count / people / share)
            level = int(min(max((ratio + 4) * 1.3, 0), LEVELS - 1))
            levels[level].append(character)
    return _REMARK + "".join("".join(level) + "\n" for level in levels)


if __name__ == "__main__":
    TARGET.write_text(build(*map(Path, sys.argv[1:])), "utf-8")
