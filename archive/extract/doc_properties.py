"""Which characters of a Word binary file are not shown, and which end a cell?

Properties stand as lists of changes (sprm) in pages of 512 bytes (FKP), by the byte
offset of the text they are for; see [MS-DOC] 2.6 and 2.9.
"""

import struct
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from archive.extract.doc_file import Piece, WordFile

_PAGE = 512
_CHPX, _PAPX = 12, 13
_FIXED_SIZES = (1, 1, 2, 4, 2, 2, 0, 3)
_DELETED, _HIDDEN, _SYMBOL = 0x0800, 0x083C, 0x6A09
_FONT, _OTHER_FONT = 0x4A4F, 0x4A51
_SHORT_DELETED = 0x41
_IN_TABLE, _ROW_END, _DEPTH = 0x2416, 0x2417, 0x6649
_INNER_CELL, _INNER_ROW_END = 0x244B, 0x244C
_PAGE_BEFORE, _LEVEL, _LIST = 0x2407, 0x260A, 0x460B

Changes = dict[int, bytes]
"""Operands by the code of the change; the last one wins."""


@dataclass(frozen=True, slots=True)
class ParagraphKind:
    """How a paragraph stands in tables and lists, and which style it bears."""

    depth: int = 0
    ends_row: bool = False
    ends_inner_cell: bool = False
    ends_inner_row: bool = False
    starts_page: bool = False
    style: int = 0
    list_id: int | None = None
    level: int | None = None


_PLAIN = ParagraphKind()


class Properties:
    """What a file says of its characters and paragraphs, by CP."""

    def __init__(self, file: WordFile) -> None:
        self._file = file
        self._paragraphs = _Runs(file, _PAPX)

    def characters(self) -> tuple[bytearray, dict[int, bytes]]:
        """Return a byte for each code unit, 1 if it is deleted or hidden, and signs.

        The signs are those of picture fonts by CP: font number and code.
        """
        flags = bytearray(len(self._file.text))
        signs: dict[int, bytes] = {}
        runs = _Runs(self._file, _CHPX)
        for piece in self._file.pieces:
            if _is_left_out(self._of_piece(piece)):
                flags[piece.start : piece.end] = b"\1" * (piece.end - piece.start)
            for start, end, changes in runs.within(piece):
                if _is_left_out(changes):
                    flags[start:end] = b"\1" * (end - start)
                for at in range(start, end):
                    sign = _sign(changes, self._file.text[at])
                    if sign is not None:
                        signs[at] = sign
        return flags, signs

    def paragraph_kinds(self) -> "ParagraphKinds":
        """Return the kinds of paragraphs, to be asked by the CP of their end."""
        found: list[tuple[int, int, ParagraphKind]] = []
        for piece in self._file.pieces:
            for start, end, changes in self._paragraphs.within(piece):
                found.append((start, end, paragraph_kind(changes)))
        return ParagraphKinds(found)

    def _of_piece(self, piece: Piece) -> Changes:
        if piece.modifier & 1:
            index = piece.modifier >> 1
            modifiers = self._file.modifiers
            return changes_of(modifiers[index]) if index < len(modifiers) else {}
        if piece.modifier >> 1 & 0x7F == _SHORT_DELETED:
            return {_DELETED: bytes([piece.modifier >> 8])}
        return {}


class ParagraphKinds:
    """The kinds of a document's paragraphs."""

    def __init__(self, runs: list[tuple[int, int, ParagraphKind]]) -> None:
        """Take runs of CPs in order."""
        self._starts = [start for start, _, _ in runs]
        self._runs = runs
        self.are_known = bool(runs)

    def at(self, position: int) -> ParagraphKind:
        """Return the kind of the paragraph that the character at a CP belongs to."""
        index = bisect_right(self._starts, position) - 1
        if index < 0:
            return _PLAIN
        _, end, kind = self._runs[index]
        return kind if position < end else _PLAIN


class _Runs:
    """The runs of one table of FKPs, by byte offset."""

    def __init__(self, file: WordFile, table: int) -> None:
        self._is_paragraphs = table == _PAPX
        self._runs = sorted(
            (
                run
                for _, _, item in file.items(table, 4)
                for run in self._of(file, item)
            ),
            key=lambda run: run[0],
        )
        self._starts = [start for start, _, _ in self._runs]

    def within(self, piece: Piece) -> Iterator[tuple[int, int, Changes]]:
        """Yield the CPs of the runs that meet a piece, with their changes."""
        last = piece.offset + (piece.end - piece.start) * piece.width
        first = max(0, bisect_right(self._starts, piece.offset) - 1)
        for start, end, changes in self._runs[first:]:
            if start >= last:
                break
            start, end = max(start, piece.offset), min(end, last)
            if start < end:
                yield (
                    piece.start + (start - piece.offset) // piece.width,
                    piece.start + -(-(end - piece.offset) // piece.width),
                    changes,
                )

    def _of(self, file: WordFile, item: bytes) -> Iterator[tuple[int, int, Changes]]:
        number = struct.unpack("<I", item)[0] & 0x3FFFFF
        page = file.stream[number * _PAGE : (number + 1) * _PAGE]
        count = page[-1] if len(page) == _PAGE else 0
        size = 13 if self._is_paragraphs else 1
        if 4 * (count + 1) + count * size > _PAGE - 1:
            return
        bounds = struct.unpack_from(f"<{count + 1}I", page)
        for index in range(count):
            at = 2 * page[4 * (count + 1) + index * size]
            grpprl = self._grpprl(page, at) if at else b""
            yield bounds[index], bounds[index + 1], self._changes(grpprl)

    def _grpprl(self, page: bytes, at: int) -> bytes:
        size = page[at]
        if not self._is_paragraphs:
            return page[at + 1 : at + 1 + size]
        if size:
            return page[at + 1 : at + 2 * size]
        size = page[at + 1] if at + 1 < _PAGE else 0
        return page[at + 2 : at + 2 + 2 * size]

    def _changes(self, grpprl: bytes) -> Changes:
        if not self._is_paragraphs:
            return changes_of(grpprl)
        return {_STYLE: grpprl[:2]} | changes_of(grpprl[2:])


_STYLE = -1


def changes_of(grpprl: bytes) -> Changes:
    """Return the changes of a list of them; what is cut short is left out."""
    changes: Changes = {}
    at = 0
    while at + 2 < len(grpprl):
        (code,) = struct.unpack_from("<H", grpprl, at)
        at += 2
        size = _FIXED_SIZES[code >> 13]
        if code == 0xD608 and at + 2 <= len(grpprl):
            size = struct.unpack_from("<H", grpprl, at)[0] + 1
        elif not size:
            size = grpprl[at] + 1
        changes[code] = grpprl[at : at + size]
        at += size
    return changes


def _is_left_out(changes: Changes) -> bool:
    hidden = changes.get(_HIDDEN, b"\0")
    return changes.get(_DELETED, b"\0") == b"\1" or hidden in (b"\1", b"\x81")


def _sign(changes: Changes, unit: str) -> bytes | None:
    if len(changes.get(_SYMBOL, b"")) == 4:
        return changes[_SYMBOL]
    if "\uf000" <= unit <= "\uf0ff":
        font = changes.get(_FONT, changes.get(_OTHER_FONT, b"\xff\xff"))
        return font[:2] + struct.pack("<H", ord(unit))
    return None


def paragraph_kind(changes: Changes) -> ParagraphKind:
    """Return what these changes say of a paragraph."""

    def is_on(code: int) -> bool:
        return any(changes.get(code, b""))

    depth = int.from_bytes(changes.get(_DEPTH, b""), "little")
    return ParagraphKind(
        depth=min(depth, 64) if depth else int(is_on(_IN_TABLE)),
        ends_row=is_on(_ROW_END),
        ends_inner_cell=is_on(_INNER_CELL),
        ends_inner_row=is_on(_INNER_ROW_END),
        starts_page=is_on(_PAGE_BEFORE),
        style=int.from_bytes(changes.get(_STYLE, b""), "little"),
        list_id=_number(changes.get(_LIST)),
        level=_number(changes.get(_LEVEL)),
    )


def _number(operand: bytes | None) -> int | None:
    return None if operand is None else int.from_bytes(operand, "little")
