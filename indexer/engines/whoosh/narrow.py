"""How are postings kept in few bytes?

Documents of a segment are numbered in two bytes where they fit; a frequency takes one
byte, and the few of 255 or more stand apart, each with its place.
"""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from indexer.engines.whoosh.columns import Column

LARGE = 255
"""Stands for a frequency that is kept apart."""
_MOST_IN_TWO_BYTES = 1 << 16
_MOST_IN_FOUR_BYTES = 1 << 32


def narrow(columns: Mapping[str, Column], documents: int) -> dict[str, Column]:
    """Return the columns with the numbers of postings as narrow as they go."""
    narrowed = dict(columns)
    for name, column in columns.items():
        kind, _, part = name.rpartition(".")
        if (
            part == "terms"
            and {f"{kind}.bounds", f"{kind}.key.bounds"} & columns.keys()
        ):
            # They only count the strings.
            del narrowed[name]
        elif part == "documents" and documents <= _MOST_IN_TWO_BYTES:
            narrowed[name] = column.astype(np.uint16)
        elif part in ("offsets", "bounds") and int(column[-1]) < _MOST_IN_FOUR_BYTES:
            narrowed[name] = column.astype(np.uint32)
        elif part == "frequencies":
            wide = column.astype(np.uint16)
            places = np.flatnonzero(wide >= LARGE)
            narrowed[name] = np.minimum(wide, LARGE).astype(np.uint8)
            narrowed[f"{kind}.large.places"] = places.astype(np.int64)
            narrowed[f"{kind}.large.values"] = wide[places]
    return narrowed


def widened(
    frequencies: NDArray[np.uint8],
    places: NDArray[np.int64],
    values: NDArray[np.uint16],
    start: int,
) -> NDArray[np.uint8] | NDArray[np.uint16]:
    """Return frequencies that begin at place ``start`` with the large ones put back."""
    first, last = places.searchsorted((start, start + len(frequencies))).tolist()
    if first == last:
        return frequencies
    wide = frequencies.astype(np.uint16)
    wide[places[first:last] - start] = values[first:last]
    return wide
