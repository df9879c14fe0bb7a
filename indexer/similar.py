"""By which rules are two documents close to each other?

*Copies* have nearly the same text (by sketch) and do not say that they are different
papers: neither number nor date differs. *Versions* have the same title, long enough
to be no common one. *Similar* documents share the rarest wording: the bigrams that
tell most of a document are searched for in the others, and the best are kept.
"""

import math
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from itertools import combinations

import numpy as np

from archive.model import PartialDate
from indexer.engine import Hit
from indexer.engines.scoring import idf
from indexer.fold import fold_query
from indexer.naming import issued_title, short_title
from indexer.sketch import Sketches, resemblances

COPY = 0.75
"""From this resemblance two texts are the same but for what surrounds them."""
LEAST_LIKENESS = 0.25
"""Below it, what two documents share is the wording of their kind."""
TELLING = 64
"""So many bigrams stand for a document."""
MOST = 20
"""So many copies, and so many versions, are named at most."""
_LEAST_TITLE = 8
_WHOLE_DATE = len("2026-11-24")


def may_be_copies(
    numbers: tuple[str | None, str | None],
    dates: tuple[PartialDate | None, PartialDate | None],
) -> bool:
    """Tell whether neither number nor date says that two papers differ."""
    first, second = dates
    if first and second and not _agree(first, second):
        return False
    one, other = numbers
    return not one or not other or one == other or fold_query(one) == fold_query(other)


def version_title(title: str | None) -> str | None:
    """Return what the titles of versions have in common; None for a common title."""
    folded = fold_query(title or "")
    if len(folded) < _LEAST_TITLE:
        return None
    return short_title(issued_title(folded))


def telling(
    counts: Mapping[str, int], holding: Mapping[str, int], documents: int
) -> dict[str, float]:
    """Return the bigrams that tell most of a document, with their weights.

    ``counts`` by bigram in the document, ``holding`` the documents that hold it, of
    ``documents`` in all. What no other document holds tells nothing.
    """
    weights = {
        bigram: (1 + math.log(count)) * idf(documents, holding[bigram])
        for bigram, count in counts.items()
        if holding[bigram] > 1
    }
    return dict(Counter(dict(sorted(weights.items()))).most_common(TELLING))


def whole(counts: Mapping[str, int], weights: Mapping[str, float]) -> float:
    """Return what a document's own score is multiplied by to make likeness 1.

    Where few of its bigrams stand elsewhere, having those few is not being alike.
    """
    return min(TELLING, len(counts)) / len(weights)


def grouped(hits: Sequence[Hit], rows: Callable[[], Sketches]) -> tuple[Hit, ...]:
    """Return hits with each later copy pointing to its first; a sketch row for each.

    The sketches are asked for only where any two hits may be copies.
    """
    dates = {hit.issued_on for hit in hits if len(hit.issued_on or "") == _WHOLE_DATE}
    if len(dates) == len(hits):
        return tuple(hits)
    if not any(_are_copies(one, other) for one, other in combinations(hits, 2)):
        return tuple(hits)
    is_copy = np.tril(resemblances(rows()) >= COPY, -1)
    if not is_copy.any():
        return tuple(hits)
    grouped: list[Hit] = []
    for place, hit in enumerate(hits):
        first = next(
            (
                grouped[other]
                for other in np.flatnonzero(is_copy[place]).tolist()
                if grouped[other].copy_of is None and _are_copies(hit, grouped[other])
            ),
            None,
        )
        grouped.append(replace(hit, copy_of=first.document_id) if first else hit)
    return tuple(grouped)


def _are_copies(one: Hit, other: Hit) -> bool:
    return may_be_copies((one.number, other.number), (one.issued_on, other.issued_on))


def _agree(one: PartialDate, other: PartialDate) -> bool:
    return one.startswith(other) or other.startswith(one)
