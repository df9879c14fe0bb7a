"""How much do two texts have in common, judged by a few bytes of each?

One-permutation min-hash: each five neighbouring characters of the folded text are
hashed once (letters, figures and Chinese characters; signs and spaces are skipped),
the hashes fall into ``SLOTS`` slots by their first bits, and of the least one in each
slot eight bits are kept. The share of slots in which two sketches agree estimates the
share of such pieces that their texts have in common (Li, Owen, Zhang: One Permutation
Hashing, 2012); the standard error is at most .063.
"""

from collections.abc import Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray

SLOTS = 64
_PIECE = 5
_LEAST_FILLED = 12
_BATCH = 200
_EMPTY = np.uint64(0xFFFFFFFFFFFFFFFF)
_SLOT_BITS = np.uint64(58)
_FACTOR = np.uint64(0x100000001B3)
_MIX = (np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB))

Sketches = NDArray[np.uint8]


def sketches(texts: Sequence[str]) -> Sketches:
    """Return a row of ``SLOTS`` bytes for each folded text; an empty slot is 0.

    A text of fewer than five characters has an empty sketch.
    """
    rows = [_rows(texts[at : at + _BATCH]) for at in range(0, len(texts), _BATCH)]
    return np.concatenate([np.empty((0, SLOTS), np.uint8), *rows])


def resemblance(one: Sketches, others: Sketches) -> NDArray[np.float64]:
    """Return the resemblance of one sketch to each row of ``others``, 0 to 1.

    Texts too short to judge resemble each other only if their sketches are equal.
    """
    agree = np.count_nonzero((others == one) & (one > 0), axis=1)
    filled = np.count_nonzero((others > 0) | (one > 0), axis=1)
    shares = agree / np.maximum(filled, 1)
    is_equal = (agree == filled) & (filled > 0)
    likeness: NDArray[np.float64] = np.where(filled < _LEAST_FILLED, is_equal, shares)
    return likeness


def resemblances(rows: Sketches) -> NDArray[np.float64]:
    """Return the resemblance of every two rows, all at once; see ``resemblance``."""
    held = rows > 0
    agree = ((rows[:, None] == rows) & held).sum(axis=2, dtype=np.int64)
    counts = held.sum(axis=1, dtype=np.int64)
    # Small numbers, exact in float32, which is multiplied fastest.
    both = (as_numbers := held.astype(np.float32)) @ as_numbers.T
    filled = counts[:, None] + counts - both.astype(np.int64)
    likeness: NDArray[np.float64] = np.where(
        filled < _LEAST_FILLED,
        (agree == filled) & (filled > 0),
        agree / np.maximum(filled, 1),
    )
    return likeness


def _rows(texts: Sequence[str]) -> Sketches:
    joined = "".join(texts).encode("utf-32-le", "surrogatepass")
    codes = np.frombuffer(joined, np.uint32)
    owner = np.repeat(np.arange(len(texts)), [len(text) for text in texts])
    counts = _counting()[codes]
    owner = owner[counts]
    whole = owner[_PIECE - 1 :] == owner[: max(0, len(owner) - _PIECE + 1)]
    hashes = _hashes(codes[counts].astype(np.uint64))[whole]
    slots = owner[: len(whole)][whole] * SLOTS + (hashes >> _SLOT_BITS).astype(np.int64)
    least = np.full(len(texts) * SLOTS, _EMPTY)
    np.minimum.at(least, slots, hashes)
    kept = least % np.uint64(255) + np.uint64(1)
    return np.where(least == _EMPTY, 0, kept).astype(np.uint8).reshape(-1, SLOTS)


def _hashes(codes: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Return a hash of each piece, in order."""
    mixed = np.zeros(max(0, len(codes) - _PIECE + 1), np.uint64)
    for at in range(_PIECE):
        mixed = mixed * _FACTOR + codes[at : at + len(mixed)]
    for factor, shift in zip(_MIX, (30, 27), strict=True):
        mixed = (mixed ^ (mixed >> np.uint64(shift))) * factor
    return mixed ^ (mixed >> np.uint64(31))


@cache
def _counting() -> NDArray[np.bool_]:
    """Return whether a code point counts, by its number."""
    every = (chr(code).isalnum() for code in range(0x110000))
    return np.fromiter(every, np.bool_, 0x110000)
