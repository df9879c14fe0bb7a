"""What arrays does a batch of documents become?

``SegmentDraft`` collects documents and gives the columns of one segment. Grams are
taken of what a document says in three places, kept apart by a line feed, which folded
text never holds: the title, the body (the reading view where there is one, else the
folded text) and, unscored, the folded text behind a reading view.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import accumulate, chain, count

import numpy as np
from numpy.typing import NDArray

from indexer.dates import days
from indexer.engine import FACET_KINDS, IndexedDocument, Value
from indexer.engines.scoring import is_ranked, ranked_text
from indexer.engines.values import values_of
from indexer.engines.whoosh.columns import Column
from indexer.engines.whoosh.invert import MAX_DOCUMENTS, bigrams, invert
from indexer.engines.whoosh.packed_text import packed
from indexer.engines.whoosh.shifted import lengths, shifts
from indexer.fold import Folded, fold_query
from indexer.naming import key_of, work_of
from indexer.near import paragraph_ends
from indexer.sketch import sketches

SEPARATOR = "\n"
_BREAK = ord(SEPARATOR)
_CODES = 0x110000
UNDATED = 0
"""The day of a document without a date; proleptic ordinals begin at 1."""

FILTERED = (*FACET_KINDS, "outgoing", "incoming", "supervisor", "number", "part")


def blob_columns(name: str, blobs: Sequence[bytes]) -> dict[str, Column]:
    """Return byte strings as one array and the offset of each."""
    offsets = np.fromiter(
        accumulate(map(len, blobs), initial=0), np.uint64, len(blobs) + 1
    )
    return {
        f"{name}.bytes": np.frombuffer(b"".join(blobs), np.uint8),
        f"{name}.bounds": offsets,
    }


def segment_columns(documents: Sequence[IndexedDocument]) -> dict[str, Column]:
    """Return every column of a segment of these documents, in their order."""
    assert len(documents) <= MAX_DOCUMENTS
    titles = [fold_query(d.title or "") for d in documents]
    columns: dict[str, Column] = {}
    columns |= blob_columns("id", [_encode(d.id) for d in documents])
    columns["id.rank"] = _ranks([d.id for d in documents])
    columns |= blob_columns("card", [_card(d) for d in documents])
    columns |= _texts(documents, titles)
    columns |= _words(documents)
    columns |= _grams(documents)
    columns |= _dates(documents)
    columns |= _namings(documents)
    columns["sketch"] = sketches([_body(d).text for d in documents]).ravel()
    values = [values_of(d) for d in documents]
    for kind in FILTERED:
        columns |= _values(kind, [held.get(kind, ()) for held in values])
    return columns


def _card(document: IndexedDocument) -> bytes:
    """What a result row shows, and where pages and passages lie."""
    card = {
        "collection": document.collection,
        "name": document.name,
        "title": document.title,
        "type": document.type,
        "number": document.number,
        "issuers": document.issuers,
        "issued_on": document.issued_on,
        "pages": [(p.number, p.start, p.end) for p in document.pages],
        "ends": [p.end for p in document.passages],
        "headings": [int(p.is_heading) for p in document.passages],
    }
    return _encode(json.dumps(card, ensure_ascii=False, separators=(",", ":")))


def _ranks(ids: Sequence[str]) -> NDArray[np.uint32]:
    ranks = np.empty(len(ids), np.uint32)
    ranks[sorted(range(len(ids)), key=ids.__getitem__)] = np.arange(
        len(ids), dtype=np.uint32
    )
    return ranks


def _texts(
    documents: Sequence[IndexedDocument], titles: Sequence[str]
) -> dict[str, Column]:
    readings = [d.reading for d in documents]
    inside = [
        title in d.folded.text for title, d in zip(titles, documents, strict=True)
    ]
    folded = [_encode(d.folded.text) for d in documents]
    texts = [
        packed(_encode(d.text), near) for d, near in zip(documents, folded, strict=True)
    ]
    return {
        **blob_columns("text", texts),
        **blob_columns("title", [_encode(title) for title in titles]),
        **blob_columns("folded", folded),
        **blob_columns("reading", [_encode(r.text) if r else b"" for r in readings]),
        **_map_columns("folded", [d.folded for d in documents]),
        **_map_columns("reading", readings),
        **_paragraph_columns("folded", documents, [d.folded for d in documents]),
        **_paragraph_columns("reading", documents, readings),
        "title.inside": np.array(inside, np.bool_),
        "reading.present": np.array([r is not None for r in readings], np.bool_),
    }


def _paragraph_columns(
    name: str, documents: Sequence[IndexedDocument], folds: Sequence[Folded | None]
) -> dict[str, Column]:
    """Keep where paragraphs end in the folded texts, for what stands in one."""
    ends = [
        paragraph_ends(document.passages, view) if view else []
        for document, view in zip(documents, folds, strict=True)
    ]
    blobs = [np.array(places, np.uint32).tobytes() for places in ends]
    return blob_columns(f"{name}.paragraphs", blobs)


def _encode(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def decode(blob: bytes) -> str:
    """Return text from the bytes it is kept as."""
    return blob.decode("utf-8", "surrogatepass")


def _map_columns(name: str, folds: Sequence[Folded | None]) -> dict[str, Column]:
    """Keep a map back as the places where the shift between the texts changes."""
    starts = [shifts(f.starts) if f else b"" for f in folds]
    ends = [lengths(f.starts, f.ends) if f else b"" for f in folds]
    return blob_columns(f"{name}.starts", starts) | blob_columns(f"{name}.ends", ends)


def _words(documents: Sequence[IndexedDocument]) -> dict[str, Column]:
    lengths = [len(d.words) for d in documents]
    vocabulary: defaultdict[str, int] = defaultdict(count().__next__)
    words = chain.from_iterable(d.words for d in documents)
    ordinals = np.fromiter(
        map(vocabulary.__getitem__, words), np.int64, count=sum(lengths)
    )
    rank_of, terms = _sorted_vocabulary(vocabulary)
    postings = invert(
        rank_of[ordinals].astype(np.uint64),
        np.repeat(np.arange(len(documents), dtype=np.uint32), lengths),
    )
    return {
        **blob_columns("word", terms),
        **postings.columns("word"),
        "word.lengths": np.array(lengths, np.uint32),
    }


def _sorted_vocabulary(
    vocabulary: Mapping[str, int],
) -> tuple[NDArray[np.int64], list[bytes]]:
    terms = [_encode(word) for word in vocabulary]
    order = sorted(range(len(terms)), key=terms.__getitem__)
    rank_of = np.empty(len(terms), np.int64)
    rank_of[order] = np.arange(len(terms))
    return rank_of, [terms[i] for i in order]


def _grams(documents: Sequence[IndexedDocument]) -> dict[str, Column]:
    scored = [ranked_text(d) + SEPARATOR for d in documents]
    unscored = [d.folded.text + SEPARATOR if d.reading else "" for d in documents]
    joined = [a + b for a, b in zip(scored, unscored, strict=True)]
    codes = np.frombuffer(
        "".join(joined).encode("utf-32-le", "surrogatepass"), np.uint32
    )
    lengths = np.array([len(text) for text in joined])
    owner = np.repeat(np.arange(len(documents), dtype=np.uint32), lengths)
    within = np.arange(len(codes)) - np.repeat(np.cumsum(lengths) - lengths, lengths)
    counts = within < np.repeat([len(text) for text in scored], lengths)
    both = codes[:-1] != _BREAK
    both &= codes[1:] != _BREAK
    single = codes != _BREAK
    characters = invert(codes[single].astype(np.uint64), owner[single], counts[single])
    pairs = invert(bigrams(codes)[both], owner[:-1][both], counts[:-1][both])
    return {
        **characters.columns("character"),
        **pairs.columns("bigram"),
        **_gram_lengths(codes, owner, counts, len(documents)),
    }


def _gram_lengths(
    codes: NDArray[np.uint32],
    owner: NDArray[np.uint32],
    counts: NDArray[np.bool_],
    documents: int,
) -> dict[str, Column]:
    """Return how many ranked characters and bigrams each document has."""
    ranked = _are_ranked(codes)
    ranked &= counts
    pairs = ranked[:-1] & ranked[1:]
    return {
        "character.lengths": _count(owner[ranked], documents),
        "bigram.lengths": _count(owner[:-1][pairs], documents),
    }


def _are_ranked(codes: NDArray[np.uint32]) -> NDArray[np.bool_]:
    table = np.zeros(_CODES, np.bool_)
    table[codes] = True
    distinct = np.flatnonzero(table)
    table[distinct] = [is_ranked(chr(code)) for code in distinct.tolist()]
    return table[codes]


def _count(owner: NDArray[np.uint32], documents: int) -> NDArray[np.uint32]:
    return np.bincount(owner, minlength=documents).astype(np.uint32)


def _dates(documents: Sequence[IndexedDocument]) -> dict[str, Column]:
    bounds = [days(d.issued_on or "") or (UNDATED, UNDATED) for d in documents]
    return {
        "date.first": np.array([first for first, _ in bounds], np.int32),
        "date.last": np.array([last for _, last in bounds], np.int32),
    }


def _body(document: IndexedDocument) -> Folded:
    return document.folded if document.reading is None else document.reading


def _namings(documents: Sequence[IndexedDocument]) -> dict[str, Column]:
    """Return the work of each document and which documents name a work."""
    keys = {name: key_of(name) for d in documents for name in d.names}
    named = np.array([keys[name] for d in documents for name in d.names], np.uint64)
    lengths = [len(d.names) for d in documents]
    owner = np.repeat(np.arange(len(documents), dtype=np.uint32), lengths)
    works = [key_of(work_of(d.title, d.name)) for d in documents]
    return {
        "work": np.array(works, np.uint64),
        **invert(named, owner).columns("naming"),
    }


def _values(kind: str, rows: Iterable[Sequence[Value]]) -> dict[str, Column]:
    """Return a kind's sorted values, the ordinals of each document and back."""
    names: dict[str, str] = {}
    keys = []
    for row in rows:
        for value in row:
            names[value.key] = min(value.name, names.get(value.key, value.name))
        keys.append([value.key for value in row])
    rank_of, terms = _sorted_vocabulary({key: i for i, key in enumerate(names)})
    ordinal = {key: rank_of[i] for i, key in enumerate(names)}
    flat = np.array([ordinal[key] for row in keys for key in row], np.uint64)
    owner = np.repeat(np.arange(len(keys), dtype=np.uint32), [len(row) for row in keys])
    postings = invert(flat, owner)
    return {
        **blob_columns(f"{kind}.key", terms),
        **blob_columns(f"{kind}.name", [_encode(names[decode(t)]) for t in terms]),
        f"{kind}.ordinals": flat.astype(np.uint32),
        f"{kind}.rows": np.fromiter(
            accumulate((len(row) for row in keys), initial=0), np.uint64, len(keys) + 1
        ),
        **postings.columns(kind),
    }
