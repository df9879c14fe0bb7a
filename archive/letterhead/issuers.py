"""Who issued the paper 发文机关?

By falling trust: a label, the head line …文件, the beginning of the title (国务院办公厅
关于…), the signature above the date, the code of an order's number. Never a guess.
"""

import re
from collections.abc import Mapping, Sequence

from archive.letterhead.lines import Line
from archive.model import Span

_ENDING = (
    r"(?:人民政府|政府|办公厅|办公室|委员会|常委会|管委会|组织部|宣传部|统战部|政法委|纪委|监委|"
    r"党委|党组|党工委|办事处|国务院|财政部|民政部|公安部|教育部|[\u3400-\u9fff]{2,12}[部厅局委署院行社会办处所站队馆团校]"
    r"|总工会|法院|检察院|大会|公司|中心|协会|学校|大学|医院|联合会|县委|市委|区委|省委|中央|联社|档案馆)"
)
_ORGANISATION = re.compile(rf"[\u3400-\u9fff\d()（）·]{{0,30}}?{_ENDING}")
_TITLE_PREFIX = re.compile(
    r"^(?P<issuers>[^《》\"“”,。:]{2,60}?)"
    r"(?=\s*(?:关于|關於|转发|轉發|印发|对(?!口)|公告|令|批转|发布|通告|任免))"
)
_REGULATION = re.compile(r"^中华人民共和国\S*$")
_BY_CODE: Mapping[str, str] = {
    "国令": "国务院",
    "中华人民共和国国务院令": "国务院",
    "国务院令": "国务院",
    "中华人民共和国主席令": "国家主席",
}
_NO_ISSUER = re.compile(r"^(?:关于|有关|各|第|\d)")
_SEPARATOR = re.compile(r"[、\s]+")


def is_organisation(text: str) -> bool:
    """Tell whether a text reads as the name of one body."""
    return (
        2 <= len(text) <= 40
        and _ORGANISATION.fullmatch(text) is not None
        and _NO_ISSUER.match(text) is None
    )


def split_issuers(text: str) -> tuple[str, ...]:
    """Return the bodies that a text lists, or nothing if one part is no body."""
    parts = tuple(part for part in _SEPARATOR.split(text.strip()) if part)
    if len(parts) > 1 and all(map(is_organisation, parts)):
        return parts
    # Letters of one name may be set apart: 示 例 局.
    whole = "".join(text.split())
    return (whole,) if is_organisation(whole) and "、" not in whole else ()


def issuers_of_label(text: str) -> tuple[str, ...]:
    """Return the bodies that a labelled value lists; the label vouches for them."""
    return tuple(p for p in re.split(r"[、，,;；\s]+", text.strip()) if p)


def issuers_of_head(lines: Sequence[Line]) -> tuple[tuple[str, ...], Span] | None:
    """Return the bodies over the red line: 某县人民政府文件."""
    for line in lines[:8]:
        text = line.text.strip("#* ")
        if text.endswith(("文件", "（文件）")) and len(text) <= 60:
            names = text.removesuffix("（文件）").removesuffix("文件")
            issuers = split_issuers(names)
            if issuers:
                start = line.text.index(names)
                return issuers, line.span(start, start + len(names.rstrip()))
    return None


def issuers_of_title(title: str) -> tuple[str, ...]:
    """Return the bodies that a title begins with."""
    found = _TITLE_PREFIX.match(title)
    if not found or _REGULATION.match(title):
        return ()
    return split_issuers(found["issuers"])


def issuer_of_number(number: str) -> str | None:
    """Return the body that an order's number names."""
    code = re.match(r"[\u3400-\u9fff]+令", number)
    if not code:
        return None
    if code[0] in _BY_CODE:
        return _BY_CODE[code[0]]
    body = code[0].removesuffix("令")
    return body if is_organisation(body) else None
