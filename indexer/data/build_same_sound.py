"""How is the table of characters of one sound, ``same_sound.txt``, made?

    python -m indexer.data.build_same_sound

A line holds the characters of GB/T 2312, which are those in common use, whose usual
reading is the same, tones aside.
"""

from collections import defaultdict
from itertools import product
from pathlib import Path

from indexer.pinyin import readings

TABLE = Path(__file__).with_name("same_sound.txt")
_ROWS = (range(0xB0, 0xF8), range(0xA1, 0xFF))
"""The two bytes of the Chinese characters of GB/T 2312."""


def main() -> None:
    """Write the table."""
    sounding: dict[str, list[str]] = defaultdict(list)
    for codes in product(*_ROWS):
        character = bytes(codes).decode("gb2312", "ignore")
        if character and (heard := readings(character)):
            sounding[heard[0]].append(character)
    lines = ("".join(characters) for _, characters in sorted(sounding.items()))
    TABLE.write_text("\n".join(lines) + "\n", "utf-8")


if __name__ == "__main__":
    main()
