"""Which documents of one segment answer a query?"""

from collections.abc import Iterable

import numpy as np

from archive.model import PartialDate, Visible
from indexer.dates import days
from indexer.engine import SearchRequest
from indexer.engines.whoosh.draft import UNDATED
from indexer.engines.whoosh.verify import described, standing_near
from indexer.engines.whoosh.view import Documents, Mask, SegmentView
from indexer.query import (
    AllOf,
    AnyOf,
    DateRange,
    Everything,
    Field,
    Fuzzy,
    Literal,
    Near,
    Not,
    Query,
    Wildcard,
    Words,
)

_TEXTS = frozenset({"folded", "reading"})
_TEXTS_AND_TITLE = frozenset({"folded", "reading", "title"})
_TITLE = frozenset({"title"})


def matches(
    view: SegmentView, request: SearchRequest, *, live: Mask, visible: Visible
) -> Mask:
    """Return which living, visible documents answer the request."""
    found = seen(view, live=live, visible=visible)
    if request.among is not None:
        found &= _numbered(view, request.among)
    for kind, keys in request.filters.items():
        found &= _has(view, kind, keys)
    if request.issued_from or request.issued_to:
        found &= _within(view, request.issued_from, request.issued_to)
    if not isinstance(request.query, Everything):
        found &= _answers(view, request.query, found)
    return found


def _numbered(view: SegmentView, among: Iterable[str]) -> Mask:
    mask = np.zeros(view.documents, np.bool_)
    for document_id in among:
        number = view.number_of(document_id)
        if number is not None:
            mask[number] = True
    return mask


def seen(view: SegmentView, *, live: Mask, visible: Visible) -> Mask:
    """Return which documents live and are visible, in a new array."""
    if visible is None:
        return live.copy()
    return live & _any_value(view, "collection", visible)


def _answers(view: SegmentView, query: Query, among: Mask) -> Mask:
    """Return the documents that answer; of those not ``among`` it may say anything."""
    match query:
        case Everything():
            return np.ones(view.documents, np.bool_)
        case Words(terms=terms, match=rule):
            masks = (_containing(view, term, _TEXTS_AND_TITLE) for term in terms)
            return _join(view, masks, every=rule == "all")
        case Literal(folded=folded):
            return _containing(view, folded, _TEXTS)
        case Wildcard() | Fuzzy():
            return described(view, query, among)
        case Near():
            return standing_near(view, query, among)
        case Field(name=name, keys=keys):
            return _has(view, name, keys)
        case DateRange(start=start, end=end):
            return _within(view, start, end)
        case AllOf(parts=parts):
            left = among.copy()
            # What must look at texts comes last, when few are left.
            for part in sorted(parts, key=_looks_at_texts):
                left &= _answers(view, part, left)
            return left
        case AnyOf(parts=parts):
            masks = (_answers(view, part, among) for part in parts)
            return _join(view, masks, every=False)
        case Not(part=part):
            return ~_answers(view, part, among)


def _looks_at_texts(query: Query) -> bool:
    match query:
        case Wildcard() | Fuzzy() | Near():
            return True
        case AllOf(parts=parts) | AnyOf(parts=parts):
            return any(map(_looks_at_texts, parts))
        case Not(part=part):
            return _looks_at_texts(part)
        case _:
            return False


def _join(view: SegmentView, masks: Iterable[Mask], *, every: bool) -> Mask:
    joined = np.full(view.documents, every, np.bool_)
    for mask in masks:
        if every:
            joined &= mask
        else:
            joined |= mask
    return joined


def _containing(view: SegmentView, needle: str, places: frozenset[str]) -> Mask:
    return _mask(view, view.containing(needle, places))


def _has(view: SegmentView, name: str, keys: Iterable[str]) -> Mask:
    if name == "title":
        masks = (_containing(view, key, _TITLE) for key in keys)
        return _join(view, masks, every=False)
    return _any_value(view, name, keys)


def _any_value(view: SegmentView, kind: str, keys: Iterable[str]) -> Mask:
    mask = np.zeros(view.documents, np.bool_)
    for key in keys:
        mask[view.value_documents(kind, key)] = True
    return mask


def _within(
    view: SegmentView, start: PartialDate | None, end: PartialDate | None
) -> Mask:
    first, last = days(start or ""), days(end or "")
    mask: Mask = view.array("date.first") != UNDATED
    if first:
        mask &= view.array("date.first") >= first[0]
    if last:
        mask &= view.array("date.last") <= last[1]
    return mask


def _mask(view: SegmentView, documents: Documents) -> Mask:
    mask = np.zeros(view.documents, np.bool_)
    mask[documents] = True
    return mask
