"""Who signed, and on which day: the lines above a date that stands alone?"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from archive.letterhead.dates import DateFound, dates_in, whole_line_date
from archive.letterhead.lines import Line
from archive.letterhead.organisations import is_organisation, organisations_in
from archive.model import Span

_MOST_BODIES = 8
_LONGEST = 60
_ATTACHMENT = re.compile(
    r"^[#*\s(]*附\s*(?:件|表|录)?\s*[\d一二三四五六七八九十]*\s*[:)]?$"
)
_LONGEST_NAMES = 80
_SEAL_NOTE = re.compile(r"\([^()]{0,20}(?:章|印|签\s*[字名])\)")
_CLOSING_WORDS = re.compile(r"^(?:特此|此[致复令]|专此|妥否|请|以上|附)|联系人")
_PRINTED = re.compile(r"印发|印刷|打印|校对|抄送|填表|发布|来源|起|至|前|实施|施行")
_BY_PERSON = re.compile(
    r"(?:述职|移交|接收|监交|报告|汇报|交接|接交|交出)人|签\s*[字名章]|总理|主席|书记|"
    r"[省市县区州乡镇部局]\s*长|主\s*任"
)


@dataclass(frozen=True, slots=True)
class Signature:
    """The offices that signed, in order, where they stand, and the date below.

    ``names`` is empty where persons signed or nobody is named.
    """

    names: tuple[str, ...]
    span: Span | None
    date: DateFound
    follows_attachment: bool
    is_by_person: bool
    lines_left: int
    """How many lines stand below the date."""


def signatures(lines: Sequence[Line]) -> Iterator[Signature]:
    """Yield what looks signed and dated among these lines, in order."""
    is_behind = False
    for at, line in enumerate(lines):
        if len(line.plain) > _LONGEST:
            continue
        is_behind = is_behind or _ATTACHMENT.match(line.plain) is not None
        signed = _signed(lines, at)
        if signed:
            names, span, date = signed
            by_person = not names and at > 0 and _is_by_person(lines[at - 1])
            yield Signature(
                names, span, date, is_behind, by_person, len(lines) - at - 1
            )


def _signed(
    lines: Sequence[Line], at: int
) -> tuple[tuple[str, ...], Span | None, DateFound] | None:
    line = lines[at]
    if "年" not in line.plain and not re.search(r"\d[-./]\d", line.plain):
        return None
    if date := whole_line_date(line):
        return (*_offices_above(lines, at), date)
    return None if _PRINTED.search(line.plain) else _on_one_line(line)


def _on_one_line(
    line: Line,
) -> tuple[tuple[str, ...], Span | None, DateFound] | None:
    """Office and date on one line: 某县人民政府　2024年3月5日."""
    date = next(dates_in(line), None)
    if date is None or len(date.date) < len("2024-03"):
        return None
    at = date.span.start - line.start
    rest = line.plain[date.span.end - line.start :].strip(" )。.")
    before = line.text[:at].rstrip(" \u3000\xa0(（")
    if rest:
        return None
    if names := organisations_in(before):
        return names, line.span(0, len(before)), date
    is_signed = _BY_PERSON.search(line.plain[:at]) and len(before) <= 40
    is_dated = re.fullmatch(
        r"(?:日\s*期|时\s*间|年\s*月\s*日)\s*:?\s*", line.plain[:at]
    )
    return ((), None, date) if is_signed or is_dated else None


def _offices_above(
    lines: Sequence[Line], at: int
) -> tuple[tuple[str, ...], Span | None]:
    """Return the offices on the lines above a date, a note of the seal passed over."""
    end = at - 1 if at > 1 and _SEAL_NOTE.fullmatch(lines[at - 1].plain) else at
    found: list[tuple[str, ...]] = []
    top = end
    while top > 0 and end - top < _MOST_BODIES:
        above = lines[top - 1]
        names = (
            organisations_in(above.text) if len(above.text) <= _LONGEST_NAMES else ()
        )
        if not names:
            break
        found.append(names)
        top -= 1
    if not found:
        return (), None
    if len(found) == 1 and (whole := _broken_name(lines, top)):
        return (whole,), Span(lines[top - 1].start, lines[end - 1].end)
    flat = tuple(name for names in reversed(found) for name in names)
    return flat, Span(lines[top].start, lines[end - 1].end)


def _broken_name(lines: Sequence[Line], at: int) -> str | None:
    """Return one name that stands on two lines, apart from the text above it."""
    if at == 0 or lines[at].follows_gap or not lines[at - 1].follows_gap:
        return None
    above = lines[at - 1]
    if re.search(r"[,。;:!?)]$", above.plain) or _CLOSING_WORDS.search(above.plain):
        return None
    name = "".join((above.text + lines[at].text).split())
    return name if is_organisation(name) else None


def _is_by_person(line: Line) -> bool:
    return len(line.plain) <= 80 and _BY_PERSON.search(line.plain) is not None
