"""Which label does Word display before each paragraph of its lists?"""

import re
from dataclasses import dataclass

from archive.extract.docx_numerals import numeral

_BULLET = "•"
NUMBER_FORMATS = {
    0x01: "upperRoman",
    0x02: "lowerRoman",
    0x03: "upperLetter",
    0x04: "lowerLetter",
    0x0A: "ideographDigital",
    0x0B: "japaneseCounting",
    0x0E: "decimalFullWidth",
    0x11: "japaneseDigitalTenThousand",
    0x12: "decimalEnclosedCircle",
    0x16: "decimalZero",
    0x17: "bullet",
    0x1A: "decimalEnclosedFullstop",
    0x1B: "decimalEnclosedParen",
    0x1C: "decimalEnclosedCircleChinese",
    0x1D: "ideographEnclosedCircle",
    0x1E: "ideographTraditional",
    0x1F: "ideographZodiac",
    0x21: "taiwaneseCounting",
    0x23: "taiwaneseCountingThousand",
    0x24: "taiwaneseDigital",
    0x25: "chineseCounting",
    0x26: "chineseLegalSimplified",
    0x27: "chineseCountingThousand",
    0x28: "ideographDigital",
    0xFF: "none",
}
"""Formats by the numbers that Word 97 to 2003 had for them ([MS-OSHARED] MSONFC)."""
_PRIVATE_USE = re.compile("[\ue000-\uf8ff]")


@dataclass(frozen=True, slots=True)
class Level:
    """A level of a list; in its text ``%1`` stands for the number of the first."""

    number_format: str
    text: str
    start: int
    suffix: str
    style: str | None
    restarts: bool
    is_legal: bool


@dataclass(frozen=True, slots=True)
class List:
    """A use of a list: the counters it shares, its levels, and starts it sets anew."""

    abstract: str
    levels: dict[int, Level]
    new_starts: dict[int, int]


class Labels:
    """Counts the paragraphs of lists; ask in the order of the text."""

    def __init__(self) -> None:
        self._counters: dict[str, dict[int, int]] = {}
        self._used: set[tuple[str, int]] = set()

    def label(self, list_id: str, list_: List, depth: int) -> str:
        """Return what stands before the next paragraph of a list at a level it has."""
        level = list_.levels[depth]
        self._count(list_id, list_, depth)
        label = self._written(list_, level)
        return label + level.suffix if label else ""

    def _count(self, list_id: str, list_: List, depth: int) -> None:
        counters = self._counters.setdefault(list_.abstract, {})
        if depth in list_.new_starts and (list_id, depth) not in self._used:
            counters[depth] = list_.new_starts[depth]
        elif depth in counters:
            counters[depth] += 1
        else:
            counters[depth] = list_.levels[depth].start
        self._used.add((list_id, depth))
        for deeper in [d for d in counters if d > depth]:
            if deeper in list_.levels and list_.levels[deeper].restarts:
                del counters[deeper]

    def _written(self, list_: List, level: Level) -> str:
        if level.number_format == "bullet":
            return _PRIVATE_USE.sub(_BULLET, level.text)
        counters = self._counters[list_.abstract]

        def number(match: re.Match[str]) -> str:
            depth = int(match[1]) - 1
            named = list_.levels.get(depth, level)
            number_format = "decimal" if level.is_legal else named.number_format
            return numeral(counters.setdefault(depth, named.start), number_format)

        return re.sub(r"%([1-9])", number, level.text)
