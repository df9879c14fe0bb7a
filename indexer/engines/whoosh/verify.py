"""Which documents of a segment hold what no posting tells: patterns, nearness?

Postings name the candidates, which hold every fixed string; their texts decide. Only
documents that the rest of a query lets through are looked at.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from functools import partial

import numpy as np

from indexer.engines.whoosh.draft import decode
from indexer.engines.whoosh.encoded_pattern import encoded_pattern
from indexer.engines.whoosh.invert import CODE_BITS, bigram
from indexer.engines.whoosh.view import Documents, Mask, SegmentView
from indexer.near import are_near
from indexer.patterns import SEVERAL, fixed_pieces, is_plain, occurs
from indexer.query import AnyText, Fuzzy, Literal, Near, Text, Wildcard

_AROUND_ONE = re.compile(r"([^?*])\?(?=([^?*]))")
_LAST = "\U0010ffff"
_MANY = 500
"""So many documents are worth a look at what may stand for each ``?``."""
_VIEWS = ("folded", "reading")
_TEXTS = frozenset(_VIEWS)
_TEXTS_AND_TITLE = frozenset({*_VIEWS, "title"})


def described(view: SegmentView, word: Wildcard | Fuzzy, among: Mask) -> Mask:
    """Return the documents whose texts or title hold what a word describes."""
    patterns = _patterns(word)
    found = np.zeros(view.documents, np.bool_)
    for pattern in patterns:
        if is_plain(pattern):
            found[view.containing(pattern, _TEXTS_AND_TITLE)] = True
    for pattern in patterns:
        if is_plain(pattern):
            continue
        candidates = _holding_pieces(view, [pattern], _TEXTS_AND_TITLE) & among & ~found
        documents = np.flatnonzero(candidates).tolist()
        if SEVERAL in pattern:
            found[_decoded(view, pattern, documents)] = True
        elif documents:
            found[_encoded(view, pattern, documents)] = True
    return found


def _decoded(
    view: SegmentView, pattern: str, documents: Sequence[int]
) -> Sequence[int]:
    """Return the documents in which a pattern stands, whatever it is."""
    texts = [_reader(view, name) for name in (*_VIEWS, "title")]
    return [
        document
        for document in documents
        if any(occurs(text, pattern) for read in texts if (text := read(document)))
    ]


def _encoded(
    view: SegmentView, pattern: str, documents: Sequence[int]
) -> Sequence[int]:
    """Return the documents in which a pattern without ``*`` stands, undecoded."""
    stands_in = encoded_pattern(pattern, texts=len(documents))
    whole, is_inside = view.columns.bytes, view.array("title.inside")
    found: list[int] = []
    left = documents
    for name in (*_VIEWS, "title"):
        if name == "title":
            # One that stands in its text holds nothing that the text does not.
            left = [document for document in left if not is_inside[document]]
        if left and not view.strings(name).are_empty:
            at = _bounds(view, name)
            held = [d for d in left if stands_in(whole, at[d], at[d + 1])]
            found += held
            left = sorted(set(left).difference(held))
    return found


def standing_near(view: SegmentView, near: Near, among: Mask) -> Mask:
    """Return the documents in one view of which the texts stand near one another."""
    candidates = among.copy()
    for part in near.parts:
        candidates &= _holding_pieces(view, _patterns(part), _TEXTS)
    found = np.zeros(view.documents, np.bool_)
    texts = [(name, _reader(view, name)) for name in _VIEWS]
    for document in np.flatnonzero(candidates).tolist():
        found[document] = any(
            are_near(near, text, partial(view.paragraphs, name, document))
            for name, read in texts
            if (text := read(document))
        )
    return found


def _reader(view: SegmentView, name: str) -> Callable[[int], str]:
    """Return what reads a column's text of many documents."""
    bounds, whole = _bounds(view, name), view.columns.bytes

    def read(document: int) -> str:
        return decode(whole[bounds[document] : bounds[document + 1]])

    return read


def _bounds(view: SegmentView, name: str) -> list[int]:
    """Return where each text of a column begins in the file, and the last one ends."""
    first = view.columns.offset(f"{name}.bytes")
    bounds: list[int] = (view.array(f"{name}.bounds").astype(np.int64) + first).tolist()
    return bounds


def _patterns(part: Text) -> Sequence[str]:
    match part:
        case Literal(folded=folded):
            return (folded,)
        case Wildcard(pattern=pattern):
            return (pattern,)
        case Fuzzy(patterns=patterns):
            return patterns
        case AnyText(parts=parts):
            return [pattern for one in parts for pattern in _patterns(one)]


def _holding_pieces(
    view: SegmentView, patterns: Iterable[str], places: frozenset[str]
) -> Mask:
    """Return documents that hold every fixed string of one of the patterns."""
    found = np.zeros(view.documents, np.bool_)
    for pattern in patterns:
        held: Mask | None = None
        for piece in fixed_pieces(pattern):
            held = _mask(view, view.containing(piece, places), held)
        if held is None or np.count_nonzero(held) > _MANY:
            for first, last in _AROUND_ONE.findall(pattern):
                held = _mask(view, _with_one_between(view, first, last), held)
        found |= True if held is None else held
    return found


def _mask(view: SegmentView, documents: Documents, held: Mask | None) -> Mask:
    mask = np.zeros(view.documents, np.bool_)
    mask[documents] = True
    return mask if held is None else held & mask


def _with_one_between(view: SegmentView, first: str, last: str) -> Documents:
    """Return documents that hold two bigrams, of one character and each of these.

    Every document that holds the three in a row is one of them.
    """
    terms = view.array("bigram.terms")
    begins = np.searchsorted(terms, [bigram(f"{first}\0"), bigram(f"{first}{_LAST}")])
    starting = terms[slice(*begins)]
    middles = starting & np.uint64((1 << int(CODE_BITS)) - 1)
    ending = (middles << CODE_BITS) | np.uint64(ord(last))
    places = np.minimum(np.searchsorted(terms, ending), len(terms) - 1)
    found = np.zeros(view.documents, np.bool_)
    one = np.zeros(view.documents, np.bool_)
    for at in np.flatnonzero(terms[places] == ending).tolist():
        ahead, _ = view.postings("bigram", int(begins[0]) + at)
        behind, _ = view.postings("bigram", int(places[at]))
        one[ahead] = True
        found[behind[one[behind]]] = True
        one[ahead] = False
    return np.flatnonzero(found).astype(np.uint32)
