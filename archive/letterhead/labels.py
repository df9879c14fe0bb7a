"""What do labelled lines say: 文号：, 发文机关：, 成文日期：, 标题：?

A label stands before a colon or a cell border, at the head of a line or behind white
space; its value is what follows up to the next label or cell or, when nothing
follows, the next line.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from archive.letterhead.lines import Line
from archive.model import Span

Label = Literal[
    "title",
    "number",
    "issuers",
    "publisher",
    "issued_on",
    "published_on",
    "classification",
    "addressees",
    "other",
    "none",
]
"""publisher and published_on speak of the web page; other and none of neither the
paper nor its page, and the value of none may stand empty."""

_NAMES: Mapping[Label, str] = {
    "title": "标题 题名 文件标题 文件名称 信息名称 公文标题 文件题名",
    "number": "文号 发文字号 发文文号 文件编号 文件号 公文号 文件字号 字号",
    "issuers": "发文机关 发文单位 制发机关 制文机关 成文机关 发文机构 制定机关",
    "publisher": "发布机构 发布机关 发布单位 公开机构 公开机关",
    "issued_on": "成文日期 成文时间 发文日期 发文时间 签发日期 生成日期 日期 "
    "交接日期 交接时间 移交日期 移交时间 签署日期 签订日期",
    "published_on": "发布日期 发布时间 公开日期 公开时间 公布日期 印发日期 时间",
    "classification": "密级 保密级别",
    "addressees": "主送 主送机关 主送单位",
    "other": "索引号 主题分类 体裁分类 组配分类 信息分类 来源 信息来源 有效性 生效日期 "
    "实施日期 施行日期 废止日期 失效日期 作者 编辑 责任编辑 公开方式 公开形式 公开范围 "
    "份号 紧急程度 签发人 抄送 抄报 移交人 接收人 监交人 交接地点 交接人 交接单位 "
    "点击数 浏览次数 字体 页数 联系人 联系电话 附件 附 填表人 填表日期 单位 姓名 部门",
    "none": "主题词 关键词 关键字 摘要 备注 相关文件 解读",
}
_LABEL_OF: dict[str, Label] = {
    name: label for label, names in _NAMES.items() for name in names.split()
}
_ALTERNATIVES = "|".join(
    r"\s*".join(name) for name in sorted(_LABEL_OF, key=len, reverse=True)
)
_LABEL = re.compile(
    rf"(?:^|(?<=[\s|*(]))(?P<name>{_ALTERNATIVES})"
    r"(?:\s?\([^():]{1,6}\))?[*)]{0,3}(?:\s*(?P<colon>:)|\s*\||\t)[*\s|]*"
)
_CELL_END = re.compile(r"\t|\s*\|")
_EDGES = " \t|*\u3000\xa0"


@dataclass(frozen=True, slots=True)
class Labelled:
    """A labelled value: where it stands in its line; start equals end if empty."""

    label: Label
    line: Line
    start: int
    end: int

    @property
    def text(self) -> str:
        """The value as written."""
        return self.line.text[self.start : self.end]

    @property
    def span(self) -> Span:
        """Where the value stands in the text."""
        return self.line.span(self.start, self.end)


def labelled_in(line: Line) -> list[Labelled]:
    """Return the labelled values of a line whose first words are a label."""
    form = line.plain
    if ":" not in form and "|" not in form and "\t" not in form:
        return []
    found = list(_LABEL.finditer(form))
    if not found or form[: found[0].start()].strip(" |*(#-"):
        return []
    ends = [match.start() for match in found[1:]] + [len(form)]
    return [_value(line, match, end) for match, end in zip(found, ends, strict=True)]


def value_on_next_line(values: Sequence[Labelled], after: Line | None) -> int:
    """Return how many lines behind a label line belong to it: 1 or 0."""
    is_open = values[-1].start == values[-1].end and values[-1].label != "none"
    return int(is_open and after is not None and not labelled_in(after))


def _value(line: Line, match: re.Match[str], end: int) -> Labelled:
    start = match.end()
    border = _CELL_END.search(line.plain, start, end)
    if border:
        end = border.start()
    raw = line.text[start:end]
    kept = raw.strip(_EDGES)
    start += len(raw) - len(raw.lstrip(_EDGES)) if kept else 0
    name = "".join(match["name"].split())
    return Labelled(_LABEL_OF[name], line, start, start + len(kept))
