"""How is it learned where, at a glance, a name can be?

A logistic regression on the first few templates; what it rules out is never weighed.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from indexer.recognise.tagger.features import GLANCE, Features, Knowledge
from indexer.recognise.tagger.hashing import Codes
from indexer.recognise.tagger.model import GLANCE_BITS
from indexer.recognise.tagger.training.corpus import Labelled
from indexer.recognise.tagger.training.vocabulary import Rows, frequent, rows_of
from indexer.recognise.tagger.viterbi import Weights

_BATCH = 20_000
_ROUNDS = 3
_RATE = 0.2
_FIRST_SQUARES = 0.01
_CERTAIN = 0.001
"""Errors smaller than this are not learned from."""
_MISSED = 0.006
"""Share of characters in names that may be ruled out in what is learned from.

They lie beside others that are not, so that hardly a name is lost.
"""
_MOST = 100_000
"""Features that are kept, the strongest."""


@dataclass(frozen=True, slots=True, eq=False)
class Glance:
    """A weight for each number's upper bits, and the least sum where a name can be."""

    weights: Weights
    least: float


def learn_glance(text: Labelled, known: Knowledge, fewest: int, seed: int) -> Glance:
    """Return what tells, from features of so many articles, where names can be."""
    numbers = Features(text.codes, known).everywhere(GLANCE)
    keys = frequent(numbers, text.articles, fewest)
    rows = rows_of(numbers, keys)
    named = text.tags > 0
    table = _regressed(rows, named, len(keys) + 1, np.random.default_rng(seed))
    strong = np.argsort(-np.abs(table[1:]), kind="stable")[:_MOST]
    weights = np.zeros(1 << GLANCE_BITS, dtype=np.float32)
    weights[slot_of(keys[strong][::-1])] = table[1:][strong][::-1]
    sums = weights[slot_of(numbers[:, named])].sum(axis=0)
    least = np.quantile(sums, _MISSED) if named.any() else 0
    return Glance(weights, float(least))


def slot_of(numbers: Codes) -> Codes:
    """Return where the weight of each number is."""
    slots: Codes = numbers >> np.uint32(32 - GLANCE_BITS)
    return slots


def _regressed(
    rows: Rows, named: NDArray[np.bool_], size: int, order: np.random.Generator
) -> NDArray[np.float64]:
    """Return a weight for each row number; that of 0, the unknown, is 0."""
    table, squares, level = np.zeros(size), np.full(size, _FIRST_SQUARES), 0.0
    parts = np.array_split(np.arange(len(rows)), len(rows) // _BATCH + 1)
    for _ in range(_ROUNDS):
        for number in order.permutation(len(parts)):
            part = rows[parts[number]]
            sums = np.clip(table[part].sum(axis=1) + level, -30, 30)
            errors = 1 / (1 + np.exp(-sums)) - named[parts[number]]
            errors[np.abs(errors) < _CERTAIN] = 0
            spread = np.repeat(errors, part.shape[1])
            gradient = np.bincount(part.ravel(), spread, size)
            gradient[0] = 0
            squares += gradient * gradient
            table -= _RATE * gradient / np.sqrt(squares)
            level -= _RATE * float(errors.mean())
    return table
