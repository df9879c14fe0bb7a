"""How is it learned what a line of a résumé looks like?"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from indexer.recognise.tagger.hashing import codes_of
from indexer.recognise.tagger.looks import BITS, UNIT, pairs
from indexer.recognise.tagger.training.corpus import Sentence

_DOUBT = 2.0
"""Added to each count: pairs seen seldom say little."""


def learn_looks(
    resumes: Sequence[Sentence], others: Sequence[Sentence]
) -> NDArray[np.int8]:
    """Return for each hashed pair of characters how much likelier résumés have it."""
    one, two = _counts(resumes), _counts(others)
    if not one.sum() or not two.sum():
        return np.zeros(1 << BITS, dtype=np.int8)
    ratio = np.log(one / one.sum()) - np.log(two / two.sum())
    looks: NDArray[np.int8] = np.clip(np.rint(ratio * UNIT), -127, 127).astype(np.int8)
    return looks


def _counts(sentences: Sequence[Sentence]) -> NDArray[np.float64]:
    rows = pairs(codes_of("".join(s.text + "\n" for s in sentences)))
    counts = np.bincount(rows, minlength=1 << BITS).astype(np.float64)
    return counts + _DOUBT if len(rows) else counts
