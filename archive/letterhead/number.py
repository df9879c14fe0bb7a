"""What is the paper's own document number 发文字号?

GB/T 9704-2012 §7.2.5: the issuer's code, the year in 〔〕, the serial and 号. Older
papers write （82）国函字8号 or put the year elsewhere; orders are 令第714号.
"""

import re
from collections.abc import Iterator, Sequence

from archive.letterhead.lines import Line
from archive.model import Span

_HAN = r"[\u3400-\u9fff]"
_SERIAL = r"\s*第?\s*(?:\d{1,5}|[〇○零一二三四五六七八九十百]{1,7})\s*号"
_YEAR = r"\(\s*(?:19|20)?\d{2}\s*\)|\(\s*[〇○零一二三四五六七八九]{4}\s*\)"
_NUMBER = re.compile(
    rf"(?:{_HAN}\s?){{1,15}}(?:{_YEAR})\s*(?:{_HAN}\s?){{0,4}}?{_SERIAL}"
    rf"|(?:{_YEAR})\s*{_HAN}{{1,10}}?字?{_SERIAL}"
    rf"|{_HAN}{{1,20}}令\s*\(?\s*第\s*(?:\d{{1,5}}|[〇○零一二三四五六七八九十百]+)\s*号"
    rf"|{_HAN}{{2,10}}(?:19|20)\d{{2}}\s*年?\s*第?\d{{1,5}}\s*号"
    rf"|第\s*(?:\d{{1,5}}|[〇○零一二三四五六七八九十百]+)\s*号(?=\s*$)"
)
_ORDER_SERIAL = re.compile(r"\(?第\s*[\d〇○零一二三四五六七八九十百]+\s*号\)?")
_LEADING = re.compile(
    r"^(?:发?文\s*字?\s*号|编\s*号|文\s*件\s*号|字\s*号|根据|按照|依据|依照|转发|印发|见)\s*:?\s*"
)


def clean_number(text: str) -> str:
    """Return a number as written, its white space removed."""
    return re.sub(r"\s+", "", text)


def number_in(line: Line, start: int = 0) -> Span | None:
    """Return the first number in a line, from ``start`` on."""
    for found in _found(line, start):
        return line.span(*found)
    return None


def own_number(lines: Sequence[Line]) -> Span | None:
    """Return the number that stands alone on a line of the head, or is the last thing.

    A number in running text belongs to another paper.
    """
    for place, line in enumerate(lines):
        if order := _order_below(lines[place - 1] if place else None, line):
            return order
        bare = line.plain.strip("#*· ()")
        for start, end in _found(line, 0):
            rest = (line.plain[:start] + line.plain[end:]).strip(" #*()★")
            is_order = "令" in line.plain[start:end]
            if len(rest) <= 1 or (is_order and len(bare) <= 30):
                return line.span(start, end)
            if _is_beside_signer(rest):
                return line.span(start, end)
    return None


def _order_below(above: Line | None, line: Line) -> Span | None:
    """第707号 under a line that ends in 令 completes it."""
    serial = _ORDER_SERIAL.fullmatch(line.plain)
    if above is None or serial is None or not above.text.endswith("令"):
        return None
    return Span(above.start, line.end)


def _is_beside_signer(rest: str) -> bool:
    return re.fullmatch(r"签\s*发\s*人\s*:?\s*\S{0,12}", rest) is not None


def _found(line: Line, start: int) -> Iterator[tuple[int, int]]:
    for match in _NUMBER.finditer(line.plain, start):
        low, high = match.span()
        while leading := _LEADING.match(line.plain[low:high]):
            if not leading[0]:
                break
            low += leading.end()
        if high - low > 4 and not line.plain[:low].endswith("第"):
            yield low, high
