"""How common is each Chinese character? Writes archive/data/common_characters.txt.

    python benchmarks/common_characters.py archive/data/common_characters.txt

Simplified characters are counted in jieba's dictionary (MIT); a Traditional one is
as common as the Simplified one that OpenCC (Apache-2.0) folds it to. A line is one
class: the negative natural logarithm of the share, a space, and its characters.
"""

import math
import sys
from collections import Counter, defaultdict
from pathlib import Path

import jieba
from opencc import OpenCC

RAREST_CLASS = 15
HAN = range(0x4E00, 0xA000)


def character_counts() -> Counter[str]:
    """Count every character of every dictionary word as often as the word occurs."""
    counts: Counter[str] = Counter()
    dictionary = Path(jieba.__file__).with_name("dict.txt")
    for line in dictionary.read_text("utf-8").splitlines():
        word, occurrences, *_ = line.split(" ")
        for character in word:
            if ord(character) in HAN:
                counts[character] += int(occurrences)
    return counts


def classes(counts: Counter[str]) -> dict[int, list[str]]:
    """Sort Simplified and Traditional characters into classes of commonness."""
    total = counts.total()
    fold = OpenCC("t2s")
    found: dict[int, list[str]] = defaultdict(list)
    for character in map(chr, HAN):
        count = max(counts[character], counts[fold.convert(character)])
        rarity = round(-math.log(count / total)) if count else RAREST_CLASS
        if rarity < RAREST_CLASS:
            found[rarity].append(character)
    return found


def main() -> None:
    """Write the table to the path given."""
    found = classes(character_counts())
    lines = [f"{rarity} {''.join(found[rarity])}\n" for rarity in sorted(found)]
    Path(sys.argv[1]).write_text("".join(lines), "utf-8")
    print({rarity: len(found[rarity]) for rarity in sorted(found)})


main()
