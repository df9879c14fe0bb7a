"""Do several texts stand in one sentence or paragraph, or a few characters apart?

Places are those of one folded text. A paragraph is a passage of the document; a
sentence ends with it, or with 。！？ and the quotes and brackets that close there.
"""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence

import numpy as np

from archive.model import Passage
from indexer.fold import Folded
from indexer.patterns import SENTENCE_ENDS, Span, occurrences, one_off
from indexer.query import AnyText, Fuzzy, Literal, Near, Text, Unit, Wildcard

Paragraphs = Sequence[int]
"""Where paragraphs end in a folded text, ascending."""

_SENTENCE = re.compile(rf"[{re.escape(SENTENCE_ENDS)}]+[”’\"'」』)》]*")


def paragraph_ends(passages: Sequence[Passage], folded: Folded) -> list[int]:
    """Return the ends of passages of the verbatim text in its folded text.

    A passage without characters there has none; without passages all is one.
    """
    ends = np.array([passage.end for passage in passages], np.int64)
    places = np.unique(np.searchsorted(folded.starts, ends))
    found = [place for place in places.tolist() if place]
    if not found or found[-1] < len(folded.text):
        found.append(len(folded.text))
    return found


def are_near(near: Near, text: str, paragraphs: Callable[[], Paragraphs]) -> bool:
    """Tell whether the texts stand near one another somewhere."""
    if isinstance(near.within, int):
        return next(_pairs(near.parts, text, near.within), None) is not None
    first, *others = sorted(near.parts, key=_likely_rare)
    finders = [_finder(other, text) for other in others]
    ends: Sequence[int] = ()
    passed = 0
    for start, end in text_places(first, text):
        if start < passed:
            continue
        ends = ends or _unit_ends(near.within, text, paragraphs())
        unit = bisect_right(ends, start)
        low, high = ends[unit - 1] if unit else 0, ends[unit]
        if end <= high:
            if all(stands_in(low, high) for stands_in in finders):
                return True
            passed = high
    return False


def _likely_rare(part: Text) -> tuple[bool, int]:
    """Return what sorts the parts that are rare and cheap to find before others."""
    is_literal = isinstance(part, Literal)
    return not is_literal, -len(part.folded) if isinstance(part, Literal) else 0


def _finder(part: Text, text: str) -> Callable[[int, int], bool]:
    """Return what tells whether a part stands whole between two places."""
    if isinstance(part, Literal):
        return lambda low, high: text.find(part.folded, low, high) >= 0
    spans: list[Span] | None = None

    def stands_in(low: int, high: int) -> bool:
        nonlocal spans
        if spans is None:
            spans = text_places(part, text)
        return next(_between(spans, low, high), None) is not None

    return stands_in


def near_places(
    near: Near, text: str, paragraphs: Callable[[], Paragraphs]
) -> list[tuple[Span, Text]]:
    """Return every place of the texts that stands near the others, with its text."""
    places = {place for group in _groups(near, text, paragraphs) for place in group}
    return sorted(places, key=lambda place: place[0])


def text_places(part: Text, text: str) -> list[Span]:
    """Return where one of the parts stands, in order."""
    match part:
        case Literal(folded=folded):
            return list(_literal_places(folded, text))
        case Wildcard(pattern=pattern):
            return occurrences(text, pattern)
        case Fuzzy(folded=folded, patterns=patterns):
            return sorted(set(one_off(text, folded, patterns)))
        case AnyText(parts=parts):
            return sorted({s for one in parts for s in text_places(one, text)})


def _literal_places(needle: str, text: str) -> Iterator[Span]:
    at = text.find(needle) if needle else -1
    while at >= 0:
        yield at, at + len(needle)
        at = text.find(needle, at + 1)


def _groups(
    near: Near, text: str, paragraphs: Callable[[], Paragraphs]
) -> Iterator[list[tuple[Span, Text]]]:
    """Yield places that stand near one another."""
    if isinstance(near.within, int):
        yield from _pairs(near.parts, text, near.within)
        return
    places = [text_places(part, text) for part in near.parts]
    if not all(places):
        return
    ends = _unit_ends(near.within, text, paragraphs())
    yield from _together(list(zip(near.parts, places, strict=True)), ends)


def _unit_ends(within: Unit, text: str, paragraphs: Paragraphs) -> Sequence[int]:
    if within == "paragraph":
        return paragraphs
    ends = {found.end() for found in _SENTENCE.finditer(text)}
    return sorted(ends.union(paragraphs))


def _together(
    places: Sequence[tuple[Text, Sequence[Span]]], ends: Sequence[int]
) -> Iterator[list[tuple[Span, Text]]]:
    """Yield the places in each unit that holds all the texts whole."""
    _, rarest = min(places, key=lambda of_part: len(of_part[1]))
    last = -1
    for start, _ in rarest:
        unit = bisect_right(ends, start)
        if unit == last:
            continue
        last = unit
        low, high = ends[unit - 1] if unit else 0, ends[unit]
        inside = [
            [(span, part) for span in _between(spans, low, high)]
            for part, spans in places
        ]
        if all(inside):
            yield [place for of_part in inside for place in of_part]


def _between(spans: Sequence[Span], low: int, high: int) -> Iterator[Span]:
    for span in spans[bisect_right(spans, (low, -1)) :]:
        if span[0] >= high:
            return
        if span[1] <= high:
            yield span


def _pairs(
    parts: Sequence[Text], text: str, most: int
) -> Iterator[list[tuple[Span, Text]]]:
    """Yield a place of each of two texts that are close and do not overlap."""
    one, other = parts
    first, second = text_places(one, text), text_places(other, text)
    for a, b, ahead, behind in (
        (one, other, first, second),
        (other, one, second, first),
    ):
        for span in ahead:
            for following in behind[bisect_right(behind, (span[1], -1)) :]:
                if following[0] - span[1] > most:
                    break
                yield [(span, a), (following, b)]
