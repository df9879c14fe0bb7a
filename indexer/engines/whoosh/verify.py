"""Which documents of a segment hold what no posting tells: patterns, nearness?

Postings name the candidates, which hold every fixed string; their texts decide.
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import partial

import numpy as np

from indexer.engines.whoosh.draft import decode
from indexer.engines.whoosh.view import Mask, SegmentView
from indexer.near import are_near
from indexer.patterns import fixed_pieces, is_plain, occurrences
from indexer.query import Fuzzy, Literal, Near, Text, Wildcard

_VIEWS = ("folded", "reading")
_TEXTS = frozenset(_VIEWS)
_TEXTS_AND_TITLE = frozenset({*_VIEWS, "title"})


def described(view: SegmentView, patterns: Sequence[str]) -> Mask:
    """Return the documents whose texts or title one of the patterns describes."""
    found = np.zeros(view.documents, np.bool_)
    for pattern in patterns:
        if is_plain(pattern):
            found[view.containing(pattern, _TEXTS_AND_TITLE)] = True
            continue
        candidates = _holding_pieces(view, (pattern,), _TEXTS_AND_TITLE)
        for document in np.flatnonzero(candidates & ~found).tolist():
            texts = _texts(view, document, (*_VIEWS, "title"))
            found[document] = any(occurrences(text, pattern) for _, text in texts)
    return found


def standing_near(view: SegmentView, near: Near) -> Mask:
    """Return the documents in one view of which the texts stand near one another."""
    candidates = np.ones(view.documents, np.bool_)
    for part in near.parts:
        candidates &= _holding_pieces(view, _patterns(part), _TEXTS)
    found = np.zeros(view.documents, np.bool_)
    for document in np.flatnonzero(candidates).tolist():
        found[document] = any(
            are_near(near, text, partial(view.paragraphs, name, document))
            for name, text in _texts(view, document, _VIEWS)
        )
    return found


def _texts(
    view: SegmentView, document: int, names: Iterable[str]
) -> Iterator[tuple[str, str]]:
    for name in names:
        blob = view.strings(name)[document]
        if blob:
            yield name, decode(blob)


def _patterns(part: Text) -> Sequence[str]:
    match part:
        case Literal(folded=folded):
            return (folded,)
        case Wildcard(pattern=pattern):
            return (pattern,)
        case Fuzzy(patterns=patterns):
            return patterns


def _holding_pieces(
    view: SegmentView, patterns: Sequence[str], places: frozenset[str]
) -> Mask:
    """Return documents that hold every fixed string of one of the patterns."""
    found = np.zeros(view.documents, np.bool_)
    for pattern in patterns:
        held: Mask | None = None
        for piece in fixed_pieces(pattern):
            holding = np.zeros(view.documents, np.bool_)
            holding[view.containing(piece, places)] = True
            held = holding if held is None else held & holding
        found |= True if held is None else held
    return found
