"""How was a query read, said in Chinese to the reader?

The one place of the search core that makes sentences for people.
"""

from collections.abc import Iterable, Mapping

from archive.model import PartialDate
from indexer.query import (
    AllOf,
    AnyOf,
    DateRange,
    Everything,
    Field,
    Literal,
    Not,
    Query,
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
        return f"成文于{start}" if start == end else f"成文于{start}至{end}"
    return f"成文于{start}以来" if start else f"成文于{end}以前"
