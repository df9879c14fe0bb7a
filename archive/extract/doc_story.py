"""What does a part of a Word binary file say, as a reader sees it?"""

import struct
from collections.abc import Iterator, Mapping

from archive.extract.doc_file import WordFile
from archive.extract.doc_numbering import DocNumbering
from archive.extract.doc_properties import ParagraphKind, Properties, changes_of
from archive.extract.page_breaks import PAGE_BREAK
from archive.extract.symbols import symbol

_CELL, _PARAGRAPH, _BREAK = "\x07", "\r", "\f"
_FIELD, _RESULT, _FIELD_END = "\x13", "\x14", "\x15"
_SIGNS = {"\t": "\t", "\x0b": "\n", "\x0e": "\n", "\x1e": "-", _BREAK: "\n\f"}
_FOOTNOTES, _ENDNOTES = (2, 3), (46, 47)
_SECTIONS, _HEADERS, _FONTS = 6, 11, 15
_BREAK_KIND = 0x3009
_FLOWING = (0, 1)
_SEPARATORS, _STORIES, _FOOTERS = 6, 6, (2, 3, 5)


class Stories:
    """The parts of a document in reading order."""

    def __init__(self, file: WordFile) -> None:
        self._file = file
        self._ranges = file.parts()
        properties = Properties(file)
        self._left_out, self._symbols = properties.characters()
        self._kinds = properties.paragraph_kinds()
        self._numbering = DocNumbering(file)
        self._fonts = _fonts(file.table(_FONTS))
        self._sections = _sections(file)

    def text(self) -> str:
        """Return headers, text with its footnotes, boxes, endnotes and footers."""
        headers, footers = self._margins()
        body = self._blocks("main", notes=self._notes("footnote", *_FOOTNOTES))
        endnotes = self._notes("endnote", *_ENDNOTES).values()
        return "".join([headers, *body, *self._blocks("box"), *endnotes, footers])

    def _margins(self) -> tuple[str, str]:
        """Return the different headers and footers of the sections, each once."""
        at = self._file.positions(_HEADERS, 0)[_SEPARATORS:]
        shown: tuple[dict[str, None], dict[str, None]] = ({}, {})
        for index in range(len(at) - 2):
            story = "".join(self._blocks("header", at[index], at[index + 1]))
            story = story.replace(PAGE_BREAK, "").strip("\n")
            if story.strip():
                shown[index % _STORIES in _FOOTERS][story + "\n"] = None
        return "".join(shown[False]), "".join([*shown[True], *self._blocks("headbox")])

    def _notes(self, part: str, references: int, texts: int) -> Mapping[int, str]:
        """Return the notes of a kind by the CP of the mark that calls them."""
        at = self._file.positions(texts, 0)
        marks = [start for start, _, _ in self._file.items(references, 2)]
        return {
            mark: "".join(self._blocks(part, start, end))
            for mark, start, end in zip(marks, at, at[1:], strict=False)
        }

    def _blocks(
        self,
        part: str,
        start: int = 0,
        end: int | None = None,
        *,
        notes: Mapping[int, str] | None = None,
    ) -> Iterator[str]:
        """Yield the paragraphs and rows of a part or some of it, with their notes."""
        first, last = self._ranges[part]
        start, end = first + start, last if end is None else min(first + end, last)
        table, waiting = _Table(), sorted((notes or {}).items(), reverse=True)
        for at, words, mark in self._paragraphs(start, end):
            kind = self._kinds.at(at)
            if not kind.ends_row and not kind.ends_inner_row:
                words = self._numbering.label(kind) + words
            ends_row = kind.ends_row or (
                # Word 95: an empty cell after another one ends the row.
                not self._kinds.are_known and not words and table.has_cells()
            )
            if mark == _CELL and ends_row:
                yield table.row()
            elif mark == _CELL:
                table.end_cell(words)
                continue
            elif kind.depth and mark == _PARAGRAPH:
                table.add(words, kind)
                continue
            else:
                yield table.row()
                yield self._paragraph(at, words, mark, kind)
            while waiting and waiting[-1][0] <= at:
                yield waiting.pop()[1]
        yield table.row()

    def _paragraph(self, at: int, words: str, mark: str, kind: ParagraphKind) -> str:
        before = PAGE_BREAK if kind.starts_page else ""
        if mark != _BREAK:
            return before + words + "\n"
        line = words + "\n" if words else ""
        return before + line + ("" if self._sections[at] else PAGE_BREAK)

    def _paragraphs(self, start: int, end: int) -> Iterator[tuple[int, str, str]]:
        """Yield the CP of the end, the words and the mark of each paragraph."""
        words: list[str] = []
        hiding: list[bool] = []
        for at in range(start, end):
            unit = self._file.text[at]
            if unit == _FIELD:
                hiding.append(True)
            elif unit == _RESULT and hiding:
                hiding[-1] = False
            elif unit == _FIELD_END and hiding:
                hiding.pop()
            elif self._left_out[at] or any(hiding):
                continue
            elif unit in (_CELL, _PARAGRAPH) or at in self._sections:
                yield at, self._file.readable("".join(words)), unit
                words.clear()
            else:
                words.append(self._sign(at, unit))
        if words:
            yield end - 1, self._file.readable("".join(words)), _PARAGRAPH

    def _sign(self, at: int, unit: str) -> str:
        """Return what a code unit of a paragraph shows."""
        picture = self._symbols.get(at)
        if picture is not None:
            font, code = struct.unpack("<HH", picture)
            name = self._fonts[font] if font < len(self._fonts) else ""
            return symbol(name, code)
        return unit if unit >= " " else _SIGNS.get(unit, "")


class _Table:
    """Gathers the cells of a row; those of a table inside are parted likewise."""

    def __init__(self) -> None:
        self._cells: list[str] = []
        self._lines: list[str] = []
        self._inner: list[str] = []

    def add(self, words: str, kind: ParagraphKind) -> None:
        """Take in a paragraph that does not end a cell of the outer table."""
        if kind.ends_inner_row:
            self._lines.append("\t".join(self._inner))
            self._inner.clear()
        elif kind.ends_inner_cell:
            self._inner.append(words)
        else:
            self._lines.append(words)

    def end_cell(self, words: str) -> None:
        """Take in the last paragraph of a cell."""
        self._lines.append(words)
        self._cells.append("\n".join([*self._inner, *self._lines]).strip("\n"))
        self._lines.clear()
        self._inner.clear()

    def has_cells(self) -> bool:
        """Tell whether a row has begun."""
        return bool(self._cells)

    def row(self) -> str:
        """Return the row as a line and begin the next one; empty if it says nothing."""
        line = "\t".join([*self._cells, *self._lines]).rstrip("\t")
        self._cells.clear()
        self._lines.clear()
        return line + "\n" if line.strip() else ""


def _sections(file: WordFile) -> Mapping[int, bool]:
    """Return the CPs of the marks that end a section; True if the page goes on."""
    items = file.items(_SECTIONS, 12)
    flows = [_flows(file, item) for _, _, item in items[1:]]
    ends = [end - 1 for _, end, _ in items]
    return dict(zip(ends, [*flows, True], strict=False))


def _flows(file: WordFile, section: bytes) -> bool:
    (at,) = struct.unpack_from("<I", section, 2)
    if at + 2 > len(file.stream):
        return False
    (size,) = struct.unpack_from("<H", file.stream, at)
    kind = changes_of(file.stream[at + 2 : at + 2 + size]).get(_BREAK_KIND, b"\2")
    return kind[:1] in (b"\0", b"\1")


def _fonts(table: bytes) -> list[str]:
    """Return the names of the fonts of a file, in the order of their numbers."""
    names: list[str] = []
    at = 4
    while at < len(table):
        entry = table[at + 1 : at + 1 + table[at]]
        name = entry[39:].decode("utf-16-le", "replace")
        names.append(name.partition("\0")[0])
        at += 1 + table[at]
    return names
