"""How much is each document lifted by what its title holds of the words?"""

from collections import Counter
from collections.abc import Sequence

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
    titles = view.strings("title")
    counts = Counter(
        document for part in patterns for document in titles.holding(part, documents)
    )
    return np.array([counts[d] for d in documents], np.float64) / len(patterns)
