"""In which order do the words of a Word document's blocks stand?

A page break in the text is the character U+000C, which XML cannot hold.
"""

import re
from collections.abc import Iterator
from itertools import chain

from lxml import etree

from archive.extract.docx_numbering import Numbering
from archive.extract.docx_package import Package, is_on, qualified, value
from archive.extract.docx_styles import Styles
from archive.extract.page_breaks import PAGE_BREAK
from archive.extract.symbols import symbol

_LEFT_OUT = frozenset(
    map(qualified, ("del", "moveFrom", "rPr", "pPr", "instrText", "delText", "rt"))
)
_SIGNS = {
    qualified("tab"): "\t",
    qualified("ptab"): "\t",
    qualified("cr"): "\n",
    qualified("noBreakHyphen"): "-",
    qualified("lastRenderedPageBreak"): PAGE_BREAK,
}
_T, _R, _P, _BR, _SYM = map(qualified, ("t", "r", "p", "br", "sym"))
_TBL, _TR, _TC, _BOX = map(qualified, ("tbl", "tr", "tc", "txbxContent"))
_ALTERNATIVES = qualified("AlternateContent", "mc")


class Body:
    """Reads blocks in order; notes and text boxes follow the paragraph they hang on."""

    def __init__(self, package: Package, main: str) -> None:
        self._styles = Styles.of(package, main)
        self._numbering = Numbering.of(package, main, self._styles)
        self._notes = {
            kind: _notes(package.related(main, f"{kind}s"))
            for kind in ("footnote", "endnote")
        }
        self._endnotes: list[etree._Element] = []

    def text(self, root: etree._Element) -> str:
        """Return the text of a part, a line a paragraph or row of a table."""
        return "".join(self._blocks(root))

    def endnotes(self) -> str:
        """Return the notes for the end that the text read so far refers to."""
        notes, self._endnotes = self._endnotes, []
        return "".join(map(self.text, notes))

    def _blocks(self, parent: etree._Element) -> Iterator[str]:
        for child in parent:
            if child.tag == _P:
                yield from self._paragraph(child)
            elif child.tag == _TBL:
                yield from self._table(child)
            elif child.tag == _ALTERNATIVES:
                yield from self._blocks(_chosen(child))
            elif child.tag not in _LEFT_OUT:
                yield from self._blocks(child)

    def _paragraph(self, paragraph: etree._Element) -> Iterator[str]:
        properties = paragraph.find(qualified("pPr"))
        is_joined = _mark_is_deleted(properties)
        if properties is not None and is_on(
            properties.find(qualified("pageBreakBefore"))
        ):
            yield PAGE_BREAK
        hidden = self._styles.is_hidden(self._styles.paragraph_style(properties))
        aside: list[etree._Element] = []
        words = "".join(self._inline(paragraph, aside, hidden=hidden))
        if words.startswith("\n" + PAGE_BREAK):
            words = words[1:]
        label = "" if is_joined or hidden else self._numbering.label(properties)
        yield label + words + ("" if is_joined else "\n")
        for element in aside:
            yield from self._blocks(element)
        section = None if properties is None else properties.find(qualified("sectPr"))
        if section is not None and value(section.find(qualified("type"))) not in {
            "continuous",
            "nextColumn",
        }:
            yield PAGE_BREAK

    def _inline(
        self, parent: etree._Element, aside: list[etree._Element], *, hidden: bool
    ) -> Iterator[str]:
        for child in parent:
            if child.tag in _LEFT_OUT:
                continue
            if child.tag == _R and self._is_hidden(child, by_paragraph=hidden):
                continue
            if child.tag == _BOX:
                aside.append(child)
            elif child.tag == _ALTERNATIVES:
                yield from self._inline(_chosen(child), aside, hidden=hidden)
            elif (sign := _sign(child)) is not None:
                yield sign
            elif (kind := _note_kind(child)) is not None:
                self._refer(kind, value(child, "id") or "", aside)
            else:
                yield from self._inline(child, aside, hidden=hidden)

    def _is_hidden(self, run: etree._Element, *, by_paragraph: bool) -> bool:
        properties = run.find(qualified("rPr"))
        if properties is None:
            return by_paragraph
        own = properties.find(qualified("vanish"))
        if own is not None:
            return is_on(own)
        style = value(properties.find(qualified("rStyle")))
        return by_paragraph or self._styles.is_hidden(style)

    def _refer(self, kind: str, id_: str, aside: list[etree._Element]) -> None:
        note = self._notes[kind].pop(id_, None)
        if note is not None:
            (aside if kind == "footnote" else self._endnotes).append(note)

    def _table(self, table: etree._Element) -> Iterator[str]:
        for row in _within(table, _TR):
            if row.find(f"{qualified('trPr')}/{qualified('del')}") is not None:
                continue
            cells = ["".join(self._blocks(cell)) for cell in _within(row, _TC)]
            line = "\t".join(cell.strip("\n") for cell in cells).rstrip("\t")
            if line.strip():
                yield line + "\n"


def _within(parent: etree._Element, tag: str) -> Iterator[etree._Element]:
    """Yield the rows of a table or cells of a row, in content controls too."""
    for child in parent:
        if child.tag == tag:
            yield child
        elif child.tag not in _LEFT_OUT and child.tag not in {_TR, _TC}:
            yield from _within(child, tag)


def _chosen(alternatives: etree._Element) -> etree._Element:
    """Return the one of several renderings of a drawing that says something."""
    for choice in alternatives:
        if next(chain(choice.iter(_T), choice.iter(_SYM)), None) is not None:
            return choice
    return next(iter(alternatives), alternatives)


def _sign(element: etree._Element) -> str | None:
    """Return the characters an element of a run stands for, or None if for none."""
    if element.tag in {_T, qualified("t", "m")}:
        return re.sub(r"\r\n?", "\n", element.text or "")
    if element.tag == _BR:
        return "\n" + PAGE_BREAK if value(element, "type") == "page" else "\n"
    if element.tag == _SYM:
        return _symbol(element)
    return _SIGNS.get(str(element.tag))


def _symbol(element: etree._Element) -> str:
    code = int(value(element, "char") or "FFFD", 16)
    return symbol(value(element, "font") or "", code)


def _note_kind(element: etree._Element) -> str | None:
    for kind in ("footnote", "endnote"):
        if element.tag == qualified(f"{kind}Reference"):
            return kind
    return None


def _notes(root: etree._Element | None) -> dict[str, etree._Element]:
    return {} if root is None else {value(note, "id") or "": note for note in root}


def _mark_is_deleted(properties: etree._Element | None) -> bool:
    """Tell whether a deletion joins a paragraph to the next one."""
    mark = None if properties is None else properties.find(qualified("rPr"))
    return mark is not None and any(
        mark.find(qualified(name)) is not None for name in ("del", "moveFrom")
    )
