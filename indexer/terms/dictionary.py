"""What does a county's dictionary file hold, line by line?

Two forms are read: jieba's user dictionary, ``word [frequency] [tag]`` a line, and a
table with commas or tabs whose first line names its columns. Tags of persons (nr),
places (ns) and organisations (nt) make names of these kinds, all others plain words.
"""

import csv
import io
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from archive.encoding import decode
from archive.errors import EmptyFile, InvalidInput, NoDictionary
from archive.terms import (
    DEFINITION_AT_MOST,
    TERMS_AT_MOST,
    VARIANTS_AT_MOST,
    Term,
    TermKind,
    fault_of_name,
)
from indexer.fold import fold_query

_LINE = re.compile(r"(\S+)(?:\s+(\d+(?:\.\d+)?))?(?:\s+([A-Za-z]+))?")
_BETWEEN = re.compile("[、;；|/]|,(?! )")
_ESCAPE = re.compile(r"\A'(?='*[\s\u200b\ufeff]*[=+\-@\uff1d\uff0b\uff0d\uff20\t\r])")
"""The apostrophe that ``web.spreadsheets`` puts before a formula."""
_UNDECODABLE = "\ufffd"
_NO_TEXT = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF")
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "name": ("词语", "词条", "名称", "术语", "词", "word", "name", "term"),
    "definition": ("释义", "解释", "定义", "说明", "definition"),
    "variants": ("别名", "异名", "其他写法", "简称", "variants", "aliases"),
    "kind": ("类别", "类型", "词性", "kind", "tag", "type"),
    "frequency": ("词频", "频次", "频率", "frequency", "freq"),
    "origin": ("来源", "出处", "source"),
}
"""The headings under which each column goes; the first is written."""
KIND_NAMES: Mapping[str, TermKind] = {
    "术语": "term",
    "人名": "person",
    "人员": "person",
    "地名": "place",
    "机构": "organisation",
    "机构名": "organisation",
    "普通词": "word",
    "term": "term",
    "person": "person",
    "place": "place",
    "organisation": "organisation",
    "word": "word",
}
TAGS: Mapping[TermKind, str] = {
    "term": "nz",
    "person": "nr",
    "place": "ns",
    "organisation": "nt",
    "word": "n",
}


@dataclass(frozen=True, slots=True)
class DictionaryLine:
    """A line as it was read: a term, or the code of why it is none."""

    number: int
    text: str
    term: Term | None = None
    refusal: str | None = None


def read_dictionary(data: bytes, name: str) -> list[DictionaryLine]:
    """Return the lines of a dictionary file that say something, in order.

    Raises EmptyFile, NoDictionary, or InvalidInput for one with too many lines.
    """
    if data.startswith(_NO_TEXT):
        raise NoDictionary(media_type=name.rpartition(".")[2])
    text = decode(data).text
    if not text.strip():
        raise EmptyFile()
    if text.count("\n") > TERMS_AT_MOST:
        raise InvalidInput(field="file", value=text.count("\n"))
    read = _table(text, name) if _is_table(text, name) else _words(text, name)
    return list(_once(read))


def _is_table(text: str, name: str) -> bool:
    first = text.lstrip().partition("\n")[0]
    cells = re.split("[,，\t]", first)
    return name.lower().endswith((".csv", ".tsv")) or (
        len(cells) > 1 and bool(_columns(cells))
    )


def _words(text: str, name: str) -> Iterator[DictionaryLine]:
    for number, line in enumerate(text.split("\n"), 1):
        if not (said := line.strip()) or said.startswith("#"):
            continue
        match = _LINE.fullmatch(said)
        if match is None:
            yield DictionaryLine(number, said, refusal="term_line_unreadable")
            continue
        frequency = int(float(match[2])) if match[2] else None
        kind = _kind_of_tag(match[3] or "")
        term = Term(
            match[1], kind, source="dictionary", origin=name, frequency=frequency
        )
        yield _checked(number, said, term)


def _table(text: str, name: str) -> Iterator[DictionaryLine]:
    first = text.partition("\n")[0]
    comma = (
        "\t" if "\t" in first else "，" if "，" in first and "," not in first else ","
    )
    rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=comma))
    columns = _columns(rows[0]) if rows else {}
    if not columns:
        columns = {"name": 0, "definition": 1, "variants": 2}
        start = 0
    else:
        start = 1
    for number, row in enumerate(rows[start:], start + 1):
        cells = {
            c: _ESCAPE.sub("", row[i].strip()).strip()
            for c, i in columns.items()
            if i < len(row)
        }
        said = comma.join(row).strip()
        if said.strip(comma + " "):
            yield _row(number, said, cells, name)


def _row(number: int, said: str, cells: Mapping[str, str], name: str) -> DictionaryLine:
    kind: TermKind | None = "term"
    if written := cells.get("kind"):
        kind = KIND_NAMES.get(written) or (
            _kind_of_tag(written) if written.isascii() else None
        )
    frequency = cells.get("frequency", "")
    if kind is None:
        return DictionaryLine(number, said, refusal="term_kind_unknown")
    if frequency and not frequency.isdecimal():
        return DictionaryLine(number, said, refusal="term_frequency_no_number")
    variants = (v.strip() for v in _BETWEEN.split(cells.get("variants", "")))
    word = cells.get("name", "")
    term = Term(
        word,
        kind,
        cells.get("definition", ""),
        tuple(dict.fromkeys(v for v in variants if v and v != word)),
        source="dictionary",
        origin=cells.get("origin") or name,
        frequency=int(frequency) if frequency else None,
    )
    return _checked(number, said, term)


def _checked(number: int, said: str, term: Term) -> DictionaryLine:
    fault = next(filter(None, map(fault_of_name, (term.name, *term.variants))), None)
    if _UNDECODABLE in said:
        fault = "term_undecodable"
    elif len(term.definition) > DEFINITION_AT_MOST:
        fault = "term_definition_too_long"
    elif len(term.variants) > VARIANTS_AT_MOST:
        fault = "term_variants_too_many"
    elif (term.frequency or 0) >= 1 << 31:
        fault = "term_frequency_no_number"
    if fault is not None:
        return DictionaryLine(number, said, refusal=fault)
    return DictionaryLine(number, said, term)


def _once(lines: Iterator[DictionaryLine]) -> Iterator[DictionaryLine]:
    """Yield the lines, refusing a word that stood in one before."""
    seen: set[str] = set()
    for line in lines:
        if line.term is None:
            yield line
        elif (key := fold_query(line.term.name)) in seen:
            yield DictionaryLine(line.number, line.text, refusal="term_repeated")
        else:
            seen.add(key)
            yield line


def _columns(cells: Sequence[str]) -> dict[str, int]:
    """Return where each column stands; nothing if the line names no words' column."""
    heads = [cell.strip().lower() for cell in cells]
    found = {
        column: heads.index(name)
        for column, names in COLUMNS.items()
        for name in reversed(names)
        if name in heads
    }
    return found if "name" in found else {}


def _kind_of_tag(tag: str) -> TermKind:
    for kind in ("person", "place", "organisation", "term"):
        if tag.lower().startswith(TAGS[kind]):
            return kind
    return "word"


def as_words(terms: Sequence[Term]) -> str:
    """Return terms as jieba's user dictionary, their variants in lines of their own."""
    lines = []
    for term in terms:
        for writing in (term.name, *term.variants):
            parts = (writing, term.frequency, TAGS[term.kind])
            lines.append(" ".join(str(p) for p in parts if p is not None))
    return "".join(line + "\n" for line in lines)


def as_table(terms: Sequence[Term], *, cell: Callable[[str], str] = str) -> str:
    """Return terms as a table that is read back as it was.

    ``cell`` may put an apostrophe before what a spreadsheet takes for a formula.
    """
    written = [(n, kind) for n, kind in KIND_NAMES.items() if not n.isascii()]
    names = {kind: name for name, kind in reversed(written)}
    sheet = io.StringIO(newline="")
    writer = csv.writer(sheet)
    writer.writerow([heads[0] for heads in COLUMNS.values()])
    for term in terms:
        writer.writerow(
            [
                cell(term.name),
                cell(term.definition),
                cell("；".join(term.variants)),
                names[term.kind],
                term.frequency if term.frequency is not None else "",
                cell(term.origin),
            ]
        )
    return sheet.getvalue()
