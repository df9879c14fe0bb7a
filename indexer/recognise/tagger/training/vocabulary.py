"""Which features are worth a weight?"""

import numpy as np
from numpy.typing import NDArray

from indexer.recognise.tagger.hashing import Codes

Rows = NDArray[np.int32]


def frequent(numbers: NDArray[np.uint32], articles: Rows, fewest: int) -> Codes:
    """Return the features that occur in at least so many articles, sorted.

    ``numbers`` are (templates, characters); ``articles`` does not go back and forth
    for copies of one article, which are told by the same number.
    """
    return np.unique(np.concatenate([_of(row, articles, fewest) for row in numbers]))


def _of(row: Codes, articles: Rows, fewest: int) -> Codes:
    order = np.lexsort((articles, row))
    values, where = row[order], articles[order]
    new_value = np.empty(len(row), dtype=np.bool_)
    new_value[:1] = True
    np.not_equal(values[1:], values[:-1], out=new_value[1:])
    new_pair = new_value.copy()
    new_pair[1:] |= where[1:] != where[:-1]
    begins = np.flatnonzero(new_value)
    counts = np.add.reduceat(new_pair.astype(np.int64), begins)
    kept: Codes = values[begins[counts >= fewest]]
    return kept


def rows_of(numbers: NDArray[np.uint32], keys: Codes) -> Rows:
    """Return (characters, templates): one more than the index among ``keys``, or 0."""
    rows = np.zeros((numbers.shape[1], len(numbers)), dtype=np.int32)
    for column, row in enumerate(numbers):
        at = np.minimum(np.searchsorted(keys, row), len(keys) - 1)
        rows[:, column] = np.where(keys[at] == row, at + 1, 0)
    return rows


def strongest(
    keys: Codes, table: NDArray[np.float32], most: int
) -> tuple[Codes, NDArray[np.int64]]:
    """Return the keys whose weights differ most between tags, and their indexes.

    Of keys that would share a slot at tagging only the strongest stays.
    """
    strength = (table.max(axis=1) - table.min(axis=1)).astype(np.float64)
    order = np.argsort(-strength, kind="stable")[:most]
    _, first = np.unique(keys[order] >> np.uint32(10), return_index=True)
    kept = np.sort(order[first])
    return keys[kept], kept
