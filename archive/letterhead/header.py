"""What part does each line play above the text: mark, red head, number, title, note?

GB/T 9704-2012 §7: copy number, classification, urgency, red head, number, title,
addressee, in this order. Scraped pages put a catalogue and navigation above.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from archive.letterhead.classification import is_mark_line
from archive.letterhead.dates import DateFound, dates_in, whole_line_date
from archive.letterhead.labels import Labelled, labelled_in, value_on_next_line
from archive.letterhead.lines import Line
from archive.letterhead.number import own_line_number, serial_only
from archive.letterhead.organisations import organisations_in

Role = Literal[
    "label",
    "mark",
    "noise",
    "heading",
    "red_head",
    "order",
    "number",
    "serial",
    "date",
    "note",
    "byline",
    "addressee",
    "words",
    "text",
]
"""words may be a title; text is the first line of the body."""

_HIGHEST = 48
"""More lines than these stand above no body."""

_RED_HEAD = re.compile(
    r"(?P<names>.{2,60}?)\s*(?:\(\s*文\s*件\s*\)|文\s*件)(?P<rest>\s+.+)?"
)
_ORDER = re.compile(r"\(?(?P<names>[\u3400-\u9fff·、\s]{2,40})令\)?")
_NOISE = re.compile(
    r"^(?:当前位置|您(?:的|现在)?的?位置|你的位置|所在位置|首页|网站首页|扫一扫|打印|分享|字体|收藏|"
    r"返回|关闭|登录|注册|无障碍|繁体|简体|导航|搜索|上一篇|下一篇|版权|目\s*录|\(?\s*示\s*例\s*\)?$|"
    r"附\s*件\s*[\d一二三四五六七八九十]*\s*:?$|[-—–―\s\d页共第/]+$|<!--|!\[|\|?[\s|:-]+$)"
    r"|>>|»|\u203a|\S\s>\s\S|https?:|www\.|_.*_|\|.+\|.+\||-->|\ufffd"
)
_NAVIGATION = re.compile(
    "(?:通知公告|公告公示|公示公告|政务公开|信息公开|新闻中心|工作动态|互动交流|政民互动|政策文件|"
    "政策法规|法律法规|领导之窗|办事服务|政务服务|机构设置|专题专栏|热点关注)"
)
_NOTE_LEAD = re.compile(r"[\s(*—–―-]*")
_PASSED = re.compile(
    r"(?:通过|公布|发布|颁布|修订|修正|施行|实施|会议上|大会上|全会上|印发)(?:的?(?:报告|讲话))?\s*\)*$"
)
_BYLINE = re.compile(
    r"来源\s*:|稿源\s*:|作者\s*:|记者\s*:|编辑\s*:|发布(?:时间|日期)\s*:|浏览|阅读|点击|\d{1,2}(?::|时)\d{2}"
)
_BODY = re.compile(
    r"[。;]|^(?=.{45})[^!?]*[!?]|^(?:为了?|根据|按照|依据|现将|经|近)[^:]{6,},|^(?:\(?[一二三四五六七八九十]+\)?[、,.]|第[一二三四五六七八九十\d]+[条章节]\s)"
)
_GREETING = re.compile(r"各位|同志们|女士|先生|朋友|尊敬的|大家|你好|您好|亲爱的")
_NO_ADDRESSEE = re.compile(
    r"如下|以下|下列|包括|分别|即:|是:|为:|有:|说|指出|强调|表示|认为|条件|附件|注:|按语|内容|要求:|\d\s*:$|"
    r"^[(（]?[一二三四五六七八九十\d]+[)、.]|^第"
)
_ADDRESSED = re.compile(
    r"(?:政府|委员会|办公[厅室]|机构|单位|部门|组织|[部厅局署院委办会处所站行室组]|公司|集团|党组|支部|"
    r"中心|机制|企业|大学|学院|学校|医院|银行|委员|代表|同志|军区|[省市县区旗州乡镇村]|街道)(?:\([^()]*\))?:$"
)
_LONGEST_NOTE = 160
_LONGEST_WORDS = 130


@dataclass(frozen=True, slots=True)
class Header:
    """The lines above the text with the part each plays, and what labels say."""

    lines: tuple[Line, ...]
    roles: tuple[Role, ...]
    values: tuple[Labelled, ...]
    body: int
    """The first line of the text; the number of lines if there is none."""

    def places(self, *roles: Role) -> list[int]:
        """Return the places of the lines that play one of these parts."""
        return [at for at in range(self.body) if self.roles[at] in roles]


@dataclass(slots=True)
class _Reading:
    roles: list[Role] = field(default_factory=list)
    values: list[Labelled] = field(default_factory=list)


def read_header(lines: Sequence[Line]) -> Header:
    """Tell the part of each line from the first down to where the text begins."""
    reading = _Reading()
    top = lines[:_HIGHEST]
    while len(reading.roles) < len(top):
        at = len(reading.roles)
        after = top[at + 1] if at + 1 < len(top) else None
        if values := labelled_in(top[at]):
            _take_label(reading, values, after)
            continue
        role = _role(top[at], after)
        if role == "text":
            break
        reading.roles.append(role)
    body = len(reading.roles)
    return Header(tuple(lines), tuple(reading.roles), tuple(reading.values), body)


def _take_label(reading: _Reading, values: list[Labelled], after: Line | None) -> None:
    reading.roles.append("label")
    reading.values.extend(value for value in values if value.start < value.end)
    if after is not None and value_on_next_line(values, after):
        reading.roles.append("label")
        reading.values.append(Labelled(values[-1].label, after, 0, len(after.text)))


def _role(line: Line, after: Line | None) -> Role:
    form = line.plain
    if form.startswith("#") and form.strip("# "):
        return "heading"
    if is_mark_line(line):
        return "mark"
    if _NOISE.search(form) or _NAVIGATION.fullmatch(form):
        is_dated = _BYLINE.search(form) and next(dates_in(line), None)
        return "byline" if is_dated else "noise"
    if form.strip("文件 ") == "" or red_head_names(line):
        return "red_head"
    if serial_only(line):
        return "serial"
    if own_line_number(line):
        return "number"
    return _role_by_words(line, after)


def _role_by_words(line: Line, after: Line | None) -> Role:
    form = line.plain
    if order_names(line):
        return "order"
    if whole_line_date(line):
        return "date"
    if note_dates(line):
        return "note"
    if len(form) <= 120 and _BYLINE.search(form) and not form.endswith("。"):
        return "byline"
    if is_addressee(line):
        return "addressee"
    if len(form) > _LONGEST_WORDS or _BODY.search(form):
        return "text"
    return "text" if form.endswith((":", "!")) else "words"


def red_head_names(line: Line) -> tuple[str, int, int] | None:
    """Return the offices before 文件, and where they stand in the line."""
    found = _RED_HEAD.fullmatch(line.plain.strip("*")) if "件" in line.plain else None
    if not found:
        return None
    start, end = found.span("names")
    names = line.text.strip("*")[start:end]
    if not organisations_in(names):
        return None
    lead = line.text.index(names)
    return names, lead, lead + len(names)


def order_names(line: Line) -> str | None:
    """Return the office that gives an order: 某市人民政府令."""
    found = _ORDER.fullmatch(line.plain.strip("*# "))
    if not found:
        return None
    names = line.text.strip("*# ")[: found.end("names")].strip()
    is_office = names.endswith("主席") or bool(organisations_in(names))
    return names if is_office else None


def note_dates(line: Line) -> list[DateFound]:
    """Return the dates of a note under a title: （2024年1月12日…会议通过）."""
    form = line.plain
    lead = _NOTE_LEAD.match(form)
    is_delivery = lead is not None and lead[0].strip() and "日在" in form[:24]
    if len(form) > _LONGEST_NOTE or "年" not in form:
        return []
    if not is_delivery and not _PASSED.search(form):
        return []
    first = next(dates_in(line), None)
    furthest = lead.end() + 8 if lead and lead[0].strip() else 0
    is_led = first is not None and first.span.start - line.start <= furthest
    if first is None or not is_led or form[first.span.end - line.start :][:1] == ",":
        return []
    if re.search(r"[。;!?]|:$", form.rstrip("。)")):
        return []
    return list(dates_in(line))


def is_addressee(line: Line) -> bool:
    """Tell whether a line names those to whom the paper goes 主送机关."""
    return names_addressees(line.plain)


def names_addressees(form: str) -> bool:
    """Tell whether plain words, a colon last, name those to whom a paper goes."""
    return (
        form.endswith(":")
        and 3 <= len(form) <= 400
        and _ADDRESSED.search(form) is not None
        and not _GREETING.search(form)
        and not _NO_ADDRESSEE.search(form)
        and not re.search("[。;!?]", form)
    )
