"""How much is each document lifted by what its title holds of the words?"""

from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate

import numpy as np

from indexer.engines.scoring import DECIMALS, TITLE_CANDIDATES, TITLE_WEIGHT
from indexer.engines.whoosh.naming import best_places
from indexer.engines.whoosh.rank import Documents, LiveSegment, Scores
from indexer.engines.whoosh.view import SegmentView


def lifted_by_title(
    segments: Sequence[LiveSegment],
    found: Sequence[Documents],
    scores: Sequence[Scores],
    terms: Sequence[str],
) -> list[Scores]:
    """Return the scores of the documents ``found`` with the best of them lifted."""
    best = max((float(score.max()) for score in scores if len(score)), default=0.0)
    patterns = [term.encode("utf-8", "surrogatepass") for term in terms]
    places = best_places(scores, TITLE_CANDIDATES)
    raised = []
    for segment, documents, score, at in zip(
        segments, found, scores, places, strict=True
    ):
        shares = _shares(segment.view, documents[at].tolist(), patterns)
        higher = score.copy()
        higher[at] += best * TITLE_WEIGHT * shares
        raised.append(np.round(higher, DECIMALS))
    return raised


def _shares(
    view: SegmentView, documents: Sequence[int], patterns: Sequence[bytes]
) -> Scores:
    """Return how many of the patterns, as a share, the title of each document holds."""
    titles = view.strings("title").some(documents)
    # No word holds the end of a line; one look at all is quicker than one at each.
    joined = b"\n".join(titles)
    ends = [end + place for place, end in enumerate(accumulate(map(len, titles)), 1)]
    counts = [0] * len(titles)
    for part in patterns:
        at = joined.find(part)
        while at >= 0:
            place = bisect_right(ends, at)
            counts[place] += 1
            at = joined.find(part, ends[place])
    return np.array(counts, np.float64) / len(patterns)
