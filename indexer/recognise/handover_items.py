"""Which matters does a handover book list under the four parts 四交?"""

import re
from collections.abc import Iterator, Sequence

from archive.model import HandoverItem, HandoverPart, PartialDate
from indexer.recognise.base import Found, Reading
from indexer.recognise.dates import DATE, date_of
from indexer.recognise.quantities import MONEY, amount_of

_ENUMERATOR = (
    "(?:第?[一二三四五六七八九十]+(?:部分)?\\s*[、.:]?|\\([一二三四五六七八九十]+\\)"
    "|\\d{1,2}[.、:)](?!\\d)|\\(\\d{1,2}\\)|[①-⑳])"
)
_PARTS: Sequence[tuple[HandoverPart, str]] = (
    ("发展思路", "发展思路|发展规划|工作思路"),
    (
        "未结事项",
        "未结事项|未了事项|未办结事项|未尽事宜|未完成事项|未完事项|在办事项|遗留问题",
    ),
    ("存量家底", "存量家底|家底(?:情况|清单)?|资产(?:情况|债务)"),
    ("问题隐患", "问题隐患|风险隐患|隐患问题|存在问题|风险问题"),
    ("其他", "其他(?:需要|应当)?(?:说明|移交|交接)?(?:的)?(?:事项|问题|情况)|其他"),
)
_ANY = "|".join(f"(?P<p{i}>{words})" for i, (_, words) in enumerate(_PARTS))
_GAP = "[ \t\u3000]*"
_HEADING = re.compile(
    f'^[ \t\u3000#*|]*(?P<mark>{_ENUMERATOR})?{_GAP}(?:移?交)?[“"]?(?:{_ANY})[”"]?'
    "(?:清单|部分|事项|情况|方面)?"
    f"(?:\\([^\n()]{{0,16}}\\)|[,:、 ]?继[^\n]{{2,6}}之责)?{_GAP}:?{_GAP}$",
    re.MULTILINE,
)
_NEXT = re.compile(
    "^[ \t\u3000#*]*(?P<mark>第?[一二三四五六七八九十]+(?:部分)?[、.])", re.MULTILINE
)
_ITEM = re.compile(
    f"^[ \t\u3000|*-]*(?P<mark>{_ENUMERATOR})?[ \t\u3000|]*(?P<text>[^\n]*\\S)",
    re.MULTILINE,
)
_END = re.compile(
    f"^{_GAP}(?:移\\s*交\\s*人|接\\s*收\\s*人|监\\s*交\\s*人|交接双方|签\\s*字|附件|以上)",
    re.MULTILINE,
)
_TABLE_HEAD = re.compile("[ \t|]*(?:序号|事项|名称|项目|内容|类别|编号)[ \t|]")
_RULE = re.compile("[\\s|:+-]+")
_DUE_AFTER = re.compile("(?:之?前|底|底前|前后|以前|止|到期|完成|完工|竣工|办结|交付)")
_DUE_BEFORE = re.compile(
    "(?:期限|时限|截止|限期|限|到期日?|完成时间|预计|计划|力争|确保|于|至)[:为是于到]?\\s*$"
)
_RELATIVE = re.compile("(?P<year>(?:19|20)\\d\\d)年(?:年?底|末)")


def items(reading: Reading, found: Sequence[Found]) -> list[HandoverItem]:
    """Return the matters of each part in order; none if there are no part headings."""
    text = reading.text
    headings = list(_HEADING.finditer(text))
    named = {m.lastgroup for m in headings}
    if len([h for h in headings if not h["p4"]]) < 2 and len(named) < 2:
        return []
    money = [f for f in found if f.kind == "quantity"]
    matters: list[HandoverItem] = []
    for i, heading in enumerate(headings):
        limit = headings[i + 1].start() if i + 1 < len(headings) else len(text)
        part = next(p for j, (p, _) in enumerate(_PARTS) if heading[f"p{j}"])
        for start, end in _spans(text, heading.end(), _limit(text, heading, limit)):
            matters.append(_item(reading, part, start, end, money))
    return matters


def _limit(text: str, heading: re.Match[str], limit: int) -> int:
    """Return where the part ends: the next heading of its kind, or the signatures."""
    ends = [limit]
    if heading["mark"] and heading["mark"][0] in "第一二三四五六七八九十":
        ends += [m.start() for m in _NEXT.finditer(text, heading.end(), limit)][:1]
    ends += [m.start() for m in _END.finditer(text, heading.end(), limit)][:1]
    return min(ends)


def _spans(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the matters between two places: numbered ones, else each line.

    Lines without a number behind a numbered one belong to it.
    """
    lines = [
        m
        for m in _ITEM.finditer(text, start, end)
        if not _RULE.fullmatch(m[0]) and not _TABLE_HEAD.match(m[0])
    ]
    numbered = [m for m in lines if m["mark"]]
    if not numbered:
        yield from (m.span("text") for m in lines)
        return
    for i, match in enumerate(numbered):
        limit = numbered[i + 1].start() if i + 1 < len(numbered) else end
        whole = text[match.start("text") : limit].rstrip()
        yield match.start("text"), match.start("text") + len(whole)


def _item(
    reading: Reading,
    part: HandoverPart,
    start: int,
    end: int,
    quantities: Sequence[Found],
) -> HandoverItem:
    verbatim = reading.normal.span(start, end)
    inside = [
        reading.text[q.start : q.end] for q in quantities if start <= q.start < end
    ]
    return HandoverItem(
        part=part,
        text=" ".join(reading.text[start:end].split()),
        start=verbatim[0],
        end=verbatim[1],
        amounts=tuple(dict.fromkeys(_amounts(inside))),
        deadline=_deadline(reading.text[start:end]),
    )


def _amounts(quantities: Sequence[str]) -> Iterator[str]:
    """Yield sums of money, multiplied out: 862.0万元 is 8620000元."""
    for quantity in quantities:
        amount = amount_of(quantity)
        if amount and amount[1] in MONEY:
            yield f"{amount[0].normalize():f}{amount[1]}"


def _deadline(text: str) -> PartialDate | None:
    """Return the last date that something is due by."""
    due = [
        (m.start(), date_of(m[0]))
        for m in DATE.finditer(text)
        if _DUE_AFTER.match(text, m.end()) or _DUE_BEFORE.search(text[: m.start()])
    ]
    due += [
        (m.start(), PartialDate(f"{m['year']}-12")) for m in _RELATIVE.finditer(text)
    ]
    return max(due)[1] if due else None
