"""How much is each document lifted by the works that name its own?"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from indexer.engines.scoring import DECIMALS
from indexer.engines.whoosh.rank import Documents, LiveSegment, Ranking, Scores
from indexer.engines.whoosh.view import Mask
from indexer.naming import CANDIDATES, KEY_BITS, most_lift, standing
from indexer.query import Query

Keys = NDArray[np.uint64]
_BITS = np.uint64(KEY_BITS)


def named_by(
    segments: Sequence[LiveSegment], seen: Sequence[Mask], works: Keys
) -> NDArray[np.int64]:
    """Return how many other works name each of ``works``.

    Only documents in the ``seen`` masks count. Looks at the postings of these works
    alone.
    """
    distinct, place = np.unique(works, return_inverse=True)
    pairs = [
        _namings(segment, mask, distinct)
        for segment, mask in zip(segments, seen, strict=True)
    ]
    joined = np.unique(np.concatenate(pairs)) if pairs else np.empty(0, np.uint64)
    counts = np.bincount((joined >> _BITS).astype(np.int64), minlength=len(distinct))
    return counts[place]


def lifted(
    ranking: Ranking,
    found: Sequence[Documents],
    seen: Sequence[Mask],
    scores: Sequence[Scores],
    query: Query,
    *,
    weight: float,
) -> list[Scores]:
    """Return the scores of the documents ``found`` with the best of them lifted."""
    segments = ranking.segments
    if not segments:
        return []
    places = best_places(scores, CANDIDATES)
    chosen = [documents[at] for documents, at in zip(found, places, strict=True)]
    heights = [score[at] for score, at in zip(scores, places, strict=True)]
    best = max((float(h.max()) for h in heights if len(h)), default=0.0)
    if not best:
        return list(scores)
    coverage = ranking.coverage(query, *_best(segments, chosen, heights, best))
    works = [s.view.array("work")[c] for s, c in zip(segments, chosen, strict=True)]
    counts = named_by(segments, seen, np.concatenate(works))
    lift = most_lift(best, coverage, weight) * standing(counts.astype(np.float64))
    raised, first = [], 0
    for score, at in zip(scores, places, strict=True):
        higher = score.copy()
        higher[at] += lift[first : first + len(at)]
        raised.append(np.round(higher, DECIMALS))
        first += len(at)
    return raised


def best_places(scores: Sequence[Scores], count: int) -> list[NDArray[np.int64]]:
    """Return the places of the best in each segment; all that tie with the last."""
    heights = np.concatenate([np.empty(0), *scores])
    if len(heights) <= count:
        return [np.arange(len(score)) for score in scores]
    least = -np.partition(-heights, count - 1)[count - 1]
    return [np.flatnonzero(score >= least) for score in scores]


def _best(
    segments: Sequence[LiveSegment],
    chosen: Sequence[NDArray[np.int64]],
    heights: Sequence[Scores],
    best: float,
) -> tuple[int, int]:
    """Return the segment and number of the best document; of several the first id."""
    _, number, document = min(
        (segment.view.document_id(int(document)), number, int(document))
        for number, (segment, documents, height) in enumerate(
            zip(segments, chosen, heights, strict=True)
        )
        for document in documents[height == best]
    )
    return number, document


def _namings(segment: LiveSegment, seen: Mask, works: Keys) -> Keys:
    """Return each naming of works as place in ``works`` | key of the naming work."""
    terms = segment.view.array("naming.terms")
    if not len(terms):
        return np.empty(0, np.uint64)
    at = np.minimum(np.searchsorted(terms, works), len(terms) - 1)
    held = np.flatnonzero(terms[at] == works)
    offsets = segment.view.array("naming.offsets").astype(np.int64)
    starts = offsets[at[held]]
    lengths = offsets[at[held] + 1] - starts
    named = np.repeat(held, lengths)
    first = np.cumsum(lengths) - lengths
    index = np.arange(len(named)) + np.repeat(starts - first, lengths)
    documents = segment.view.array("naming.documents")[index]
    naming = segment.view.array("work")[documents]
    counts = seen[documents] & (naming != works[named])
    keys: Keys = (named[counts].astype(np.uint64) << _BITS) | naming[counts]
    return keys
