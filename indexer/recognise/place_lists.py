"""Which places stand in a list that says what its names are?

新联、徐家台两村 and 城关、岳村、胡村五个乡 name places that no gazetteer has, and
穿山乡的清风村、安新村 those below one that it may have.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from indexer.recognise.base import Found

_HAN = "\u4e00-\u9fff"
_KIND = (
    "(?:自然|行政)?村(?:民?委(?:员)?会|民小组)?(?![民官干镇级史])|居(?:民?委(?:员)?会)|社区"
    "|街道|乡|镇|公社|生产大?队|大队(?!长)|苏木|区(?![域别间块])|县|市"
)
_COUNTED = re.compile(
    f"(?:等地?)?共?(?:\\d{{1,3}}|[两二三四五六七八九十]{{1,4}})个?(?:{_KIND})"
)
_LONGEST = 400
"""Characters of a list that are looked back over."""
_LIST = re.compile(f"[{_HAN}、]+\\Z")
_BETWEEN = re.compile("、|以及|(?<!平)[和及与](?!平)")
_NO_NAME = re.compile(
    "[的了是在有将个条项等各该每其把被对从][^村]|各|部门|单位|人民|政府"
)
_LEADS = re.compile(
    ".*(?:的|将|以|把|在|由|从|对|至|到|原|所属|所辖|下辖|管辖|撤销|设立|引导|包括|涉及|其中"
    "|合并|划归|并入|分别)"
)
_OWN_KIND = "(?:村(?![民委庄])|社区|居委会|乡(?!村|镇)|镇(?!村)|街道|公社)"
_CLASS = "[各该全本小几]|城镇|乡镇|[一二三四五六七八九十两]个?[村乡镇]"
_NAMED = f"(?!{_CLASS})[{_HAN}]{{1,5}}?{_OWN_KIND}"
_BELOW = re.compile(f"的(?P<list>{_NAMED}(?:[、和]{_NAMED})*)")
_BESIDE = re.compile(f"(?P<list>(?:[、和]{_NAMED})+)(?=[的、，,。;划合])")
_TOWNS = ("乡", "镇", "村", "区", "街道")
_SEAT = re.compile(
    "(?:人民政府|行政公署|县政府|市政府|区政府)"
    f"(?:机关)?(?:驻地?(?!在)|驻在|迁至|迁驻)(?P<seat>(?!地|原)[{_HAN}]{{2,8}}?)(?=[,，。;；()（）\n]|迁)"
)
_PARTS = ("东段", "西段", "南段", "北段", "中段")
_ZONE = re.compile(f"(?<![{_HAN}])[{_HAN}]{{2,3}}新区(?!域)")


def listed_places(text: str, known: Sequence[Found]) -> Iterator[tuple[int, int]]:
    """Yield the names in lists; ``known`` are the places that were found before."""
    ends = {place.end for place in known}
    for match in _COUNTED.finditer(text):
        yield from _counted(text, match.start(), ends)
        yield from _named(_BESIDE.match(text, match.end()))
    for place in known:
        following = text[place.end : place.end + 5]
        if following.startswith("的"):
            yield from _named(_BELOW.match(text, place.end))
        elif following[:1] in ("、", "和") and text.endswith(_TOWNS, 0, place.end):
            yield from _named(_BESIDE.match(text, place.end))
        elif "新区" in following and (zone := _ZONE.match(following)):
            yield place.end, place.end + zone.end()
    for seat in _SEAT.finditer(text):
        end = seat.end("seat") - 2 * seat["seat"].endswith(_PARTS)
        yield seat.start("seat"), end


def _counted(text: str, end: int, ends: set[int]) -> Iterator[tuple[int, int]]:
    """Yield the names of 甲、乙、丙 before 等三个村, back to the first that is none."""
    words = _LIST.search(text, max(0, end - _LONGEST), end)
    items = list(_items(text, *words.span())) if words else []
    names: list[tuple[int, int]] = []
    while items and _may_be_name(text[slice(*items[-1])]):
        names.append(items.pop())
    if not items and len(names) > 1:
        items.append(names.pop())
    if items and names:
        usual = Counter(b - a for a, b in names).most_common(1)[0][0]
        first = _cut(text, *items[-1], ends, usual=usual)
        if first and _may_be_name(text[slice(*first)]):
            names.append(first)
        yield from names


def _items(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield what stands between the marks of a list that ends here."""
    before = start
    for gap in _BETWEEN.finditer(text, start, end):
        if gap.start() > before:
            yield before, gap.start()
        before = gap.end()
    if before < end:
        yield before, end


def _cut(
    text: str, start: int, end: int, ends: set[int], *, usual: int
) -> tuple[int, int] | None:
    """Return the first name of a list without the words that run into it."""
    start = max([start, *(e for e in range(start + 1, end) if e in ends)])
    leads = _LEADS.match(text, start, end)
    start = leads.end() if leads else start
    if end - start > 3:
        start = end - usual
    return (start, end) if start < end else None


def _may_be_name(words: str) -> bool:
    is_number = re.fullmatch("[一二三四五六七八九十百两]+", words)
    return len(words) <= 5 and not is_number and not _NO_NAME.search(words + " ")


def _named(match: re.Match[str] | None) -> Iterator[tuple[int, int]]:
    """Yield each name of a list whose names say what they are."""
    if match is None:
        return
    for name in re.finditer(f"(?:[、和]|^)({_NAMED})", match["list"]):
        yield match.start("list") + name.start(1), match.start("list") + name.end(1)
