"""Which document number 发文字号 does a line hold as the paper's own?

GB/T 9704-2012 §7.2.5: the issuer's code, the year in 〔〕, the serial and 号. Older
papers write （82）国函字8号 or put words behind the year; orders are 令第714号;
announcements are 公告2023年第12号. A number in running text belongs to another paper.
"""

import re

from archive.letterhead.lines import Line
from archive.model import Span

_HAN = r"[\u3400-\u9fff]"
_CN = "〇零一二三四五六七八九"
_DIGITS = rf"(?:\d(?:\s?\d){{0,4}}|[{_CN}十百]{{1,7}})"
_SERIAL = rf"第?\s*{_DIGITS}\s*号(?:之[一二三四五六七八九\d])?"
_YEAR = rf"\(\s*(?:(?:19|20)\d\s?\d|\d\d|[{_CN}]{{4}})\s*年?\s*\)"


def _one(code: str) -> str:
    return (
        rf"(?:{code}{_YEAR}\s*(?:{_HAN}\s*){{0,6}}?{_SERIAL}"
        rf"|{_YEAR}\s*(?:{_HAN}\s*){{0,10}}?{_SERIAL}"
        rf"|{_HAN}{{1,25}}令\s*\(?\s*(?:\d{{4}}\s*年\s*)?第\s*{_DIGITS}\s*号\)?"
        rf"|(?:{_HAN}{{1,25}}\s*)?\(?(?:19|20)\d\d\s*年?\s*第?\s*\d{{1,5}}\s*号\)?)"
    )


_ONE = _one(rf"(?:{_HAN}\s*){{1,16}}")
_NUMBER = re.compile(_ONE)
_NUMBERS = rf"(?P<number>{_ONE}(?:\s*[、,;/]\s*{_ONE})*)"
_OWN_LINE = re.compile(
    rf"[#*\s(]*{_NUMBERS}[)*\s]*(?:签\s*发\s*人.*|\s+{_ONE}.*)?",
)
_AT_END = re.compile(rf"(?:^|[\s()])(?P<number>{_one(_HAN + '{1,16}')})\)?[*\s]*$")
_IN_NOTE = re.compile(
    rf"(?P<number>(?P<office>[\u3400-\u9fff、]{{2,40}})令\s*\(?第\s*{_DIGITS}\s*号\)?)"
)
_ORDER_SERIAL = re.compile(rf"\(?第\s*{_DIGITS}\s*号\)?")
_QUOTING = re.compile(
    r"(?:根据|按照|依据|依照|转发|印发|见|参见|参照|附|贯彻|废止|执行|落实|经|同|与|以|"
    r"地址|电话|门牌|联系|身份|账|帐|证)"
)


def clean_number(text: str) -> str:
    """Return a number as written, its white space removed."""
    return "".join(text.split())


def number_within(line: Line, start: int, end: int) -> Span | None:
    """Return the numbers that a labelled value begins with or holds."""
    found = _OWN_LINE.fullmatch(line.plain, start, end)
    if found:
        return _span(line, *found.span("number"))
    inner = _NUMBER.search(line.plain, start, end)
    return _span(line, *inner.span()) if inner else None


def own_line_number(line: Line) -> Span | None:
    """Return the number that a line consists of, a 签发人 beside it aside."""
    if "号" not in line.plain or len(line.plain) > 80:
        return None
    found = _OWN_LINE.fullmatch(line.plain)
    if not found or _QUOTING.match(found["number"]):
        return None
    return _span(line, *found.span("number"))


def number_at_end(line: Line) -> Span | None:
    """Return the number that ends a line and stands apart: …（示函〔2020〕5号）."""
    if "号" not in line.plain[-6:]:
        return None
    for found in _AT_END.finditer(line.plain):
        if not _QUOTING.match(found["number"]) and found.start() > 0:
            return _span(line, *found.span("number"))
    return None


def order_in_note(line: Line) -> tuple[Span, Span] | None:
    """Return the order that a note under a title names, and the office within it."""
    found = _IN_NOTE.search(line.plain)
    if not found:
        return None
    return _span(line, *found.span("number")), line.span(*found.span("office"))


def serial_only(line: Line) -> bool:
    """Tell whether a line is no more than 第714号."""
    return _ORDER_SERIAL.fullmatch(line.plain.strip("#* ")) is not None


def _span(line: Line, start: int, end: int) -> Span:
    written = line.plain[start:end]
    # A bracket that opens before the number closes behind it.
    if written.endswith(")") and written.count(")") > written.count("("):
        end -= 1
    return line.span(start, end)
