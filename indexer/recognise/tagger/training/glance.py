"""How is it learned where, at a glance, a name can be?

A logistic regression on the first few templates; what it rules out is never weighed.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from indexer.recognise.tagger.features import GLANCE, Features, Knowledge
from indexer.recognise.tagger.hashing import Codes
from indexer.recognise.tagger.training.corpus import Labelled
from indexer.recognise.tagger.training.vocabulary import Rows, frequent, rows_of
from indexer.recognise.tagger.viterbi import Weights

_BATCH = 20_000
_ROUNDS = 3
_RATE = 0.2
_FIRST_SQUARES = 0.01
_CERTAIN = 0.001
"""Errors smaller than this are not learned from."""
_MISSED = 0.01
"""Share of characters in names that may be ruled out in what is learned from.

They lie beside others that are not, so that hardly a name is lost.
"""


@dataclass(frozen=True, slots=True, eq=False)
class Glance:
    """A weight for each of the keys, and the least sum where a name can be."""

    keys: Codes
    weights: Weights
    least: float


def learn_glance(text: Labelled, known: Knowledge, fewest: int, seed: int) -> Glance:
    """Return what tells, from features of so many articles, where names can be."""
    seen = Features(text.codes, known)
    numbers = np.stack([seen.everywhere(template) for template in GLANCE])
    keys = frequent(numbers, text.articles, fewest)
    rows = rows_of(numbers, keys)
    named = text.tags > 0
    table = _regressed(rows, named, len(keys) + 1, np.random.default_rng(seed))
    least = np.quantile(table[rows[named]].sum(axis=1), _MISSED) if named.any() else 0
    return Glance(keys, table[1:].astype(np.float32), float(least))


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
