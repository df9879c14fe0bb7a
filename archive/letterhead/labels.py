"""What do labelled lines say: 文号：, 发文机关：, 成文日期：, 标题：?

A label stands before a colon at the head of a line or of a table cell; its value is
what follows up to the next cell or, on an empty rest, the next line.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from archive.letterhead.lines import Line
from archive.model import Span

Label = Literal[
    "title", "number", "issuers", "issued_on", "published_on", "classification", "to"
]

_NAMES: Mapping[str, Label] = {
    "标题": "title",
    "题名": "title",
    "文件标题": "title",
    "名称": "title",
    "信息名称": "title",
    "文号": "number",
    "发文字号": "number",
    "文件编号": "number",
    "发文字": "number",
    "编号": "number",
    "字号": "number",
    "发文机关": "issuers",
    "发布机构": "issuers",
    "发布机关": "issuers",
    "发文单位": "issuers",
    "制发机关": "issuers",
    "成文日期": "issued_on",
    "发文日期": "issued_on",
    "印发日期": "issued_on",
    "签发日期": "issued_on",
    "日期": "issued_on",
    "发布日期": "published_on",
    "公开日期": "published_on",
    "公布日期": "published_on",
    "密级": "classification",
    "主送": "to",
    "主送机关": "to",
}
_OTHERS = frozenset(
    {"索引号", "主题分类", "主题词", "来源", "体裁分类", "有效性", "生效日期", "关键词"}
)
_CELL = re.compile(r"[^\t|]+")
_LABEL = re.compile(r"(?P<name>[\u3400-\u9fff](?:\s*[\u3400-\u9fff]){1,5})\s*:\s*")


@dataclass(frozen=True, slots=True)
class Labelled:
    """A labelled value: its text and where it stands."""

    label: Label
    text: str
    line: Line
    start: int

    @property
    def span(self) -> Span:
        """Where the value stands in the text."""
        return self.line.span(self.start, self.start + len(self.text))


def labelled(lines: Sequence[Line]) -> Iterator[Labelled]:
    """Yield the labelled values that are not empty, in order."""
    for place, line in enumerate(lines):
        after = lines[place + 1] if place + 1 < len(lines) else None
        yield from _of_line(line, after)


def is_label_line(line: Line) -> bool:
    """Tell whether a line begins with a label of a catalogue or table."""
    found = _LABEL.match(line.plain)
    return found is not None and _is_known(_name(found))


def _of_line(line: Line, after: Line | None) -> Iterator[Labelled]:
    cells = list(_CELL.finditer(line.plain))
    for place, cell in enumerate(cells):
        lead = len(cell[0]) - len(cell[0].lstrip())
        found = _LABEL.match(line.plain, cell.start() + lead, cell.end())
        label = _NAMES.get(_name(found)) if found else None
        if found is None or label is None:
            continue
        value = line.text[found.end() : cell.end()].strip()
        if value:
            start = line.text.index(value, found.end())
            yield Labelled(label, value, line, start)
        elif place + 1 < len(cells):
            following = cells[place + 1]
            value = line.text[following.start() : following.end()].strip()
            if value and not _LABEL.match(line.plain, following.start()):
                start = line.text.index(value, following.start())
                yield Labelled(label, value, line, start)
        elif after is not None and not is_label_line(after):
            yield Labelled(label, after.text, after, 0)


def _name(found: re.Match[str]) -> str:
    return re.sub(r"\s", "", found["name"])


def _is_known(name: str) -> bool:
    return name in _NAMES or name in _OTHERS
