"""What is the paper's title 标题?

As the paper shows it, lines joined: what stands between the head (red line, number)
and the addressee, or the first line that ends like a title.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from archive.letterhead.classification import classification_in
from archive.letterhead.dates import whole_line_date
from archive.letterhead.doctype import document_type
from archive.letterhead.issuers import split_issuers
from archive.letterhead.labels import is_label_line
from archive.letterhead.lines import Line
from archive.letterhead.number import own_number
from archive.model import Span

LONGEST_TITLE = 120
"""A longer line is text, not a title."""
_SEARCHED = 30
_SENTENCE = re.compile(r"[。；;!！?？]|,.*,|，.*，")
_ADDRESSEE = re.compile(r".{2,200}[:：]$")
_NOISE = re.compile(
    r"^(?:当前位置|當前位置|首页|首頁|扫一扫|打印|分享|来源|來源|\|+|[-=—_*#\s]+|\(?示例\)?$"
    r"|\d{1,6}$|特急|加急|急件|附件\d*:?.*|目\s*录)"
)
_ORDER = re.compile(r"\S{2,30}令(?:\s*\(?\s*第\s*\S{1,8}\s*号\s*\)?)?")
_PROMULGATED = re.compile(r"《([^《》]+)》[^。]*(?:公布|发布|施行)")
_SIGNER = re.compile(r"^签\s*发\s*人")
_NAVIGATION = re.compile(r">>|»|\|.*\||_.*_|www\.|https?:")


@dataclass(frozen=True, slots=True)
class TitleFound:
    """A title and the lines it stands on."""

    text: str
    span: Span
    last_line: int


def find_title(lines: Sequence[Line]) -> TitleFound | None:
    """Return the title of a paper whose first lines these are."""
    if order := _of_order(lines):
        return order
    for place, line in enumerate(lines[:_SEARCHED]):
        if line.text.startswith("# "):
            text = line.text[2:].strip()
            start = line.text.index(text) if text else 0
            return (
                text and TitleFound(text, line.span(start, len(line.text)), place)
            ) or None
        if _is_title_line(line, lines):
            return _joined(lines, place)
    return None


def _of_order(lines: Sequence[Line]) -> TitleFound | None:
    """Return the title of a regulation that an order 令 makes public."""
    for place, line in enumerate(lines[:6]):
        if _ORDER.fullmatch(line.plain):
            for later, text in enumerate(lines[place + 1 : place + 5], start=place + 1):
                if found := _PROMULGATED.search(text.text):
                    return TitleFound(found[1], text.span(*found.span(1)), later)
    return None


def _is_title_line(line: Line, lines: Sequence[Line]) -> bool:
    if _is_furniture(line) or _ADDRESSEE.fullmatch(line.plain):
        return False
    return len(line.text) <= LONGEST_TITLE and not _SENTENCE.search(line.text)


def _is_furniture(line: Line) -> bool:
    """Tell whether a line of the head is anything but title or text."""
    bare = line.plain.strip("#* ")
    return bool(
        _NOISE.match(bare)
        or _SIGNER.match(bare)
        or _NAVIGATION.search(line.text)
        or is_label_line(line)
        or (line.text.endswith("文件") and len(line.text) <= 40)
        or own_number([line])
        or whole_line_date(line)
        or classification_in([line])
        or not re.search(r"[\u3400-\u9fff]", line.text)
    )


def _joined(lines: Sequence[Line], first: int) -> TitleFound:
    """Return the title from its first line on, lines joined until it is complete."""
    last = first
    text = lines[first].text.strip("#* ")
    while last + 1 < len(lines) and last - first < 5:
        following = lines[last + 1]
        if not _goes_on(text, following, lines):
            break
        text += following.text.strip("#* ")
        last += 1
    lead = lines[first].text.index(text[:1]) if text else 0
    span = Span(lines[first].start + lead, lines[last].end)
    return TitleFound(re.sub(r"\s+", "", text) if last > first else text, span, last)


def _goes_on(text: str, following: Line, lines: Sequence[Line]) -> bool:
    if len(text) + len(following.text) > LONGEST_TITLE or _is_furniture(following):
        return False
    if _ADDRESSEE.fullmatch(following.plain) or _SENTENCE.search(following.text):
        return False
    if re.match(
        r"^[\s　]*(?:[一二三四五六七八九十]+、|第[一二三四五六七八九十\d]+[章条])",
        following.text,
    ):
        return False
    if document_type(text) and not re.match(r"^(?:[(（]|的)", following.text):
        # Complete, unless the next line too ends like a title: …的意见 + 报告的通知.
        return document_type(following.text) is not None and len(following.text) <= 40
    return document_type(following.text) is not None or _is_begun(text)


def _is_begun(text: str) -> bool:
    """Tell whether a line is the beginning of a title: 某局关于, 某局、某局."""
    return bool(re.search("关于|關於|转发|印发|批转", text) or split_issuers(text))
