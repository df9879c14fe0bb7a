"""What do the sheets of a workbook (XLSX, XLS, ET, ODS) say?"""

import struct
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import BinaryIO

from python_calamine import (
    CalamineError,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from archive.encoding import as_lines
from archive.errors import DamagedFile, EmptyFile, EncryptedFile
from archive.extract.base import OriginalFile
from archive.extract.number_format import moment_shown, number_shown
from archive.extract.ole import CompoundFile, is_compound
from archive.extract.ole_chains import has_endless_chain
from archive.extract.page_breaks import spans
from archive.extract.sheet_formats import SheetFormats, sheet_formats
from archive.model import Extraction, Notice
from archive.sniff import ODS, XLS, XLSX

Cell = str | float | bool | date | datetime | time | timedelta
_PASSWORD, _END = 0x2F, 0x0A
_NAMED = 20
_PLAIN_NAMES = ("sheet", "工作表", "表")


class SheetExtractor:
    """Reads workbooks: a page a sheet, a line a row, cells parted by tabs.

    A sheet's name is its first line, unless it is the one a program gives. Numbers
    and days stand as the workbook shows them, formulas with the value last reckoned;
    hidden sheets are left out and named, hidden rows read and counted.
    """

    name = "sheet"
    version = "3"
    media_types = frozenset({XLSX, XLS, ODS})

    def extract(self, original: OriginalFile) -> Extraction:
        """See ``Extractor``."""
        with original.path.open("rb") as file:
            if not file.read(1):
                raise EmptyFile
            file.seek(0)
            if is_compound(original.path) and has_endless_chain(original.path, XLS):
                raise DamagedFile(media_type=XLS)
            _check_password(original.path)
            formats = sheet_formats(original.path)
            try:
                leaves, hidden, rows = _read(file, formats)
            except PasswordError as cause:
                raise EncryptedFile(media_type=XLSX) from cause
            except (CalamineError, OSError, ValueError) as cause:
                raise DamagedFile(media_type=XLSX) from cause
            except BaseException as cause:
                # calamine's own assertions, which no Exception is and no name has.
                if type(cause).__module__ != "pyo3_runtime":
                    raise
                raise DamagedFile(media_type=XLSX) from cause
        text = "".join(leaves)
        warnings = [] if text else [Notice("no_text_layer")]
        if hidden:
            details = {"count": len(hidden), "names": "、".join(hidden[:_NAMED])}
            warnings.append(Notice("hidden_sheets", details))
        if rows:
            warnings.append(Notice("hidden_rows", {"count": rows}))
        return Extraction(
            extractor=self.name,
            extractor_version=self.version,
            media_type=XLSX,
            text=text,
            pages=spans(leaves),
            warnings=tuple(warnings),
        )


def _check_password(path: Path) -> None:
    """Raise EncryptedFile if an XLS has the record of one ([MS-XLS] 2.4.117)."""
    if not is_compound(path):
        return
    with CompoundFile(path, XLS) as file:
        stream = next((n for n in ("Workbook", "Book") if file.has(n)), None)
        content = file.read(stream) if stream else b""
    at = 0
    while at + 4 <= len(content):
        record, size = struct.unpack_from("<HH", content, at)
        if record == _PASSWORD:
            raise EncryptedFile(media_type=XLS)
        if record == _END:
            return
        at += 4 + size


def _read(
    file: BinaryIO, formats: Mapping[str, SheetFormats]
) -> tuple[list[str], list[str], int]:
    """Return the text of each visible sheet that says something.

    Then the names of the hidden sheets, and how many hidden rows were read.
    """
    leaves: list[str] = []
    hidden: list[str] = []
    rows = 0
    with CalamineWorkbook.from_filelike(file) as workbook:
        for index, sheet in enumerate(workbook.sheets_metadata):
            if sheet.typ is not SheetTypeEnum.WorkSheet:
                continue
            if sheet.visible is not SheetVisibleEnum.Visible:
                hidden.append(sheet.name)
                continue
            known = formats.get(sheet.name, SheetFormats())
            cells = workbook.get_sheet_by_index(index)
            left = cells.start[1] if cells.start else 0
            lines = (
                _line(row, number, left, known)
                for number, row in enumerate(cells.iter_rows())
            )
            leaf = "".join(f"{line}\n" for line in lines if line)
            rows += known.hidden_rows
            if leaf:
                leaves.append(_heading(sheet.name) + leaf)
    return leaves, hidden, rows


def _heading(name: str) -> str:
    plain = name.strip().lower().rstrip("0123456789")
    return "" if plain in _PLAIN_NAMES else f"{name}\n\n"


def _line(row: list[Cell], number: int, left: int, known: SheetFormats) -> str:
    return "\t".join(
        known.shown.get((number, left + index))
        or _formatted(cell, known.codes.get((number, left + index), ""))
        for index, cell in enumerate(row)
    ).rstrip()


def _formatted(cell: Cell, code: str) -> str:
    """Return a cell as its format shows it, or its value where that is not known."""
    shown = None
    if code and isinstance(cell, int | float) and not isinstance(cell, bool):
        shown = number_shown(cell, code)
    elif code and isinstance(cell, date):
        shown = moment_shown(cell, code)
    return _shown(cell) if shown is None else shown


def _shown(cell: Cell) -> str:
    """Return a cell's value as text."""
    match cell:
        case str():
            return as_lines(cell).strip("\n")
        case bool():
            return "TRUE" if cell else "FALSE"
        case datetime():
            is_day = cell.time() == time()
            return cell.date().isoformat() if is_day else f"{cell:%Y-%m-%d %H:%M}"
        case float() if cell.is_integer() and abs(cell) < 1e15:
            return str(int(cell))
        case float():
            return f"{cell:.15g}"
        case _:
            return str(cell)
