"""Which passages does a text have, and under which headings do they stand?

A passage is a paragraph: a line, or the lines one paragraph was wrapped into by a
page's width. Page numbers and running headers and footers are passages by themselves.
The forms of headings are those of official papers (GB/T 9704-2012
§7.3.3: 一、 （一） 1. （1）), of statutes (第一章 第一条) and of Markdown.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from archive.furniture import furniture
from archive.model import Page, Passage

LONGEST_PASSAGE = 400
"""Code points; a longer paragraph is cut, at the end of a sentence if it has one."""
_LONGEST_HEADING = 60
_LONGEST_UNNUMBERED = 25
_WIDEST_PAPER = 120
_NARROWEST_PAPER = 32

_LINE = re.compile(r"[^\n]*\n+|[^\n]+")
_SENTENCE_END = "。！？；：.!?;:…"
_BREAKS = (re.compile(r"[。！？；!?;][”’」』）)]*|\n"), re.compile(r"[，、,\s]"))
_DIGIT = "一二三四五六七八九十百零〇○两壹贰叁肆伍陆柒捌玖拾\\d"
_NUMERAL = "一二三四五六七八九十百"
_HAN = re.compile("[\u3400-\u9fff]")
_NUMBERED = re.compile(
    rf"""[\s\ufeff]*(?:
    (?P<markdown>\#{{1,6}})\s+
    | (?P<annex>附\s*[件表](?:\s*[{_DIGIT}]{{1,3}})?)(?=\s*[：:\n]|\s*$|\s+\S)
    | 第[{_DIGIT}]{{1,6}}(?P<division>编|篇|部分|章|节|条(?:之[{_NUMERAL}]+)?)
      (?=[\s：:、]|\s*$|[^的规至款项和、，])
    | (?P<han>[{_NUMERAL}]{{1,4}}[、．.])
    | (?P<bracketed_han>[（(〔]\s*[{_NUMERAL}]{{1,4}}\s*[）)〕]|[㈠-㈩])
    | (?P<arabic>\d{{1,2}}[.．、](?!\d)|[⒈-⒛])
    | (?P<bracketed_arabic>[（(]\s*\d{{1,2}}\s*[）)]|[⑴-⒇])
    | (?P<circled>[①-⑳])
    )""",
    re.VERBOSE,
)
_RANKS = {
    "annex": 0,
    "编": 1,
    "篇": 1,
    "部分": 1,
    "章": 2,
    "节": 3,
    "条": 4,
    "han": 5,
    "bracketed_han": 6,
    "arabic": 7,
    "bracketed_arabic": 8,
    "circled": 9,
}
_UNNUMBERED = 10
_HEADING_STARTS = frozenset("#附第（(〔" + _NUMERAL + "0123456789") | frozenset(
    chr(code)
    for first, last in ("㈠㈩", "⒈⒛", "⑴⒇", "①⑳", "\uff10\uff19")
    for code in range(ord(first), ord(last) + 1)
)


@dataclass(frozen=True, slots=True)
class _Heading:
    rank: int
    label: str
    is_alone: bool


def passages(text: str, pages: Sequence[Page] = ()) -> tuple[Passage, ...]:
    """Return the passages of ``text`` in order; together they tile it.

    No passage reaches over the start of a page. White space between paragraphs
    belongs to the passage before it.
    """
    found: list[Passage] = []
    path: list[_Heading] = []
    labels: tuple[str, ...] = ()
    width = _wrapped_width(text)
    alone = furniture(text, pages)
    paragraphs = list(_paragraphs(text, pages, width, alone))
    for index, (start, end) in enumerate(paragraphs):
        is_alone = start in alone
        heading = None if is_alone else _numbered(text, start, end)
        if heading is None and not is_alone and end - start <= _LONGEST_UNNUMBERED + 8:
            heading = _unnumbered(text, paragraphs, index)
        if heading is not None:
            path = [above for above in path if above.rank < heading.rank]
            path.append(heading)
            labels = tuple(step.label for step in path)
        is_heading = (
            heading is not None
            and heading.is_alone
            and not _runs_on(text[start:end].strip(), width)
        )
        if end - start <= LONGEST_PASSAGE:
            found.append(Passage(len(found), start, end, labels, is_heading))
            continue
        for piece in _pieces(text, start, end):
            found.append(Passage(len(found), *piece, labels, is_heading))
    return tuple(found)


def _paragraphs(
    text: str, pages: Sequence[Page], width: int, alone: frozenset[int]
) -> Iterator[tuple[int, int]]:
    """Yield the paragraphs' spans; they tile the text.

    A line that begins at one of ``alone`` is a paragraph by itself.
    """
    starts = {page.start for page in pages}
    opened = 0
    is_blank = continues = True
    for start, end in _lines(text, pages):
        words = text[start:end].strip()
        if not words:
            continues = continues and is_blank
            continue
        if not is_blank and (
            not continues
            or start in starts
            or start in alone
            or _opens_paragraph(text, start, words)
        ):
            yield opened, start
            opened = start
        is_blank = False
        is_last = start in alone or text.endswith("\n\n", start, end)
        continues = not is_last and _runs_on(words, width)
    if opened < len(text):
        yield opened, len(text)


def _runs_on(line: str, width: int) -> bool:
    """Tell whether the paper's edge, not the writer, ended a line."""
    return width > 0 and line[-1] not in _SENTENCE_END and _width(line) >= 0.8 * width


def _lines(text: str, pages: Sequence[Page]) -> Iterator[tuple[int, int]]:
    """Yield the spans of lines with their line ends, cut where a page begins."""
    cuts = sorted({page.start for page in pages if 0 < page.start < len(text)})
    for line in _LINE.finditer(text):
        start, end = line.span()
        for cut in cuts[bisect_right(cuts, start) : bisect_right(cuts, end - 1)]:
            yield start, cut
            start = cut
        yield start, end


def _wrapped_width(text: str) -> int:
    """Return the length of a full line where lines end at a page's edge, else 0."""
    lengths = sorted(_width(line) for line in text.split("\n") if len(line) > 1)
    if not lengths:
        return 0
    width = lengths[int(len(lengths) * 0.9)]
    if not _NARROWEST_PAPER <= width <= _WIDEST_PAPER:
        return 0
    has_long_lines = lengths[int(len(lengths) * 0.97)] > 1.5 * width
    return 0 if has_long_lines else width


def _width(line: str) -> int:
    """Return the columns a line takes: two for a wide character, one for another."""
    return len(line.encode("gbk", "replace"))


def _opens_paragraph(text: str, start: int, words: str) -> bool:
    if text.startswith(("　　", "    ", "\t"), start):
        return True
    return words[0] in _HEADING_STARTS and _NUMBERED.match(words) is not None


def _numbered(text: str, start: int, end: int) -> _Heading | None:
    if text[start] not in _HEADING_STARTS and not text[start].isspace():
        return None
    match = _NUMBERED.match(text, start, end)
    if match is None:
        return None
    kind = match.lastgroup or ""
    if kind == "markdown":
        rank = len(match["markdown"]) - 10
    else:
        rank = _RANKS[(match["division"] or kind).partition("之")[0]]
    line = "".join(text[match.start() : min(end, start + 200)].split("\n")).strip()
    if kind == "markdown":
        return _Heading(rank, line.lstrip("#").strip(" #"), is_alone=True)
    is_alone = _stands_alone(line, rank)
    if kind == "division" and match["division"].startswith("条"):
        is_alone = is_alone and line[-1] not in _SENTENCE_END
    return _Heading(rank, _label(line, match[0].strip(), is_alone), is_alone)


def _stands_alone(line: str, rank: int) -> bool:
    """Tell a heading from an item of a list or a paragraph that begins with one."""
    if len(line) > _LONGEST_HEADING or line[-1] in "；;" or ";" in line:
        return False
    if line[-1] in "。.！？" and (rank > _RANKS["bracketed_han"] or len(line) > 25):
        return False
    return not re.search(r"[。！？；]", line[:-1])


def _label(line: str, numeral: str, is_alone: bool) -> str:
    """Return the words that name a section: its heading or its first short clause."""
    if is_alone and len(line) <= _LONGEST_HEADING:
        return line.rstrip("。：:；;")
    if numeral.endswith("条"):
        return numeral
    clause = re.match(r"[^。！？；：:，]{1,40}(?=[。！？；：:])", line[len(numeral) :])
    return numeral + clause[0] if clause else numeral


def _unnumbered(
    text: str, paragraphs: Sequence[tuple[int, int]], index: int
) -> _Heading | None:
    """Return a short line without punctuation that stands over a longer paragraph."""
    words = text[slice(*paragraphs[index])].strip()
    if not 2 <= len(words) <= _LONGEST_UNNUMBERED or not _HAN.search(words):
        return None
    if (
        words[0] in "（("
        or re.search(r"[。！？；，：:;|\t]", words)
        or index + 1 == len(paragraphs)
    ):
        return None
    below = text[slice(*paragraphs[index + 1])].strip()
    above = text[slice(*paragraphs[index - 1])].strip() if index else ""
    if (above[-1:] in "《（(“‘「" and above) or below[0] in "》）)”’」，。、；：":
        return None
    if len(above) > _LONGEST_UNNUMBERED and above[-1] not in _SENTENCE_END:
        return None
    is_over_prose = len(below) >= 2 * _LONGEST_UNNUMBERED and "。" in below
    return _Heading(_UNNUMBERED, words, is_alone=True) if is_over_prose else None


def _pieces(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while end - start > LONGEST_PASSAGE:
        cut = _cut(text, start)
        yield start, cut
        start = cut
    yield start, end


def _cut(text: str, start: int) -> int:
    """Return where to end a passage that is too long."""
    limit = start + LONGEST_PASSAGE
    for separator in _BREAKS:
        ends = [m.end() for m in separator.finditer(text, start + 100, limit)]
        if ends:
            return ends[-1]
    return limit
