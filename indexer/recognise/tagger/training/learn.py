"""Which weights make the labels of the sentences most probable?"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from indexer.recognise.tagger.training.corpus import Pieces
from indexer.recognise.tagger.training.crf import expectations
from indexer.recognise.tagger.training.vocabulary import Rows
from indexer.recognise.tagger.viterbi import NEVER, Weights, legal

_BATCH = 5000
"""Characters taken in before the weights move."""
_RATE = np.float32(0.05)
_FIRST_SQUARES = np.float32(0.01)
_CERTAIN = np.float32(0.04)
"""Errors smaller than this are not learned from."""


@dataclass(frozen=True, slots=True, eq=False)
class Examples:
    """Rows of features (characters, templates), true tags and pieces of sentences."""

    rows: Rows
    tags: NDArray[np.int64]
    pieces: Pieces


@dataclass(frozen=True, slots=True)
class Course:
    """How long and how carefully to learn.

    ``rounds`` over all pieces, the first ``settling`` of them not averaged;
    ``dropout``: share of features hidden each time they are seen.
    """

    rounds: int
    settling: int
    dropout: float


class Learner:
    """Moves weights along the gradient, each by its own rate (AdaGrad)."""

    def __init__(
        self,
        size: int,
        count: int,
        order: np.random.Generator,
        tell: Callable[[str], object],
    ) -> None:
        """``size`` features, ``count`` tags; ``tell`` is given a line each round."""
        self._tell = tell
        self.table = np.zeros((size + 1, count), dtype=np.float32)
        self.moves = np.zeros((count, count), dtype=np.float32)
        self._squares = np.full_like(self.table, _FIRST_SQUARES)
        self._move_squares = np.full_like(self.moves, _FIRST_SQUARES)
        self._order = order

    def learn(self, examples: Examples, course: Course) -> tuple[Weights, Weights]:
        """Return the averages of the rounds: rows without row 0, and transitions."""
        table, moves = np.zeros_like(self.table), np.zeros_like(self.moves)
        for turn in range(course.rounds):
            for part in self._batches(examples.pieces):
                self._step(examples, part, course.dropout)
            self._tell(f"round {turn + 1} of {course.rounds}")
            if turn >= course.settling:
                table += self.table
                moves += self.moves
        rounds = np.float32(course.rounds - course.settling)
        return table[1:] / rounds, moves / rounds

    def keep(self, rows: NDArray[np.int64]) -> None:
        """Forget all features but those at these indexes."""
        chosen = np.concatenate((np.zeros(1, dtype=np.int64), rows + 1))
        self.table = self.table[chosen]
        self._squares = self._squares[chosen]

    def _batches(self, pieces: Pieces) -> Iterator[Pieces]:
        """Yield pieces of like length together, the batches in random order."""
        lengths = pieces[:, 1] - pieces[:, 0]
        about = lengths + self._order.integers(0, 6, len(lengths))
        order = np.lexsort((self._order.random(len(lengths)), about))
        batch = np.cumsum(lengths[order]) // _BATCH
        parts = np.split(order, np.flatnonzero(np.diff(batch)) + 1)
        for number in self._order.permutation(len(parts)):
            yield pieces[parts[number]]

    def _step(self, examples: Examples, pieces: Pieces, dropout: float) -> None:
        lengths = pieces[:, 1] - pieces[:, 0]
        steps = np.arange(int(lengths.max()) + 1)[:, None]
        real = steps < lengths
        places = (pieces[:, 0] + steps)[real]
        gold = np.zeros(real.shape, dtype=np.int64)
        gold[real] = examples.tags[places]
        rows = examples.rows[places]
        if dropout:
            rows = np.where(self._order.random(rows.shape) < dropout, 0, rows)
        count = self.table.shape[1]
        emissions = np.full((*real.shape, count), NEVER, dtype=np.float32)
        emissions[:, :, 0] = 0
        emissions[real] = self.table[rows].sum(axis=1) / np.float32(1 - dropout)
        tags, pairs = expectations(emissions, self.moves + legal(count), lengths)
        self._move_transitions(pairs, gold, real)
        errors = tags[real]
        errors[np.arange(len(places)), gold[real]] -= 1
        self._move_rows(rows, errors)

    def _move_transitions(
        self, pairs: Weights, gold: NDArray[np.int64], real: NDArray[np.bool_]
    ) -> None:
        inside = real[1:]
        np.add.at(pairs, (gold[:-1][inside], gold[1:][inside]), np.float32(-1))
        pairs[legal(len(pairs)) < 0] = 0
        self._move_squares += pairs * pairs
        self.moves -= _RATE * pairs / np.sqrt(self._move_squares)

    def _move_rows(self, rows: Rows, errors: Weights) -> None:
        unsure = np.abs(errors).max(axis=1) > _CERTAIN
        seen, errors = rows[unsure], errors[unsure]
        flat = seen.ravel()
        order = np.argsort(flat, kind="stable")
        begins = np.flatnonzero(np.diff(flat[order], prepend=-1))
        if not len(begins):
            return
        gradient = np.add.reduceat(errors[order // seen.shape[1]], begins, axis=0)
        features = flat[order][begins]
        if features[0] == 0:
            features, gradient = features[1:], gradient[1:]
        self._squares[features] += gradient * gradient
        self.table[features] -= _RATE * gradient / np.sqrt(self._squares[features])
