"""How many names are found exactly, and how sure is that figure?"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

Spans = Sequence[set[tuple[int, int]]]
"""For each sentence, starts and ends of one kind."""


@dataclass(frozen=True, slots=True)
class Score:
    """Strict precision, recall and F1; ``low`` to ``high`` holds 95 of 100 F1 of
    sentences drawn anew."""

    precision: float
    recall: float
    f1: float
    low: float
    high: float
    labelled: int


def strict(labelled: Spans, given: Spans, *, draws: int = 1000) -> Score:
    """Return the score of one kind; the draws are the same each time."""
    counts = np.array(
        [
            (len(mine & true), len(mine), len(true))
            for true, mine in zip(labelled, given, strict=True)
        ]
    ).reshape(-1, 3)
    right, said, wanted = counts.sum(axis=0).tolist()
    chosen = np.random.default_rng(1).integers(0, len(counts), (draws, len(counts)))
    sums = counts[chosen].sum(axis=1)
    drawn = 2 * sums[:, 0] / np.maximum(sums[:, 1] + sums[:, 2], 1)
    low, high = np.quantile(drawn, (0.025, 0.975)).tolist()
    return Score(
        precision=right / max(said, 1),
        recall=right / max(wanted, 1),
        f1=2 * right / max(said + wanted, 1),
        low=low,
        high=high,
        labelled=wanted,
    )
