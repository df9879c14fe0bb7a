"""What does a linear-chain conditional random field expect of some sentences?"""

import numpy as np
from numpy.typing import NDArray

from indexer.recognise.tagger.viterbi import PARTS, Weights, inner

_TINY = np.float32(1e-30)


def expectations(
    emissions: Weights, transitions: Weights, lengths: NDArray[np.int64]
) -> tuple[Weights, Weights]:
    """Return how probable each tag is, and how often each pair is expected.

    ``emissions`` are (length, sentences, tags); the first result has the same shape,
    the second is (tags, tags), summed over all pairs within sentences. Places past a
    sentence's end must allow only O.
    """
    length, _, count = emissions.shape
    moves = np.exp(transitions)
    weights = np.exp(emissions - emissions.max(axis=2, keepdims=True))
    before = np.zeros_like(weights)
    before[0] = weights[0]
    before[0][:, inner(count)] = 0
    before[0] /= before[0].sum(axis=1, keepdims=True)
    for place in range(1, length):
        reached = (before[place - 1] @ moves) * weights[place]
        before[place] = reached / reached.sum(axis=1, keepdims=True)
    after = np.zeros_like(weights)
    after[-1] = 1
    after[-1][:, [t for t in range(1, count) if (t - 1) % PARTS < 2]] = 0
    for place in range(length - 2, -1, -1):
        ahead = (weights[place + 1] * after[place + 1]) @ moves.T
        after[place] = ahead / ahead.sum(axis=1, keepdims=True)
    tags = before * after
    tags /= tags.sum(axis=2, keepdims=True)
    return tags, _pairs(before, weights * after, moves, lengths)


def _pairs(
    before: Weights, ahead: Weights, moves: Weights, lengths: NDArray[np.int64]
) -> Weights:
    count = len(moves)
    total = np.einsum("lbt,lbt->lb", before[:-1] @ moves, ahead[1:])
    inside = np.arange(1, len(before))[:, None] < lengths
    share = np.where(inside, 1 / np.maximum(total, _TINY), 0).astype(np.float32)
    left = (before[:-1] * share[:, :, None]).reshape(-1, count)
    right = ahead[1:].reshape(-1, count)
    return (moves * (left.T @ right)).astype(np.float32)
