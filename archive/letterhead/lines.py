"""Which lines stand at the head and at the foot of a paper?

A line keeps its place in the text. Its ``plain`` form is the same length, with full
width made half, every bracket around made one and the Traditional characters of a
letterhead made Simplified, so that patterns need one writing and a match gives a span
of the text at once.
"""

import re
from dataclasses import dataclass

from archive.model import Span
from archive.radicals import radical_forms

HEAD_CHARACTERS = 6_000
FOOT_CHARACTERS = 3_000

_OPENING, _CLOSING = "〔［（【﹝〈《「〖｛[{", "〕］）】﹞〉》」〗｝]}"
_TRADITIONAL = (
    "发發号號国國务務关關于於会會县縣区區乡鄉镇鎮党黨厅廳办辦机機构構单單题題标標级級"
    "绝絕书書报報总總结結决決议議见見复復复覆规規条條纪紀领領导導组組织織军軍届屆划劃"
    "计計细細则則请請签簽来來员員处處联聯协協学學医醫银銀团團财財税稅监監审審检檢农農"
    "铁鐵电電环環经經产產业業资資讯訊闻聞广廣东東时時间間网網页頁职職继繼责責试試节節"
    "选選转轉给給对對调調实實证證华華应應门門类類长長录錄记記馆館档檔据據达達传傳统統"
    "战戰当當动動态態讲講话話项項临臨众眾个個种種为為两兩历歷贯貫执執参參废廢将將现現"
    "称稱扫掃进進点點击擊浏瀏览覽阅閱订訂后後体體众衆"
)
"""Simplified and Traditional in turn; only what the patterns of a letterhead need."""
_SIMPLIFIED = {
    ord(old): ord(new)
    for new, old in zip(_TRADITIONAL[::2], _TRADITIONAL[1::2], strict=True)
}
_PLAIN = {
    **_SIMPLIFIED,
    **{code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)},
    **dict.fromkeys(map(ord, _OPENING), ord("(")),
    **dict.fromkeys(map(ord, _CLOSING), ord(")")),
    **dict.fromkeys(map(ord, "：﹕\ufe30\u2236"), ord(":")),
    **dict.fromkeys(map(ord, "，﹐"), ord(",")),
    **dict.fromkeys(map(ord, "\u3000\xa0\u2002\u2003\u2009\u202f"), ord(" ")),
    **dict.fromkeys(map(ord, "○◯"), ord("〇")),
}
_LINE = re.compile(r"[^\n\f]+")


@dataclass(frozen=True, slots=True)
class Line:
    """A line without its outer white space, and where it stands."""

    start: int
    text: str
    plain: str
    follows_gap: bool = False
    """Blank lines stand above it."""

    @property
    def end(self) -> int:
        """Where the line ends in the text."""
        return self.start + len(self.text)

    def span(self, start: int, end: int) -> Span:
        """Return the place in the text of a part of this line."""
        return Span(self.start + start, self.start + end)


def plain(text: str) -> str:
    """Return text of the same length in the one writing that patterns know."""
    return text.translate(_PLAIN).translate(radical_forms())


def head_and_foot(text: str) -> list[Line]:
    """Return the lines at both ends of a text, all of a short one, none blank."""
    if len(text) <= HEAD_CHARACTERS + FOOT_CHARACTERS:
        return _lines(text, 0, len(text))
    head_end = text.rfind("\n", 0, HEAD_CHARACTERS) + 1 or HEAD_CHARACTERS
    foot_start = text.find("\n", len(text) - FOOT_CHARACTERS) + 1
    head = _lines(text, 0, head_end)
    return head + _lines(text, foot_start, len(text)) if foot_start else head


def _lines(text: str, start: int, end: int) -> list[Line]:
    lines: list[Line] = []
    written = plain(text[start:end])
    last_end = start
    for found in _LINE.finditer(text, start, end):
        raw = found[0]
        kept = raw.strip()
        if kept:
            at = found.start() + raw.index(kept)
            gap = text.count("\n", last_end, at) > 1
            form = written[at - start : at - start + len(kept)]
            lines.append(Line(at, kept, form, gap))
            last_end = at + len(kept)
    return lines
