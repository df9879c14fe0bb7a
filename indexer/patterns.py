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

_PART_CLAUSES = SENTENCE_ENDS + ";,:、"
_SENTENCE_END = re.compile(f"[{re.escape(SENTENCE_ENDS)}]")

Span = tuple[int, int]


def is_plain(pattern: str) -> bool:
    """Tell whether a pattern describes one string only."""
    return ONE not in pattern and SEVERAL not in pattern


def fixed_pieces(pattern: str) -> list[str]:
    """Return the strings that any text has which the pattern describes."""
    return [piece for piece in re.split(r"[?*]+", pattern) if piece]


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
    if ONE not in piece:
        at = text.find(piece)
        while at >= 0:
            yield at, at + len(piece)
            at = text.find(piece, at + 1)
        return
    for found in _expression(piece).finditer(text):
        yield found.start(), found.start() + len(piece)


@lru_cache(maxsize=512)
def _expression(piece: str) -> re.Pattern[str]:
    one = rf"[^{re.escape(_PART_CLAUSES)}\s]"
    body = "".join(one if sign == ONE else re.escape(sign) for sign in piece)
    return re.compile(f"(?={body})")


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
