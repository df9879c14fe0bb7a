"""How do GB/T 7714-2025 and GB/T 7714-2015 write an entry (顺序编码制)?

    主要责任者. 题名：文号或档号[类型/载体]. 出版地：出版者，出版年：页码. 获取路径.

The two differ in width of punctuation, in the codes of 公文 and in which date stands
where; both name three authors at most.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from archive.citation.reference import Reference

_NAMED_AUTHORS = 3


@dataclass(frozen=True, slots=True)
class _Marks:
    comma: str
    colon: str


_WIDE = _Marks("，", "：")
_NARROW = _Marks(", ", ": ")


def gbt7714_2025(reference: Reference) -> str:
    """Return the entry after GB/T 7714-2025, in force since 2026-07-01."""
    item = reference
    number = item.number
    if number is None and _is_archival(item):
        number = item.archive_number
    return _entry(
        _authors(item, _WIDE),
        _title(item, number, _code_2025(item), _WIDE),
        _source_2025(item),
        item.url,
    )


def gbt7714_2015(reference: Reference) -> str:
    """Return the entry after GB/T 7714-2015."""
    item = reference
    archive_number = item.archive_number if item.kind == "archival" else None
    numbers = "\u2003".join(filter(None, (item.number, archive_number)))
    return _entry(
        _authors(item, _NARROW),
        _title(item, numbers, _code_2015(item), _NARROW),
        _source_2015(item),
        item.url,
    )


def _entry(*elements: str | None) -> str:
    entry = ""
    for element in filter(None, elements):
        entry += element if element.endswith(".") else f"{element}."
        entry += " "
    return entry.rstrip()


def _authors(item: Reference, marks: _Marks) -> str:
    names: Sequence[str] = item.authors
    if len(names) > _NAMED_AUTHORS:
        names = (*names[:_NAMED_AUTHORS], "等")
    return marks.comma.join(names)


def _title(item: Reference, number: str | None, code: str, marks: _Marks) -> str:
    title = item.title.rstrip("。．.：:")
    medium = "/OL" if item.url else ""
    return _joined(marks.colon, title, number) + f"[{code}{medium}]"


def _joined(mark: str, *parts: str | None) -> str:
    return mark.join(filter(None, parts))


def _is_archival(item: Reference) -> bool:
    return item.kind == "archival" or item.archive is not None


def _code_2025(item: Reference) -> str:
    if item.kind == "report":
        return "R"
    if item.kind == "news":
        return "EB" if item.url else "N"
    if _is_archival(item):
        return "A"
    return "EB" if item.url else "Z"


def _code_2015(item: Reference) -> str:
    if item.kind == "news":
        return "EB" if item.url else "N"
    return {"report": "R", "archival": "A", "official": "A"}.get(item.kind, "Z")


def _source_2025(item: Reference) -> str:
    if item.kind == "news":
        return _online(item) if item.url else _newspaper(item, _WIDE)
    if item.publisher:
        return _published(item, _date_2025(item), _WIDE)
    if item.kind == "report":
        return _paged(_date_2025(item), item, _WIDE)
    if _is_archival(item):
        place = _joined("：", item.archive_place, item.archive)
        return _paged(_joined("，", place, _date_2025(item)), item, _WIDE)
    if item.url:
        return _online(item)
    return _published(item, _date_2025(item), _WIDE)


def _source_2015(item: Reference) -> str:
    accessed = f"[{item.accessed}]" if item.accessed and item.url else ""
    if item.kind == "news" and not item.url:
        return _newspaper(item, _NARROW)
    is_published = item.publisher or item.publisher_place
    if is_published or item.archive or item.archive_place or item.page:
        return _published(item, _year(item), _NARROW) + accessed
    if item.url:
        return (f"({item.issued})" if item.issued else "") + accessed
    return _year(item)


def _published(item: Reference, date: str, marks: _Marks) -> str:
    place, publisher = item.publisher_place, item.publisher
    if not place and not publisher:
        place, publisher = item.archive_place, item.archive
    where = _joined(marks.colon, place, publisher)
    return _paged(_joined(marks.comma, where, date), item, marks)


def _paged(source: str, item: Reference, marks: _Marks) -> str:
    return _joined(marks.colon, source, str(item.page) if item.page else None)


def _newspaper(item: Reference, marks: _Marks) -> str:
    return _joined(marks.comma, item.publisher, item.issued)


def _online(item: Reference) -> str:
    """Return 引文页码（更新日期）[引用日期], in the standard's order of elements."""
    page = _paged(_year(item), item, _WIDE) if item.page else ""
    issued = f"（{item.issued}）" if item.issued else ""
    accessed = f"[{item.accessed}]" if item.accessed else ""
    return page + issued + accessed


def _date_2025(item: Reference) -> str:
    is_dated_by_day = _is_archival(item) or item.kind == "report"
    if item.kind == "report" and item.publisher:
        is_dated_by_day = False
    return item.issued if item.issued and is_dated_by_day else _year(item)


def _year(item: Reference) -> str:
    """Return the year of issue, or in brackets that of access as an estimate."""
    if item.issued:
        return item.issued[:4]
    return f"[{item.accessed[:4]}]" if item.accessed else ""
