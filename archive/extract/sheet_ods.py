"""How does an OpenDocument spreadsheet show the numbers and days of its cells?"""

from collections.abc import Iterator

from lxml import etree

_FORMATTED = frozenset({"float", "percentage", "currency", "date", "time"})
_MOST_REPEATED = 1000
_CELLS = ("{*}table-cell", "{*}covered-table-cell")

Shown = dict[tuple[int, int], str]
"""What cells show, by row and column from 0."""


def shown_cells(content: etree._Element) -> Iterator[tuple[str, Shown, int]]:
    """Yield each sheet's name, what its cells show, and its hidden rows that say it."""
    for table in content.iter("{*}table"):
        shown: Shown = {}
        at = hidden = 0
        for row in table.iter("{*}table-row"):
            repeated = _count(row, "number-rows-repeated")
            cells = list(_row(row))
            for offset in range(min(repeated, _MOST_REPEATED) if cells else 0):
                shown.update({(at + offset, column): text for column, text in cells})
            if _attribute(row, "visibility") in ("collapse", "filter"):
                hidden += repeated if "".join(map(str, row.itertext())).strip() else 0
            at += repeated
        yield _attribute(table, "name"), shown, hidden


def _row(row: etree._Element) -> Iterator[tuple[int, str]]:
    column = 0
    for cell in row.iterchildren(*_CELLS):
        repeated = _count(cell, "number-columns-repeated")
        if _attribute(cell, "value-type") in _FORMATTED:
            lines = ("".join(map(str, p.itertext())) for p in cell.iterchildren("{*}p"))
            text = "\n".join(lines)
            for offset in range(min(repeated, _MOST_REPEATED) if text else 0):
                yield column + offset, text
        column += repeated


def _count(element: etree._Element, name: str) -> int:
    value = _attribute(element, name)
    return int(value) if value.isdecimal() and len(value) < 9 else 1


def _attribute(element: etree._Element, name: str) -> str:
    found = (v for k, v in element.attrib.items() if str(k).endswith("}" + name))
    return str(next(found, ""))
