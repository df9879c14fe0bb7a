"""Which lines of a paged text are page numbers, running headers and footers?

They stay in the text, where the paper has them, but are no part of its paragraphs.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from archive.model import Page

_EDGE_LINES = 2
"""So many lines from the top and the bottom of a page may be furniture."""
_LONGEST = 60
_FEWEST_PAGES = 3
_LEAST_SHARE = 0.3
"""A running line stands on so many of the pages: odd and even ones may differ."""
_NUMBER = re.compile(
    r"\s*(?P<mark>[-—–－·•\s]*第?\s*)(?P<number>\d{1,4})"
    r"(?P<rest>\s*页?[-—–－·•\s]*(?:[/／,，]?\s*共?\s*\d{1,4}\s*页?)?)\s*"
)
_DIGITS = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class _Line:
    start: int
    words: str
    page: int
    place: int
    """From the top 0, 1; from the bottom -1, -2."""


def furniture(text: str, pages: Sequence[Page]) -> frozenset[int]:
    """Return where the lines begin that are furniture; none of a text of one page."""
    if len(pages) < 2:
        return frozenset()
    lines = [line for page in pages for line in _edges(text, page)]
    return frozenset([*_numbers(lines), *_running(lines, len(pages))])


def _edges(text: str, page: Page) -> Iterator[_Line]:
    """Yield the first and last lines of a page that say something."""
    found: list[tuple[int, str]] = []
    start = page.start
    for line in text[page.start : page.end].splitlines(keepends=True):
        if line.strip():
            found.append((start, line.strip()))
        start += len(line)
    count = min(_EDGE_LINES, len(found) // 2)
    for place in (*range(count), *range(-count, 0)):
        begin, words = found[place]
        yield _Line(begin, words, page.number, place)


def _numbers(lines: Sequence[_Line]) -> Iterator[int]:
    """Yield the lines that count the pages: alone on their line, one more each."""
    offsets: defaultdict[int, list[_Line]] = defaultdict(list)
    for line in lines:
        match = _NUMBER.fullmatch(line.words)
        if match is not None and line.place in (0, -1):
            offsets[int(match["number"]) - line.page].append(line)
    for counted in offsets.values():
        if len({line.page for line in counted}) >= 2:
            yield from (line.start for line in counted)


def _running(lines: Sequence[_Line], page_count: int) -> Iterator[int]:
    """Yield the lines that stand alike, numbers aside, at one place of many pages."""
    alike: defaultdict[tuple[int, str], list[_Line]] = defaultdict(list)
    for line in lines:
        if len(line.words) <= _LONGEST and not line.words.isdigit():
            alike[line.place, _DIGITS.sub("0", line.words)].append(line)
    least = max(_FEWEST_PAGES, _LEAST_SHARE * page_count)
    for repeated in alike.values():
        if len(repeated) >= least:
            yield from (line.start for line in repeated)
