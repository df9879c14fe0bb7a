"""What do the sheets of a workbook (XLSX, XLS, ET, ODS) say?"""

import struct
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
from archive.extract.ole import CompoundFile, is_compound
from archive.extract.page_breaks import spans
from archive.model import Extraction, Notice
from archive.sniff import ODS, XLS, XLSX

Cell = str | float | bool | date | datetime | time | timedelta
_PASSWORD, _END = 0x2F, 0x0A
_PLAIN_NAMES = ("sheet", "工作表", "表")


class SheetExtractor:
    """Reads workbooks: a page a sheet, a line a row, cells parted by tabs.

    A sheet's name is its first line, unless it is the one a program gives. Formulas
    stand with the value last reckoned; hidden sheets are left out and counted.
    """

    name = "sheet"
    version = "1"
    media_types = frozenset({XLSX, XLS, ODS})

    def extract(self, original: OriginalFile) -> Extraction:
        """See ``Extractor``."""
        with original.path.open("rb") as file:
            if not file.read(1):
                raise EmptyFile
            file.seek(0)
            _check_password(original.path)
            try:
                leaves, hidden = _read(file)
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
            warnings.append(Notice("hidden_sheets", {"count": hidden}))
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


def _read(file: BinaryIO) -> tuple[list[str], int]:
    """Return the text of each visible sheet that says something; count the hidden."""
    leaves: list[str] = []
    hidden = 0
    with CalamineWorkbook.from_filelike(file) as workbook:
        for index, sheet in enumerate(workbook.sheets_metadata):
            if sheet.typ is not SheetTypeEnum.WorkSheet:
                continue
            if sheet.visible is not SheetVisibleEnum.Visible:
                hidden += 1
                continue
            lines = map(_line, workbook.get_sheet_by_index(index).iter_rows())
            leaf = "".join(f"{line}\n" for line in lines if line)
            if leaf:
                leaves.append(_heading(sheet.name) + leaf)
    return leaves, hidden


def _heading(name: str) -> str:
    plain = name.strip().lower().rstrip("0123456789")
    return "" if plain in _PLAIN_NAMES else f"{name}\n\n"


def _line(row: list[Cell]) -> str:
    return "\t".join(map(_shown, row)).rstrip()


def _shown(cell: Cell) -> str:
    """Return a cell's value as text; the format it is displayed in is not known."""
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
