"""How do several segments become one?

Columns are joined as arrays: documents keep their order and are numbered anew, terms
and values get one vocabulary. Nothing is folded, segmented or counted again.
"""

from collections.abc import Sequence
from itertools import accumulate

import numpy as np
from numpy.typing import NDArray

from indexer.engines.whoosh.columns import Column
from indexer.engines.whoosh.draft import FILTERED, blob_columns
from indexer.engines.whoosh.invert import Postings
from indexer.engines.whoosh.rank import LiveSegment
from indexer.engines.whoosh.view import SegmentView
from indexer.sketch import SLOTS

_BLOBS = (
    *("id", "card", "text", "title", "folded", "reading"),
    *("folded.starts", "folded.ends", "reading.starts", "reading.ends"),
    *("folded.paragraphs", "reading.paragraphs"),
)
_PER_DOCUMENT = (
    *("title.inside", "reading.present", "date.first", "date.last", "work"),
    *("word.lengths", "bigram.lengths", "character.lengths"),
)


def merged_columns(segments: Sequence[LiveSegment]) -> dict[str, Column]:
    """Return the columns of one segment of every living document of these."""
    numbers = new_numbers(segments)
    columns: dict[str, Column] = {}
    for name in _BLOBS:
        columns |= blob_columns(name, _blobs(segments, name))
    for name in _PER_DOCUMENT:
        columns[name] = np.concatenate([s.view.array(name)[s.live] for s in segments])
    columns["sketch"] = np.concatenate(
        [s.view.array("sketch").reshape(-1, SLOTS)[s.live] for s in segments]
    ).ravel()
    ids = _blobs(segments, "id")
    columns["id.rank"] = np.empty(len(ids), np.uint32)
    order = sorted(range(len(ids)), key=ids.__getitem__)
    columns["id.rank"][order] = np.arange(len(ids), dtype=np.uint32)
    for kind in ("character", "bigram", "naming"):
        terms = [s.view.array(f"{kind}.terms") for s in segments]
        columns |= _postings(segments, kind, terms, numbers).columns(kind)
    vocabulary, ordinals = _vocabulary(segments, "word")
    words = _postings(segments, "word", ordinals, numbers)
    columns |= words.columns("word")
    columns |= blob_columns("word", [vocabulary[i] for i in words.terms.tolist()])
    for kind in FILTERED:
        columns |= _values(segments, kind, numbers)
    return columns


def new_numbers(segments: Sequence[LiveSegment]) -> list[NDArray[np.int64]]:
    """Return for each segment the number that each of its documents gets, or -1."""
    numbers, base = [], 0
    for segment in segments:
        fresh = np.full(segment.view.documents, -1, np.int64)
        count = int(np.count_nonzero(segment.live))
        fresh[segment.live] = np.arange(base, base + count)
        numbers.append(fresh)
        base += count
    return numbers


def _blobs(segments: Sequence[LiveSegment], name: str) -> list[bytes]:
    return [
        s.view.strings(name)[document]
        for s in segments
        for document in np.flatnonzero(s.live).tolist()
    ]


def _vocabulary(
    segments: Sequence[LiveSegment], name: str
) -> tuple[list[bytes], list[NDArray[np.uint64]]]:
    """Return the sorted union of strings, and where each segment's went."""
    lists = [s.view.strings(name).all() for s in segments]
    union = sorted(set().union(*lists))
    place = {string: i for i, string in enumerate(union)}
    return union, [
        np.array([place[s] for s in strings], np.uint64) for strings in lists
    ]


def _postings(
    segments: Sequence[LiveSegment],
    kind: str,
    terms: Sequence[NDArray[np.uint64]],
    numbers: Sequence[NDArray[np.int64]],
) -> Postings:
    """Return the postings of all segments, each put where its term has room.

    ``terms`` ascend in every segment; for words and values they are ordinals.
    """
    parts = [
        _living(segment.view, kind, own, fresh)
        for segment, own, fresh in zip(segments, terms, numbers, strict=True)
    ]
    union = np.unique(np.concatenate([part.terms for part in parts]))
    places = [np.searchsorted(union, part.terms) for part in parts]
    counts = [part.offsets[1:].astype(np.int64) - _starts(part) for part in parts]
    room = np.zeros(len(union), np.int64)
    for place, count in zip(places, counts, strict=True):
        room[place] += count
    offsets = np.concatenate(([0], np.cumsum(room)))
    documents = np.empty(offsets[-1], np.uint32)
    frequencies = np.empty(offsets[-1], np.uint16)
    # Segments follow one another, and so do their documents within a term.
    free = offsets[:-1].copy()
    for part, place, count in zip(parts, places, counts, strict=True):
        shifts = free[place] - _starts(part)
        at = np.repeat(shifts, count) + np.arange(len(part.documents))
        documents[at] = part.documents
        frequencies[at] = part.frequencies
        free[place] += count
    return Postings(union, offsets.astype(np.uint64), documents, frequencies)


def _starts(part: Postings) -> NDArray[np.int64]:
    return part.offsets[:-1].astype(np.int64)


def _living(
    view: SegmentView, kind: str, terms: NDArray[np.uint64], fresh: NDArray[np.int64]
) -> Postings:
    """Return the postings of living documents by their new numbers."""
    offsets = view.array(f"{kind}.offsets")
    documents = fresh[view.array(f"{kind}.documents")]
    frequencies = view.frequencies(kind, 0).astype(np.uint16)
    kept = documents >= 0
    if kept.all():
        return Postings(
            terms, offsets.astype(np.uint64), documents.astype(np.uint32), frequencies
        )
    before = np.concatenate(([0], np.cumsum(kept)))
    offsets = before[offsets.astype(np.int64)]
    held = np.flatnonzero(np.diff(offsets))
    return Postings(
        terms=terms[held],
        offsets=np.append(offsets[held], offsets[-1]).astype(np.uint64),
        documents=documents[kept].astype(np.uint32),
        frequencies=frequencies[kept],
    )


def _values(
    segments: Sequence[LiveSegment], kind: str, numbers: Sequence[NDArray[np.int64]]
) -> dict[str, Column]:
    keys, places = _vocabulary(segments, f"{kind}.key")
    names: dict[int, bytes] = {}
    rows: list[NDArray[np.int64]] = []
    ordinals: list[NDArray[np.uint64]] = []
    for segment, place in zip(segments, places, strict=True):
        labels = segment.view.strings(f"{kind}.name")
        for i, union_index in enumerate(place.tolist()):
            names[union_index] = min(labels[i], names.get(union_index, labels[i]))
        lengths = np.diff(segment.view.array(f"{kind}.rows")).astype(np.int64)
        kept = np.repeat(segment.live, lengths)
        ordinals.append(place[segment.view.array(f"{kind}.ordinals")[kept]])
        rows.append(lengths[segment.live])
    lengths = np.concatenate(rows)
    postings = _postings(segments, kind, places, numbers)
    # A value that only deleted documents had is gone; the others move up.
    kept_values = postings.terms.tolist()
    flat = np.searchsorted(postings.terms, np.concatenate(ordinals))
    return {
        **blob_columns(f"{kind}.key", [keys[i] for i in kept_values]),
        **blob_columns(f"{kind}.name", [names[i] for i in kept_values]),
        f"{kind}.ordinals": flat.astype(np.uint32),
        f"{kind}.rows": np.fromiter(
            accumulate(lengths.tolist(), initial=0), np.uint64, len(lengths) + 1
        ),
        **postings.columns(kind),
    }
