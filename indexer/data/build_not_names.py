"""How is ``not_names.txt``, the words that only look like names, made?

Run ``python -m indexer.data.build_not_names DICT`` with jieba's ``dict.txt``: it
keeps words of two or three characters that begin with a surname, are no names there
and are not rare.
"""

import sys
from pathlib import Path

from indexer.word_files import read_lines

TARGET = Path(__file__).with_name("not_names.txt")
FEWEST = 8
MORE = ("马克思", "恩格斯", "列宁", "毛入学", "易地", "伊拉克", "伊朗", "荣誉")


def build(dictionary: Path) -> str:
    """Return the file's text."""
    surnames = frozenset("".join(read_lines("surnames.txt")[:2]))
    words = list(MORE)
    for line in dictionary.read_text("utf-8").splitlines():
        word, frequency, tag = line.split(" ")
        looks = 2 <= len(word) <= 3 and word[0] in surnames and word[-1] != "家"
        if looks and not tag.startswith("nr") and int(frequency) >= FEWEST:
            words.append(word)
    rows = [" ".join(words[i : i + 20]) for i in range(0, len(words), 20)]
    return "# Words that begin like a name; from the dictionary of jieba (MIT).\n" + (
        "\n".join(rows) + "\n"
    )


if __name__ == "__main__":
    TARGET.write_text(build(Path(sys.argv[1])), "utf-8")
