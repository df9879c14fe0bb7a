"""Where in a Word binary file (DOC, WPS) does its text lie?

After [MS-DOC]: the FIB at the head of the WordDocument stream says how many
characters each part of the document has; the piece table in the table stream says
where the characters stand. A character position (CP) is a UTF-16 code unit.
"""

import struct
from array import array
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from archive.encoding import decode
from archive.errors import EncryptedFile
from archive.extract.ole import CompoundFile
from archive.sniff import DOC

_WORD_97 = 0xC1
_ENCRYPTED, _TABLE_1, _OBFUSCATED = 0x0100, 0x0200, 0x8000
_COUNTS_97, _COUNTS_95, _TABLES_97, _CLX_95 = 0x4C, 0x34, 0x9A, 0x160
_CLX = 33
_COMPRESSED = 1 << 30
PARTS = ("main", "footnote", "header", "macro", "comment", "endnote", "box", "headbox")


@dataclass(frozen=True, slots=True)
class Piece:
    """Code units ``start`` to ``end`` of the text and where in the stream they lie."""

    start: int
    end: int
    offset: int
    width: int
    modifier: int


class WordFile:
    """The text of a Word binary file by CP, and the tables that describe it."""

    def __init__(self, file: CompoundFile) -> None:
        """Read the head; raises EncryptedFile or DamagedFile."""
        self.stream = file.read("WordDocument")
        if len(self.stream) < 0x200:
            raise file.damaged()
        self.version, flags = self._short(2), self._short(0x0A)
        if flags & (_ENCRYPTED | _OBFUSCATED):
            raise EncryptedFile(media_type=DOC)
        self._has_wide_tables = self.version >= _WORD_97
        if self._has_wide_tables:
            self._table = file.read("1Table" if flags & _TABLE_1 else "0Table")
        else:
            self._table = self.stream
        self.modifiers, self.pieces = self._piece_table(is_complex=bool(flags & 4))
        self.text = "".join(map(self._units, self.pieces))

    def parts(self) -> dict[str, tuple[int, int]]:
        """Return the half-open CP range of each part of ``PARTS``."""
        at = _COUNTS_97 if self._has_wide_tables else _COUNTS_95
        ranges: dict[str, tuple[int, int]] = {}
        start = 0
        for index, part in enumerate(PARTS):
            count = struct.unpack_from("<i", self.stream, at + 4 * index)[0]
            end = min(start + max(count, 0), len(self.text))
            ranges[part] = start, end
            start = end
        return ranges

    def readable(self, units: str) -> str:
        """Return code units, or the bytes that Word 95 has for them, as text."""
        if not self._has_wide_tables:
            return units.encode("latin-1", "replace").decode(self._encoding, "replace")
        return units.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")

    @cached_property
    def _encoding(self) -> str:
        named = decode(self.text.encode("latin-1", "replace")).encoding
        return "big5hkscs" if named == "big5" else named

    def table(self, index: int) -> bytes:
        """Return a table by its index in FibRgFcLcb97; Word 95 has none of them."""
        if not self._has_wide_tables:
            return b""
        start, size = struct.unpack_from("<II", self.stream, _TABLES_97 + 8 * index)
        return self._table[start : start + size]

    def table_and_beyond(self, index: int) -> bytes:
        """Return a table with all that follows it in its stream."""
        (start,) = struct.unpack_from("<I", self.stream, _TABLES_97 + 8 * index)
        return self._table[start:]

    def positions(self, index: int, item_size: int) -> list[int]:
        """Return the positions of a table of positions and items of some size."""
        table = self.table(index)
        count = (len(table) - 4) // (4 + item_size) + 1 if len(table) >= 4 else 0
        return list(struct.unpack_from(f"<{count}I", table))

    def items(self, index: int, item_size: int) -> list[tuple[int, int, bytes]]:
        """Return start, end and item for each item of such a table."""
        table, at = self.table(index), self.positions(index, item_size)
        first = 4 * len(at)
        return [
            (at[i], at[i + 1], table[first + i * item_size :][:item_size])
            for i in range(len(at) - 1)
        ]

    def _piece_table(self, *, is_complex: bool) -> tuple[list[bytes], list[Piece]]:
        if self._has_wide_tables:
            clx = self.table(_CLX)
        elif is_complex:
            start, size = struct.unpack_from("<II", self.stream, _CLX_95)
            clx = self.stream[start : start + size]
        else:
            first, last = struct.unpack_from("<II", self.stream, 0x18)
            return [], [Piece(0, last - first, first, 1, 0)]
        modifiers: list[bytes] = []
        at = 0
        while clx[at : at + 1] == b"\x01":
            (size,) = struct.unpack_from("<H", clx, at + 1)
            modifiers.append(clx[at + 3 : at + 3 + size])
            at += 3 + size
        return modifiers, list(self._pieces(clx[at + 5 :]))

    def _pieces(self, table: bytes) -> Iterator[Piece]:
        count = max(0, len(table) - 4) // 12
        if not count:
            return
        start = 0
        at = struct.unpack_from(f"<{count + 1}I", table)
        for index in range(count):
            _, fc, modifier = struct.unpack_from(
                "<HIH", table, 4 * (count + 1) + 8 * index
            )
            if not self._has_wide_tables:
                width, offset = 1, fc
            elif fc & _COMPRESSED:
                width, offset = 1, (fc & ~_COMPRESSED) // 2
            else:
                width, offset = 2, fc
            room = max(0, len(self.stream) - offset) // width
            size = min(max(0, at[index + 1] - at[index]), room)
            yield Piece(start, start + size, offset, width, modifier)
            start += size

    def _units(self, piece: Piece) -> str:
        size = (piece.end - piece.start) * piece.width
        raw = self.stream[piece.offset : piece.offset + size]
        if piece.width == 1:
            return raw.decode(
                "cp1252" if self._has_wide_tables else "latin-1", "replace"
            )
        text = raw.decode("utf-16-le", "surrogatepass")
        if 2 * len(text) == len(raw):
            return text
        return "".join(map(chr, array("H", raw)))

    def _short(self, at: int) -> int:
        number: int = struct.unpack_from("<H", self.stream, at)[0]
        return number
