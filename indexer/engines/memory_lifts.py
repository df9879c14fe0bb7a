"""How much are the best documents lifted, looked at one by one?"""

from collections.abc import Callable, Iterable, Mapping

from archive.model import DocumentId
from indexer.engines.scoring import DECIMALS, TITLE_CANDIDATES, TITLE_WEIGHT
from indexer.naming import CANDIDATES, most_lift, standing

Scores = dict[DocumentId, float]


def named_by(
    works: Mapping[DocumentId, str], names: Mapping[DocumentId, Iterable[str]]
) -> dict[DocumentId, int]:
    """Return how many other works name the work of each document."""
    naming: dict[str, set[str]] = {}
    for key, work in works.items():
        for name in names[key]:
            naming.setdefault(name, set()).add(work)
    return {key: len(naming.get(work, set()) - {work}) for key, work in works.items()}


def lifted_by_naming(
    scores: Scores,
    counts: Mapping[DocumentId, int],
    coverage: Callable[[DocumentId], float],
    *,
    weight: float,
) -> Scores:
    """Return the scores with the best lifted; ``coverage`` is asked of the first."""
    first = min(scores, key=lambda key: (-scores[key], key), default=None)
    if first is None:
        return scores
    lift = most_lift(scores[first], coverage(first), weight)
    return _lifted(scores, CANDIDATES, lambda key: lift * standing(counts[key]))


def lifted_by_title(
    scores: Scores, titles: Mapping[DocumentId, str], terms: tuple[str, ...]
) -> Scores:
    """Return the scores with the best lifted by what their titles hold of ``terms``."""
    best = max(scores.values(), default=0.0)

    def lift(key: DocumentId) -> float:
        held = sum(term in titles[key] for term in terms)
        return best * TITLE_WEIGHT * (held / len(terms))

    return _lifted(scores, TITLE_CANDIDATES, lift)


def _lifted(scores: Scores, count: int, lift: Callable[[DocumentId], float]) -> Scores:
    """Return the scores, the best ``count`` raised, and all that tie with the last."""
    ordered = sorted(scores.values(), reverse=True)
    return {
        key: round(score + lift(key), DECIMALS)
        if score >= ordered[min(count, len(ordered)) - 1]
        else score
        for key, score in scores.items()
    }
