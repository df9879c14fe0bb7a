"""Does the paper bear a classification 密级?

GB/T 9704-2012 §7.2.2: 绝密, 机密 or 秘密 at the upper left, perhaps with ★ and a term,
on a line of its own or under a label. The word in running text is none.
"""

import re
from collections.abc import Sequence

from archive.letterhead.lines import Line
from archive.model import Span

_HEAD_LINES = 8
_MARK = re.compile(
    r"^(?P<mark>(?:绝\s?密|絕\s?密|机\s?密|機\s?密|秘\s?密))"
    r"(?:\s*[★☆*]\s*(?P<term>\S{1,8}))?"
    r"(?:\s+(?:特急|加急|特提|平急|急件|\d{1,6}))?$"
)


def classification_in(lines: Sequence[Line]) -> tuple[str, Span] | None:
    """Return the mark at the head of a paper and where it stands."""
    for line in lines[:_HEAD_LINES]:
        text = re.sub(r"^(?:密级|密級)\s*:\s*|^\d{1,6}\s+", "", line.plain)
        found = _MARK.match(text)
        if found:
            at = len(line.plain) - len(text)
            start, end = found.span("mark")
            mark = re.sub(r"\s", "", line.text[at + start : at + end])
            return mark, line.span(at + start, at + end)
    return None
