"""Which documents hold a term, and how often?

Terms are numbers here: a character's code point, a bigram's two code points in one
number, or a word's ordinal. Postings are stored term by term, documents ascending.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from indexer.engines.whoosh.columns import Column

Numbers = NDArray[np.uint64]
Documents = NDArray[np.uint32]
Frequencies = NDArray[np.uint16]

_ONE = np.uint64(1)
_DOCUMENT_BITS = np.uint64(20)
MAX_DOCUMENTS = 1 << 20
"""A segment's documents are numbered in 20 bits of a sort key."""
CODE_BITS = np.uint64(21)
"""A code point takes 21 bits of a term."""


@dataclass(frozen=True, slots=True)
class Postings:
    """For each of the ascending ``terms``: documents and frequencies.

    The postings of ``terms[i]`` are ``[offsets[i], offsets[i + 1])`` of ``documents``
    and ``frequencies``. A frequency of 0 marks a document that holds the term but is
    not scored by it.
    """

    terms: Numbers
    offsets: NDArray[np.uint64]
    documents: Documents
    frequencies: Frequencies

    def columns(self, kind: str) -> dict[str, Column]:
        """Return the arrays under names that begin with ``kind``."""
        return {
            f"{kind}.terms": self.terms,
            f"{kind}.offsets": self.offsets,
            f"{kind}.documents": self.documents,
            f"{kind}.frequencies": self.frequencies,
        }


def invert(
    terms: Numbers, documents: Documents, scored: NDArray[np.bool_] | None = None
) -> Postings:
    """Return the postings of occurrences given as parallel arrays, in any order.

    ``scored`` tells which occurrences count in the frequency; None means all.
    """
    keys = (terms << _DOCUMENT_BITS) | documents.astype(np.uint64)
    if scored is not None:
        # The lowest bit goes along in the sort, which is ten times as fast as
        # an order to sort by.
        keys = (keys << _ONE) | scored
    keys.sort()
    counted = None
    if scored is not None:
        counted = (keys & _ONE).astype(np.uint8)
        keys >>= _ONE
    first = _first_of_runs(keys)
    if counted is None or not len(first) or counted.all():
        counts = np.diff(first, append=len(keys))
    else:
        counts = np.add.reduceat(counted, first, dtype=np.int64)
    pairs = keys[first]
    numbers = pairs >> _DOCUMENT_BITS
    starts = _first_of_runs(numbers)
    return Postings(
        terms=numbers[starts],
        offsets=np.append(starts, len(numbers)).astype(np.uint64),
        documents=(pairs & np.uint64(MAX_DOCUMENTS - 1)).astype(np.uint32),
        frequencies=np.minimum(counts, 0xFFFF).astype(np.uint16),
    )


def bigrams(codes: NDArray[np.uint32]) -> Numbers:
    """Return the number of every two neighbouring code points, in order."""
    wide = codes.astype(np.uint64)
    return (wide[:-1] << CODE_BITS) | wide[1:]


def bigram(pair: str) -> int:
    """Return the number of one bigram."""
    return ord(pair[0]) << int(CODE_BITS) | ord(pair[1])


def _first_of_runs(values: Numbers) -> NDArray[np.int64]:
    if not len(values):
        return np.empty(0, np.int64)
    return np.flatnonzero(np.append(True, values[1:] != values[:-1]))
