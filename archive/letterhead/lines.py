"""Which lines stand at the head and at the foot of a paper?

A line keeps its place in the text. Its ``plain`` form is the same length, with full
width made half and every bracket around made one, so that patterns need one writing
and a match gives a span of the text at once.
"""

import re
from dataclasses import dataclass

from archive.model import Span

HEAD_LINES = 60
HEAD_CHARACTERS = 6_000
FOOT_LINES = 40
FOOT_CHARACTERS = 3_000

_WIDE = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_OPENING, _CLOSING = "〔［（【﹝〈《「〖｛[{<", "〕］）】﹞〉》」〗｝]}>"
_PLAIN = {
    **_WIDE,
    **dict.fromkeys(map(ord, _OPENING), ord("(")),
    **dict.fromkeys(map(ord, _CLOSING), ord(")")),
    **{ord("："): ord(":"), ord("﹕"): ord(":"), ord("，"): ord(",")},
    **{0x3000: 0x20, 0xA0: 0x20, 0x2002: 0x20, 0x2003: 0x20},
}
_LINE = re.compile(r"[^\n\f]+")


@dataclass(frozen=True, slots=True)
class Line:
    """A line without its outer white space, and where it stands."""

    start: int
    text: str
    plain: str

    @property
    def end(self) -> int:
        """Where the line ends in the text."""
        return self.start + len(self.text)

    def span(self, start: int, end: int) -> Span:
        """Return the place in the text of a part of this line."""
        return Span(self.start + start, self.start + end)


def plain(text: str) -> str:
    """Return text of the same length in the one writing that patterns know."""
    return text.translate(_PLAIN)


def head_lines(text: str) -> list[Line]:
    """Return the first lines that are not blank."""
    return _lines(text, 0, min(len(text), HEAD_CHARACTERS))[:HEAD_LINES]


def foot_lines(text: str) -> list[Line]:
    """Return the last lines that are not blank, none of the head's cut in two."""
    start = max(0, len(text) - FOOT_CHARACTERS)
    if start:
        start = text.find("\n", start) + 1 or start
    return _lines(text, start, len(text))[-FOOT_LINES:]


def _lines(text: str, start: int, end: int) -> list[Line]:
    lines = []
    for found in _LINE.finditer(text, start, end):
        raw = found[0]
        kept = raw.strip()
        if kept:
            at = found.start() + raw.index(kept)
            lines.append(Line(at, kept, plain(kept)))
    return lines
