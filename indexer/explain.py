"""How was a query read, said in Chinese to the reader?

The one place of the search core that makes sentences for people.
"""

from collections.abc import Iterable, Mapping, Sequence

from archive.model import PartialDate
from indexer.interpret import SHORTEST_ANY_WRONG
from indexer.patterns import ONE, SEVERAL
from indexer.query import (
    AllOf,
    AnyOf,
    AnyText,
    DateRange,
    Everything,
    Field,
    Fuzzy,
    Literal,
    Near,
    Not,
    Query,
    Text,
    Unit,
    Wildcard,
    Words,
)

_LABELS = {
    "title": "标题",
    "type": "类型",
    "number": "文号",
    "issuer": "发文机关",
    "official": "人员",
    "place": "地点",
    "organisation": "机构",
    "post": "职务",
    "term": "词条",
    "collection": "全宗",
    "outgoing": "移交人",
    "incoming": "接收人",
    "supervisor": "监交人",
    "part": "交接部分",
}
_MOST_TERMS = 8


def explain(
    query: Query,
    filters: Mapping[str, tuple[str, ...]],
    issued_from: PartialDate | None,
    issued_to: PartialDate | None,
) -> str:
    """Return one sentence: what is searched for, then what it is limited to."""
    sentence = (
        "列出全部文献" if query == Everything() else f"查找{_condition(query)}的文献"
    )
    limits = [
        f"{_LABELS.get(kind, kind)}为{_listed(values, '或')}"
        for kind, values in sorted(filters.items())
        if values
    ]
    if issued_from or issued_to:
        limits.append(_period(issued_from, issued_to))
    return "；只看".join([sentence, "，".join(limits)] if limits else [sentence]) + "。"


def _condition(query: Query) -> str:
    match query:
        case Everything():
            return "全部"
        case Words():
            return _words(query)
        case Literal(text=text):
            return f"原文有“{text}”"
        case Wildcard() | Fuzzy():
            return f"含{_text(query)}"
        case Near(parts=parts, within=within):
            return f"{_together(parts)}{_within(within)}"
        case Field(name="title", value=value):
            return f"标题含“{value}”"
        case Field(name=name, value=value):
            return f"{_LABELS.get(name, name)}为“{value}”"
        case DateRange(start=start, end=end):
            return _period(start, end)
        case AllOf(parts=parts):
            return "，且".join(_grouped(part) for part in parts)
        case AnyOf(parts=parts):
            return "，或".join(map(_condition, parts))
        case Not(part=part):
            return f"除去{_grouped(part)}"


def _grouped(query: Query) -> str:
    condition = _condition(query)
    return f"（{condition}）" if isinstance(query, AnyOf | AllOf) else condition


def _text(text: Text) -> str:
    match text:
        case Literal(text=typed):
            return f"“{typed}”"
        case Wildcard(text=typed):
            meanings = {ONE: f"{ONE}代一个字", SEVERAL: f"{SEVERAL}代若干字"}
            used = [told for sign, told in meanings.items() if sign in text.pattern]
            return f"“{typed}”（{'，'.join(used)}）"
        case Fuzzy(text=typed) if len(text.folded) < SHORTEST_ANY_WRONG:
            return f"“{typed}”或其中一字形近、音近的写法"
        case Fuzzy(text=typed):
            return f"“{typed}”或只差一个字的写法"
        case AnyText(parts=parts):
            return "或".join(map(_text, parts))


def _together(parts: Sequence[Text]) -> str:
    texts = [_text(part) for part in parts]
    return "与".join(texts) if len(texts) == 2 else "、".join(texts)


def _within(within: Unit | int) -> str:
    match within:
        case "sentence":
            return "在同一句"
        case "paragraph":
            return "在同一段"
        case _:
            return f"相距不过{within}字"


def _words(words: Words) -> str:
    shown = outer_terms(words.terms)
    if len(shown) == 1:
        return f"含{_listed(shown, '、')}"
    if words.match == "best":
        return f"最切合{_listed(shown, '、')}"
    return f"同时含{_listed(shown, '、')}"


def outer_terms(terms: tuple[str, ...]) -> tuple[str, ...]:
    """Return the terms that are no part of another one."""
    return tuple(
        term
        for term in terms
        if not any(term != other and term in other for other in terms)
    )


def _listed(values: Iterable[str], joint: str) -> str:
    names = [f"“{value}”" for value in values]
    if len(names) <= _MOST_TERMS:
        return joint.join(names)
    return f"{joint.join(names[:_MOST_TERMS])}等{len(names)}个词"


def _period(start: PartialDate | None, end: PartialDate | None) -> str:
    if start and end:
        if start == end:
            return f"成文于{_date(start)}"
        return f"成文于{_date(start)}至{_date(end)}"
    if start:
        return f"成文于{_date(start)}以来"
    return f"成文于{_date(end)}以前" if end else "有成文日期"


def _date(date: PartialDate) -> str:
    """Return a date as it is written in Chinese: 2014年, 2014年3月, 2014年3月1日."""
    units = zip(date.split("-"), "年月日", strict=False)
    return "".join(f"{int(number)}{unit}" for number, unit in units)
