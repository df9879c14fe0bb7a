"""Which runs of characters can hold names, and what do their tags mark?"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from indexer.recognise.tagger.hashing import Codes, codes_of
from indexer.recognise.tagger.model import StyleWeights
from indexer.recognise.tagger.viterbi import NEVER, PARTS, Tags, Weights

_STOPS = codes_of("。;\n")

Emissions = NDArray[np.int16]


@dataclass(frozen=True, slots=True, eq=False)
class Runs:
    """Runs of characters, in order, none across the end of a sentence.

    ``places`` of the characters and what each tag but O weighs there; ``bounds``:
    where in these each run begins and ends; ``opens``: runs that begin a sentence.
    """

    places: NDArray[np.int64]
    emissions: Emissions
    bounds: NDArray[np.int64]
    opens: NDArray[np.bool_]

    def of(self, chosen: NDArray[np.bool_]) -> "Runs":
        """Return the chosen runs."""
        bounds, opens = self.bounds[chosen], self.opens[chosen]
        return Runs(self.places, self.emissions, bounds, opens)

    def by_length(self, most: int) -> Iterator["Runs"]:
        """Yield runs of like length, so many at a time; the longest is the last."""
        order = np.argsort(self.bounds[:, 1] - self.bounds[:, 0], kind="stable")
        for first in range(0, len(order), most):
            part = order[first : first + most]
            bounds, opens = self.bounds[part], self.opens[part]
            yield Runs(self.places, self.emissions, bounds, opens)

    def grid(self, transitions: Weights) -> Weights:
        """Return the weights side by side, as (length, tags, runs), O at the end."""
        count = len(transitions)
        lengths = self.bounds[:, 1] - self.bounds[:, 0]
        steps = np.arange(int(lengths.max()) + 1)[:, None]
        rows = np.minimum(self.bounds[:, 0] + steps, len(self.places) - 1)
        values = self.emissions[rows, : count - 1].astype(np.float32)
        values[steps >= lengths] = NEVER
        grid = np.zeros((len(steps), count, len(lengths)), dtype=np.float32)
        grid[:, 1:] = values.transpose(0, 2, 1)
        grid[0] += np.where(self.opens, np.float32(0), transitions[0][:, None])
        return grid


def runs_of(codes: Codes, places: NDArray[np.int64], emissions: Emissions) -> Runs:
    """Return the runs of these places of the text."""
    opens = np.ones(len(codes), dtype=np.bool_)
    opens[1:] = np.isin(codes[:-1], _STOPS)
    opened = opens[places]
    begins = np.ones(len(places), dtype=np.bool_)
    begins[1:] = (np.diff(places) > 1) | opened[1:]
    (first,) = np.nonzero(begins)
    bounds = np.stack((first, np.append(first[1:], len(places))), axis=1)
    return Runs(places, emissions, bounds[: len(first)], opened[first])


def marked(
    tags: Tags, grid: Weights, weights: StyleWeights
) -> Sequence[tuple[int, int, int, int, float]]:
    """Return row, start, end, kind and score of what the tags mark."""
    moves = weights.transitions
    steps = tags.T.astype(np.int64)
    here = np.take_along_axis(grid, tags[:, None].astype(np.int64), axis=1)[:, 0].T
    gains = here.copy()
    gains[:, 1:] += moves[steps[:, :-1], steps[:, 1:]] - moves[0, 0]
    sums = np.cumsum(gains, axis=1, dtype=np.float64)
    parts = (steps - 1) % PARTS
    named = steps > 0
    rows, starts = np.nonzero(named & ((parts == 0) | (parts == 3)))
    _, ends = np.nonzero(named & (parts >= 2))
    before = np.where(starts > 0, sums[rows, starts - 1], 0)
    leaving = moves[steps[rows, ends], steps[rows, ends + 1]] - moves[0, 0]
    gain = (sums[rows, ends] - before + leaving) / weights.unit
    scores = 1 / (1 + np.exp(-np.clip(gain, 0, 30)))
    kinds = (steps[rows, starts] - 1) // PARTS
    columns = (rows, starts, ends + 1, kinds, scores.round(4))
    return list(zip(*(column.tolist() for column in columns), strict=True))
