"""Where does a text with wild characters stand in a folded text?

``?`` is one character that does not part clauses; ``*`` is up to ``MOST_SKIPPED``
characters of one sentence. Time is bounded by the length of the text times that of
the pattern, whatever they are.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import lru_cache

ONE = "?"
SEVERAL = "*"
MOST_SKIPPED = 20
"""Characters that one ``*`` may stand for."""
SENTENCE_ENDS = "。!?"

NOT_ONE = frozenset(SENTENCE_ENDS + ";,:、 \n")
"""What ``?`` never stands for."""
_FIXED = re.compile("[^?]+")
_SENTENCE_END = re.compile(f"[{re.escape(SENTENCE_ENDS)}]")

Span = tuple[int, int]


def is_plain(pattern: str) -> bool:
    """Tell whether a pattern describes one string only."""
    return ONE not in pattern and SEVERAL not in pattern


def fixed_pieces(pattern: str) -> list[str]:
    """Return the strings that any text has which the pattern describes."""
    return [piece for piece in re.split(r"[?*]+", pattern) if piece]


def occurs(text: str, pattern: str) -> bool:
    """Tell whether a pattern stands somewhere; quicker than finding every place."""
    if SEVERAL in pattern:
        return bool(occurrences(text, pattern))
    return next(_occurrences(text, pattern), None) is not None


def occurrences(text: str, pattern: str) -> list[Span]:
    """Return where a pattern stands, in order; the shortest span from each start."""
    pieces = [piece for piece in pattern.split(SEVERAL) if piece]
    if not pieces:
        return []
    spans = list(_occurrences(text, pieces[-1]))
    # From the last piece on, so that each start goes on to what can go on itself.
    for piece in reversed(pieces[:-1]):
        if not spans:
            return []
        spans = _continued(text, list(_occurrences(text, piece)), spans)
    return spans


def _occurrences(text: str, piece: str) -> Iterator[Span]:
    """Yield where a piece without ``*`` stands, overlapping places included."""
    fixed, at, others, ones = _layout(piece)
    found = text.find(fixed)
    while found >= 0:
        start = found - at
        end = start + len(piece)
        if (
            start >= 0
            and end <= len(text)
            and all(text.startswith(other, start + place) for other, place in others)
            and not any(text[start + place] in NOT_ONE for place in ones)
        ):
            yield start, end
        found = text.find(fixed, found + 1)


def one_off(text: str, word: str, patterns: Sequence[str]) -> Iterator[Span]:
    """Yield where a word stands, or one of the patterns of it that differ in one place.

    ``?`` in a pattern is any character that does not part clauses. In no order, and a
    place may come twice.
    """
    for place, allowed in _others(word, tuple(patterns)):
        before, after = word[:place], word[place + 1 :]
        shift, fixed = (0, before) if len(before) >= len(after) else (place + 1, after)
        found = text.find(fixed)
        while found >= 0:
            start = found - shift
            if (
                start >= 0
                and start + len(word) <= len(text)
                and (text[start + place] in allowed) != (ONE in allowed)
                and text.startswith(before, start)
                and text.startswith(after, start + place + 1)
            ):
                yield start, start + len(word)
            found = text.find(fixed, found + 1)


@lru_cache(maxsize=128)
def _others(
    word: str, patterns: tuple[str, ...]
) -> Sequence[tuple[int, frozenset[str]]]:
    """Return for each place of a word what may stand there.

    With ``?`` among them: what may not.
    """
    others: list[set[str]] = [{sign} for sign in word]
    for pattern in patterns:
        for place, sign in enumerate(pattern):
            others[place].add(sign)
    return [
        (place, NOT_ONE | {ONE} if ONE in signs else frozenset(signs))
        for place, signs in enumerate(others)
    ]


@lru_cache(maxsize=512)
def _layout(
    piece: str,
) -> tuple[str, int, Sequence[tuple[str, int]], Sequence[int]]:
    """Return a piece's longest fixed string and its place, the others, each ``?``."""
    runs = [(found[0], found.start()) for found in _FIXED.finditer(piece)]
    ones = [place for place, sign in enumerate(piece) if sign == ONE]
    if not runs:
        return "", 0, (), ones
    longest = max(runs, key=lambda run: len(run[0]))
    return *longest, [run for run in runs if run != longest], ones


def _continued(
    text: str, spans: Sequence[Span], following: Sequence[Span]
) -> list[Span]:
    """Return the spans that the nearest following piece lies in reach of."""
    starts = [start for start, _ in following]
    joined = []
    for start, end in spans:
        index = bisect_right(starts, end - 1)
        if index == len(starts) or starts[index] - end > MOST_SKIPPED:
            continue
        next_start, next_end = following[index]
        if not _SENTENCE_END.search(text, end, next_start):
            joined.append((start, next_end))
    return joined
