"""Which pieces of a document show best what was found in it?

A piece is some 60 to 110 characters, cut at borders of passages and sentences where
there is one near, and stays on one page unless the found words themselves cross to
the next. It is verbatim text; marks are spans, never markup.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from archive.model import Page
from indexer.engine import IndexedDocument, MarkedPassage
from indexer.marks import MappedText, ParagraphsOf, Place, find_places
from indexer.near import Paragraphs, paragraph_ends
from indexer.query import Query

LONGEST = 110
SHORTEST = 60
_REACH_BACK = 30
_LAST_SENTENCE = re.compile(r".*[。！？；\n][”’」』）)]?\s*", re.DOTALL)
_REST_OF_WORD = re.compile(
    "[(（][^\\W\\d\u3400-\u9fff]{1,7}[)）]|[^\\W\u3400-\u9fff]*[)）〕】》」”]*"
)
_PAUSE = re.compile(r"[，、：,:]\s*")
_LAST_PAUSE = re.compile(r".*[，、：,:]\s*", re.DOTALL)


class Pages:
    """The pages of a text, given as (number, start, end) in order."""

    def __init__(self, rows: Sequence[tuple[int, int, int]] = ()) -> None:
        self._rows = rows

    def __len__(self) -> int:
        return len(self._rows)

    def at(self, offset: int) -> Page | None:
        """Return the page that an offset lies on, if any."""
        index = bisect_right(self._rows, offset, key=_start_of_page) - 1
        if index < 0 or offset >= self._rows[index][2]:
            return None
        return Page(*self._rows[index])


class Passages:
    """The passages that tile a text, given by their ends and whether they head it."""

    def __init__(self, ends: Sequence[int] = (), headings: Sequence[int] = ()) -> None:
        self._ends = ends
        self._headings = headings

    def __len__(self) -> int:
        return len(self._ends)

    def at(self, offset: int) -> tuple[int, int]:
        """Return the bounds of the passage that an offset lies in, or is nearest."""
        ends = self._ends
        ordinal = min(bisect_right(ends, offset), len(ends) - 1)
        return ends[ordinal - 1] if ordinal else 0, ends[ordinal]

    def of_text(self) -> Iterator[tuple[int, int]]:
        """Yield the bounds of those that are no headings, in order."""
        for ordinal, is_heading in enumerate(self._headings):
            if not is_heading:
                yield self._bounds(ordinal)

    def _bounds(self, ordinal: int) -> tuple[int, int]:
        return self._ends[ordinal - 1] if ordinal else 0, self._ends[ordinal]


@dataclass(frozen=True, slots=True)
class Source:
    """A verbatim text with its pages and passages, as much as a snippet needs."""

    text: str
    pages: Pages
    passages: Passages


def marked_passages(
    query: Query, document: IndexedDocument, *, count: int
) -> tuple[MarkedPassage, ...]:
    """Return up to ``count`` pieces in order of the text, the best ones.

    Where nothing of the query stands in the text, the opening of it, unmarked.
    """
    source = Source(
        document.text,
        Pages([(page.number, page.start, page.end) for page in document.pages]),
        Passages(
            [passage.end for passage in document.passages],
            [passage.is_heading for passage in document.passages],
        ),
    )
    paragraphs = paragraphs_of(document)
    places = find_places(query, document.folded, document.reading, paragraphs)
    return pieces(source, places, count=count)


def paragraphs_of(document: IndexedDocument) -> ParagraphsOf:
    """Return what knows where paragraphs end in a document's folded texts."""

    def ends(view: MappedText) -> Paragraphs:
        is_folded = view is document.folded or document.reading is None
        folded = document.folded if is_folded else document.reading
        return paragraph_ends(document.passages, folded or document.folded)

    return ends


def pieces(
    source: Source, places: Sequence[Place], *, count: int
) -> tuple[MarkedPassage, ...]:
    """Return the best pieces around places, which are in order."""
    if count < 1 or not source.text or source.text.isspace():
        return ()
    if not places:
        return (_opening(source),)
    chosen: list[MarkedPassage] = []
    left = places
    shown: set[str] = set()
    while left and len(chosen) < count:
        window = _best_window(left, shown)
        piece = _piece(source, window, places)
        chosen.append(piece)
        shown.update([place.needle for place in window])
        start, end = piece.start, piece.end
        left = [place for place in left if place.end <= start or place.start >= end]
    return tuple(sorted(chosen, key=_start_of_piece))


def _best_window(places: Sequence[Place], shown: set[str]) -> Sequence[Place]:
    """Return the neighbouring places that together say most of what was asked."""
    if len({place.needle for place in places}) == 1:
        return places[:1]
    best, best_worth, worth, first = (0, 1), -1.0, 0.0, 0
    held: dict[str, int] = {}
    for last, (_, end, needle) in enumerate(places):
        count = held.get(needle, 0)
        held[needle] = count + 1
        if not count:
            worth += _worth(needle, shown)
        while first < last and end - places[first].start > LONGEST:
            left = places[first].needle
            held[left] -= 1
            worth -= 0.0 if held[left] else _worth(left, shown)
            first += 1
        if worth > best_worth:
            best, best_worth = (first, last + 1), worth
    return places[slice(*best)]


def _worth(needle: str, shown: set[str]) -> float:
    return len(needle) * (0.5 if needle in shown else 1.0)


def _piece(
    source: Source, window: Sequence[Place], places: Sequence[Place]
) -> MarkedPassage:
    start, end = window[0].start, max([place.end for place in window])
    low, high = _bounds(source, start, end)
    page = source.pages.at(start) if source.pages else None
    return MarkedPassage(
        low,
        high,
        page.number if page else None,
        source.text[low:high],
        _marks(places, low, high),
    )


def _marks(places: Sequence[Place], low: int, high: int) -> tuple[tuple[int, int], ...]:
    """Return the places inside [low, high) as marks that do not touch."""
    marks: list[tuple[int, int]] = []
    reach = -1
    for start, end, _ in places:
        if start >= high:
            break
        if end <= low:
            continue
        first, last = max(start, low), min(end, high)
        if first > reach:
            marks.append((first, last))
            reach = last
        elif last > reach:
            marks[-1] = (marks[-1][0], last)
            reach = last
    return tuple(marks)


def _bounds(source: Source, start: int, end: int) -> tuple[int, int]:
    text = source.text
    low, high = _limits(source, start, end)
    room = max(0, LONGEST - (end - start))
    left = _left_border(text, max(low, start - min(room, _REACH_BACK)), start)
    right = _right_border(text, end, min(high, left + max(LONGEST, end - left)))
    if right - left < SHORTEST:
        wider = max(low, min(left, right - SHORTEST))
        left = _after_rest_of_word(text, wider, left) if wider > low else wider
    return _trimmed(text, left, right, start, end)


def _limits(source: Source, start: int, end: int) -> tuple[int, int]:
    """Return how far a piece may reach: its passages, its page."""
    low, high = 0, len(source.text)
    if source.passages:
        low, high = source.passages.at(start)
        if end > high:
            _, high = source.passages.at(end - 1)
        if high - low < SHORTEST:
            low, high = max(0, low - SHORTEST), min(len(source.text), high + LONGEST)
    if source.pages:
        page, last = source.pages.at(start), source.pages.at(end - 1)
        if page and page == last:
            low, high = max(low, page.start), min(high, page.end)
    return min(low, start), max(high, end)


def _left_border(text: str, low: int, start: int) -> int:
    """Return where a sentence begins in [low, start], else a clause, else ``low``."""
    found = _LAST_SENTENCE.match(text, low, start) or _PAUSE.search(text, low, start)
    return found.end() if found else _after_rest_of_word(text, low, start)


def _after_rest_of_word(text: str, cut: int, start: int) -> int:
    """Return ``cut``, or where the word or gloss that it falls into is over."""
    rest = _REST_OF_WORD.match(text, cut, start)
    return rest.end() if cut and rest else cut


def _right_border(text: str, end: int, high: int) -> int:
    """Return where the last sentence ends in [end, high], else a clause, else high."""
    if high >= len(text):
        return len(text)
    for last in (_LAST_SENTENCE, _LAST_PAUSE):
        found = last.match(text, end, high)
        if found and found.end() - end >= SHORTEST // 2:
            return found.end()
    return high


def _trimmed(text: str, left: int, right: int, start: int, end: int) -> tuple[int, int]:
    while left < start and text[left].isspace():
        left += 1
    while right > end and text[right - 1].isspace():
        right -= 1
    return left, right


def _opening(source: Source) -> MarkedPassage:
    start = next(
        (
            start
            for start, end in source.passages.of_text()
            if len(source.text[start:end].strip()) >= SHORTEST // 3
        ),
        0,
    )
    while source.text[start].isspace():
        start += 1
    low, high = _bounds(source, start, start + 1)
    page = source.pages.at(start)
    return MarkedPassage(
        max(low, start),
        high,
        page.number if page else None,
        source.text[start:high],
        (),
    )


def _start_of_piece(piece: MarkedPassage) -> int:
    return piece.start


def _start_of_page(row: tuple[int, int, int]) -> int:
    return row[1]
