"""In which number format does each cell of a workbook stand, and which rows hide?"""

import re
import struct
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from lxml import etree

from archive.extract.docx_package import BROKEN_PACKAGE, Package
from archive.extract.number_format import BUILT_IN
from archive.extract.ole import CompoundFile, is_compound
from archive.extract.sheet_ods import shown_cells
from archive.sniff import XLS

_LETTERS = re.compile("([A-Z]{1,3})([0-9]+)")
_BOUND_SHEET, _FORMAT, _XF, _BEGIN, _END = 0x85, 0x41E, 0xE0, 0x809, 0x0A
_ROW, _CELL, _ROW_OF_CELLS, _FORMULA = 0x208, (0x203, 0x27E), 0xBD, 0x06
_HIDDEN_ROW = 0x20


@dataclass(slots=True)
class SheetFormats:
    """How a sheet's cells of numbers and days show, by row and column from 0.

    ``codes`` holds format codes; ``shown`` the words themselves, where a file has
    them. ``hidden_rows`` counts the rows with cells that are not shown.
    """

    codes: dict[tuple[int, int], str] = field(default_factory=dict)
    shown: dict[tuple[int, int], str] = field(default_factory=dict)
    hidden_rows: int = 0


def sheet_formats(path: Path) -> Mapping[str, SheetFormats]:
    """Return by name what is known of each sheet of a workbook.

    A workbook whose formats cannot be read has none: its values stand as they are.
    """
    if is_compound(path):
        with CompoundFile(path, XLS) as file:
            name = next((n for n in ("Workbook", "Book") if file.has(n)), None)
            return _of_records(file.read(name)) if name else {}
    try:
        with zipfile.ZipFile(path) as archive:
            return dict(_of_package(archive))
    except BROKEN_PACKAGE:
        return {}


def _of_package(archive: zipfile.ZipFile) -> Iterator[tuple[str, SheetFormats]]:
    package = Package(archive)
    if "content.xml" in archive.namelist():
        for name, shown, hidden in shown_cells(package.parse("content.xml")):
            yield name, SheetFormats({}, shown, hidden)
        return
    main = package.main_part()
    codes = _codes(package.related(main, "styles"))
    for sheet in package.parse(main).iter("{*}sheet"):
        links = (str(v) for k, v in sheet.attrib.items() if str(k).endswith("}id"))
        relation = next(links, "")
        part = package.target(main, relation)
        if part is not None and part in archive.namelist():
            with archive.open(part) as file:
                yield str(sheet.get("name")), _of_part(file, codes)


def _codes(styles: etree._Element | None) -> list[str]:
    """Return the format code of each cell style; empty where values stand plainly."""
    if styles is None:
        return []
    own = {
        str(one.get("numFmtId")): str(one.get("formatCode") or "")
        for one in styles.iter("{*}numFmt")
    }
    cells = next(styles.iter("{*}cellXfs"), styles)
    return [
        own.get(number) or BUILT_IN.get(int(number), "")
        for number in (str(xf.get("numFmtId") or 0) for xf in cells)
        if number.isdecimal()
    ]


def _of_part(file: IO[bytes], codes: list[str]) -> SheetFormats:
    found = SheetFormats()
    for _, element in etree.iterparse(
        file, tag=("{*}c", "{*}row"), resolve_entities=False, no_network=True
    ):
        if element.tag.endswith("}row"):
            found.hidden_rows += len(element) > 0 and element.get("hidden") in (
                "1",
                "true",
            )
            element.clear()
            continue
        style = str(element.get("s") or 0)
        code = (
            codes[int(style)] if style.isdecimal() and int(style) < len(codes) else ""
        )
        place = _LETTERS.fullmatch(str(element.get("r") or ""))
        if code and place is not None and element.get("t") in (None, "n"):
            found.codes[int(place[2]) - 1, _column(place[1])] = code
    return found


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


def _of_records(content: bytes) -> Mapping[str, SheetFormats]:
    """Read the records of a workbook ([MS-XLS] 2.4); only its version 8 is known."""
    own: dict[int, str] = {}
    styles: list[int] = []
    names: dict[int, str] = {}
    sheets: dict[str, SheetFormats] = {}
    current: SheetFormats | None = None
    for at, record, data in _records(content):
        if record == _BEGIN and at in names:
            current = sheets.setdefault(names[at], SheetFormats())
        elif record == _END:
            current = None if current is not None else current
        elif current is None and record == _FORMAT and len(data) > 5:
            own[struct.unpack_from("<H", data)[0]] = _string(data, 2, wide_count=True)
        elif current is None and record == _XF and len(data) >= 4:
            styles.append(struct.unpack_from("<H", data, 2)[0])
        elif current is None and record == _BOUND_SHEET and len(data) > 8:
            names[struct.unpack_from("<I", data)[0]] = _string(data, 6)
        elif current is not None:
            for row, column, style in _cells(record, data):
                number = styles[style] if style < len(styles) else 0
                if code := own.get(number) or BUILT_IN.get(number, ""):
                    current.codes[row, column] = code
            if record == _ROW and len(data) >= 14 and data[12] & _HIDDEN_ROW:
                current.hidden_rows += 1
    return sheets


def _records(content: bytes) -> Iterator[tuple[int, int, bytes]]:
    at = 0
    while at + 4 <= len(content):
        record, size = struct.unpack_from("<HH", content, at)
        yield at, record, content[at + 4 : at + 4 + size]
        at += 4 + size


def _cells(record: int, data: bytes) -> Iterator[tuple[int, int, int]]:
    if record in (*_CELL, _FORMULA) and len(data) >= 6:
        yield struct.unpack_from("<HHH", data)
    elif record == _ROW_OF_CELLS and len(data) >= 6:
        row, first = struct.unpack_from("<HH", data)
        for index in range((len(data) - 6) // 6):
            yield row, first + index, struct.unpack_from("<H", data, 4 + 6 * index)[0]


def _string(data: bytes, at: int, *, wide_count: bool = False) -> str:
    count = data[at] + (data[at + 1] << 8 if wide_count else 0)
    flags = at + 2 if wide_count else at + 1
    is_wide = data[flags] & 1
    words = data[flags + 1 : flags + 1 + count * (2 if is_wide else 1)]
    return words.decode("utf-16-le" if is_wide else "latin-1", "replace")
