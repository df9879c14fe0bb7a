"""Which runs of a draft are the archive's words, though nothing marks them?

A run has 20 characters or more, white space not counted. It holds a whole block of ten
characters at a multiple of ten, so asking for those blocks misses none; the costs are
bounded by one search for every ten characters and by the time allowed.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np

from archive.model import DocumentId
from indexer.fold import Folded, fold
from indexer.query import Literal
from indexer.quotes.allowance import TimeIsUp
from indexer.quotes.drafts import Quotation
from indexer.quotes.matching import Matcher
from indexer.quotes.texts import unspaced
from indexer.quotes.verdicts import CheckedQuotation, Verdict

SHORTEST_RUN: Final = 20
BLOCK: Final = 10
LEAST_HAN: Final = 6
DOCUMENTS_AT_MOST: Final = 8
PLACES_AT_MOST: Final = 20


@dataclass(frozen=True, slots=True)
class Unmarked:
    """The runs found, and the offset up to which the draft was looked at."""

    runs: tuple[CheckedQuotation, ...]
    until: int | None


@dataclass(frozen=True, slots=True)
class _Run:
    """Equal stretches of the folded draft and of a document's folded text."""

    start: int
    end: int
    document_id: DocumentId
    view: Folded
    shift: int


def unmarked_runs(
    draft: str, marked: Iterable[tuple[int, int]], matcher: Matcher
) -> Unmarked:
    """Return the runs outside what is marked, in the draft's order."""
    try:
        matcher.check_time()
    except TimeIsUp:
        return Unmarked((), 0)
    folded = unspaced(fold(draft))
    found: list[CheckedQuotation] = []
    for start, end in _stretches(folded, marked, len(draft)):
        at = start
        while at + BLOCK <= end:
            try:
                run = _run_at(folded, at, start, end, matcher)
            except TimeIsUp:
                return Unmarked(tuple(found), int(folded.starts[at]))
            if run is None:
                at += BLOCK
                continue
            checked = _checked(draft, folded, run, matcher)
            if checked is not None:
                found.append(checked)
            start = at = run.end
    return Unmarked(tuple(found), None)


def _stretches(
    folded: Folded, marked: Iterable[tuple[int, int]], length: int
) -> Iterator[tuple[int, int]]:
    """Yield what lies between the marked stretches, as folded characters."""
    gaps, at = [], 0
    for start, end in [*sorted(marked), (length, length)]:
        gaps += [at, max(at, start)]
        at = max(at, end)
    places = folded.starts.searchsorted(np.array(gaps, dtype=folded.starts.dtype))
    for low, high in places.reshape(-1, 2).tolist():
        if high - low >= SHORTEST_RUN:
            yield low, high


def _run_at(
    folded: Folded, at: int, start: int, end: int, matcher: Matcher
) -> _Run | None:
    """Return the longest run that holds the block at a place, if it is long enough."""
    block = folded.text[at : at + BLOCK]
    if sum("\u3400" <= character <= "\u9fff" for character in block) < LEAST_HAN:
        return None
    longest: _Run | None = None
    for document_id in matcher.ids(
        Literal(block, block), DOCUMENTS_AT_MOST, sort="oldest"
    ):
        source = matcher.text(document_id)
        for view in source.views if source else ():
            for place in _places(block, view.text):
                run = _grown(folded, at, start, end, document_id, view, place)
                size = longest.end - longest.start if longest else SHORTEST_RUN - 1
                if run.end - run.start > size:
                    longest = run
    return longest


def _places(block: str, text: str) -> Iterator[int]:
    at = text.find(block)
    for _ in range(PLACES_AT_MOST):
        if at < 0:
            return
        yield at
        at = text.find(block, at + 1)


def _grown(
    folded: Folded,
    at: int,
    start: int,
    end: int,
    document_id: DocumentId,
    view: Folded,
    place: int,
) -> _Run:
    """Return the block at a place, grown both ways while the texts are equal."""
    draft, text = folded.text, view.text
    low, high, shift = at, at + BLOCK, place - at
    while low > start and low + shift > 0 and draft[low - 1] == text[low + shift - 1]:
        low -= 1
    while high < end and high + shift < len(text) and draft[high] == text[high + shift]:
        high += 1
    return _Run(low, high, document_id, view, shift)


def _checked(
    draft: str, folded: Folded, run: _Run, matcher: Matcher
) -> CheckedQuotation | None:
    start, end = folded.span(run.start, run.end)
    source = matcher.text(run.document_id)
    at = run.view.span(run.start + run.shift, run.end + run.shift)
    place = matcher.place(run.document_id, source, *at) if source else None
    if place is None:
        return None
    words = Quotation(draft[start:end], start, end)
    verdict: Verdict = "exact" if place.text == words.text else "folded"
    return CheckedQuotation(words, verdict, 1.0, place)
