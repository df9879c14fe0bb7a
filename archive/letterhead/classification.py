"""Does the paper bear a classification 密级?

GB/T 9704-2012 §7.2.2: 绝密, 机密 or 秘密 at the upper left, perhaps with ★ and a term,
on a line of its own, beside the copy number or the urgency, or under a label. The word
in running text is none, and 内部 or 公开 is no classification.
"""

import re
from collections.abc import Sequence

from archive.letterhead.lines import Line
from archive.model import Span

_HEAD_LINES = 10
_LEVEL = r"(?:绝\s*密|机\s*密|秘\s*密)"
_TERM = (
    r"\s*[★☆*]\s*(?:长期|\d{1,2}\s*(?:年|个月|月|天)"
    r"|[一二三四五六七八九十]+(?:年|个月)?)?"
)
_OTHER_MARK = (
    r"(?:特提|特急|加急|平急|急件|特级|\d{5,7}"
    r"|(?:份|编)\s*号\s*:?\s*\d{0,7}|第?\s*\d{1,6}\s*份)"
)
_MARKS = re.compile(
    rf"(?:(?:密\s*级\s*:?\s*)?(?P<level>{_LEVEL})(?:{_TERM})?"
    rf"|(?:紧急程度\s*:?\s*)?{_OTHER_MARK}|\s)+"
)

_AT_START = re.compile(rf"[\s(]*(?P<level>{_LEVEL})")


def is_mark_line(line: Line) -> bool:
    """Tell whether a line holds but copy number, classification and urgency."""
    return len(line.plain) <= 40 and _MARKS.fullmatch(line.plain) is not None


def classification_in(lines: Sequence[Line]) -> tuple[str, Span] | None:
    """Return the level marked at the head of a paper and where it stands."""
    for line in lines[:_HEAD_LINES]:
        found = _MARKS.fullmatch(line.plain) if len(line.plain) <= 40 else None
        if found and found["level"]:
            start, end = found.span("level")
            return "".join(line.text[start:end].split()), line.span(start, end)
    return None


def level_in(line: Line, start: int, end: int) -> tuple[str, Span] | None:
    """Return the level that a labelled value begins with."""
    found = _AT_START.match(line.plain, start, end)
    if not found:
        return None
    at = found.span("level")
    return "".join(line.text[at[0] : at[1]].split()), line.span(*at)
