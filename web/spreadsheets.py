"""How is a list written so that a spreadsheet program opens it safely?

Every cell is text. In CSV a cell that a program would take for a formula gets an
apostrophe before it; https://owasp.org/www-community/attacks/CSV_Injection.
"""

import csv
import io
import re
from collections.abc import Iterable, Sequence

LONGEST_CELL = 32_767
"""Characters that Excel takes in a cell."""
_FORMULA = re.compile(r"'*[\s\u200b\ufeff]*[=+\-@\uff1d\uff0b\uff0d\uff20\t\r]")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def csv_bytes(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """Return CSV in UTF-8 with a mark that makes Excel read it as such."""
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows([harmless(cell) for cell in row] for row in rows)
    return written.getvalue().encode("utf-8-sig")


def xlsx_bytes(
    columns: Sequence[str],
    rows: Sequence[Sequence[str]],
    facts: Sequence[tuple[str, str]],
) -> bytes:
    """Return a workbook: the list, and ``facts`` about it on a second sheet."""
    import xlsxwriter

    written = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(written, options) as book:
        bold = book.add_format({"bold": True})
        sheet = book.add_worksheet("检索结果")
        sheet.freeze_panes(1, 0)
        sheet.set_column(1, 1, 50)
        sheet.set_column(2, 6, 16)
        sheet.set_column(7, 7, 80)
        for at, name in enumerate(columns):
            sheet.write_string(0, at, name, bold)
        for line, row in enumerate(rows, start=1):
            for at, cell in enumerate(row):
                sheet.write_string(line, at, _plain(cell))
        about = book.add_worksheet("检索条件")
        about.set_column(1, 1, 80)
        for line, (name, value) in enumerate(facts):
            about.write_string(line, 0, name, bold)
            about.write_string(line, 1, _plain(value))
    return written.getvalue()


def harmless(cell: str) -> str:
    """Return a cell that no program takes for a formula.

    Without its first apostrophe, one that got it is again what it was.
    """
    plain = _plain(cell)
    return f"'{plain}" if _FORMULA.match(plain) else plain


def _plain(cell: str) -> str:
    """Return a cell without what no spreadsheet can hold."""
    return _CONTROL.sub("\ufffd", cell)[:LONGEST_CELL]
