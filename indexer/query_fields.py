"""By what names does a reader ask for a field?"""

from indexer.fold import fold_query

DATE_FIELDS: frozenset[str] = frozenset({"date", "year", "from", "to"})

FIELD_NAMES: dict[str, tuple[str, ...]] = {
    "title": ("标题", "题名"),
    "type": ("类型", "文种"),
    "number": ("文号", "发文字号", "字号"),
    "issuer": ("发文机关", "发文单位"),
    "official": ("人员", "官员", "干部", "人物", "姓名"),
    "place": ("地点", "地名", "地区", "行政区划"),
    "organisation": ("机构", "单位", "组织", "organization"),
    "post": ("职务", "岗位"),
    "term": ("词条", "术语"),
    "collection": ("全宗", "专题"),
    "outgoing": ("移交人",),
    "incoming": ("接收人",),
    "supervisor": ("监交人",),
    "part": ("部分", "四交"),
    "date": ("日期", "成文日期"),
    "year": ("年份", "年度"),
    "from": ("起始", "起始日期"),
    "to": ("截止", "截止日期"),
}
"""Each field of a query with its other names."""

_BY_NAME = {
    name: field for field, names in FIELD_NAMES.items() for name in (field, *names)
}


def field_named(name: str) -> str | None:
    """Return the field a typed name stands for, whatever its case or script."""
    return _BY_NAME.get(fold_query(name))
