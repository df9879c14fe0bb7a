"""Which number does Word display before a paragraph of a binary file's lists?

After [MS-DOC] 2.9.150 (LSTF, LVL), 2.9.131 (LFO) and 2.9.271 (STSH).
"""

import struct
from dataclasses import dataclass

from archive.extract.doc_file import WordFile
from archive.extract.doc_properties import ParagraphKind, changes_of, paragraph_kind
from archive.extract.list_labels import NUMBER_FORMATS, Labels, Level, List

_STYLES, _LISTS, _OVERRIDES = 1, 73, 74
_MOST_STYLES = 4096


class DocNumbering:
    """Counts the paragraphs of a file's lists; ask in the order of the text."""

    def __init__(self, file: WordFile) -> None:
        self._labels = Labels()
        self._lists = _lists(file)
        self._styles = _styles(file.table(_STYLES))

    def label(self, kind: ParagraphKind) -> str:
        """Return what stands before a paragraph, or nothing."""
        list_id, level = kind.list_id, kind.level
        style: int | None = kind.style
        for _ in range(len(self._styles)):
            if style is None or style >= len(self._styles) or list_id is not None:
                break
            inherited = self._styles[style]
            list_id = inherited.kind.list_id
            level = inherited.kind.level if level is None else level
            style = inherited.based_on
        list_ = self._lists.get(list_id or 0)
        if list_ is None or (level or 0) not in list_.levels:
            return ""
        return self._labels.label(str(list_id), list_, level or 0)


@dataclass(frozen=True, slots=True)
class _Style:
    based_on: int | None
    kind: ParagraphKind


def _styles(table: bytes) -> list[_Style]:
    """Return the styles by number; one that is none of paragraphs has no lists."""
    if len(table) < 6:
        return []
    head, count, base = struct.unpack_from("<HHH", table)
    at = 2 + head
    styles: list[_Style] = []
    for _ in range(min(count, _MOST_STYLES)):
        if at + 2 > len(table):
            break
        (size,) = struct.unpack_from("<H", table, at)
        styles.append(_style(table[at + 2 : at + 2 + size], base))
        at += 2 + size + size % 2
    return styles


def _style(style: bytes, base: int) -> _Style:
    if len(style) < base + 2 or base < 10:
        return _Style(None, ParagraphKind())
    kind_and_base = int.from_bytes(style[2:4], "little")
    based_on = kind_and_base >> 4
    parent = None if based_on == 0xFFF else based_on
    if kind_and_base & 0xF != 1:
        return _Style(parent, ParagraphKind())
    at = base + 2 + 2 * int.from_bytes(style[base : base + 2], "little") + 2
    at += at % 2
    size = int.from_bytes(style[at : at + 2], "little")
    return _Style(parent, paragraph_kind(changes_of(style[at + 4 : at + 2 + size])))


def _lists(file: WordFile) -> dict[int, List]:
    """Return the lists by the number that paragraphs name them with, from 1."""
    definitions = _definitions(file)
    table = file.table(_OVERRIDES)
    if len(table) < 4:
        return {}
    (count,) = struct.unpack_from("<I", table)
    at = 4 + 16 * count
    lists: dict[int, List] = {}
    for index in range(count):
        id_, overrides = struct.unpack_from("<I8xB", table, 4 + 16 * index)
        levels, starts = dict(definitions.get(id_, {})), {}
        at += 4
        for _ in range(overrides):
            start, flags = struct.unpack_from("<iI", table, at)
            at += 8
            depth = flags & 0xF
            if flags & 0x20:
                levels[depth], at = _level(table, at)
            elif flags & 0x10:
                starts[depth] = start
        lists[index + 1] = List(str(id_), levels, starts)
    return lists


def _definitions(file: WordFile) -> dict[int, dict[int, Level]]:
    table = file.table(_LISTS)
    if len(table) < 2:
        return {}
    (count,) = struct.unpack_from("<H", table)
    levels, at = file.table_and_beyond(_LISTS), 2 + 28 * count
    found: dict[int, dict[int, Level]] = {}
    for index in range(count):
        id_, flags = struct.unpack_from("<I22xB", levels, 2 + 28 * index)
        found[id_] = {}
        for depth in range(1 if flags & 1 else 9):
            found[id_][depth], at = _level(levels, at)
    return found


def _level(table: bytes, at: int) -> tuple[Level, int]:
    """Return a level and where the next thing begins."""
    start, number_format, flags = struct.unpack_from("<iBB", table, at)
    follower, characters, paragraphs = table[at + 15], table[at + 24], table[at + 25]
    at += 28 + paragraphs + characters
    (size,) = struct.unpack_from("<H", table, at)
    text = table[at + 2 : at + 2 + 2 * size].decode("utf-16-le", "replace")
    shown = "".join(f"%{ord(c) + 1}" if c < "\t" else c for c in text)
    level = Level(
        number_format=NUMBER_FORMATS.get(number_format, "decimal"),
        text=shown,
        start=start,
        suffix="" if follower == 2 else " ",
        style=None,
        restarts=not flags & 0x08,
        is_legal=bool(flags & 0x04),
    )
    return level, at + 2 + 2 * size
