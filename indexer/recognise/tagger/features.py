"""Which features has each character of a text, as rows of the weight table?"""

import numpy as np
from numpy.typing import NDArray

BITS = 20
ROWS = 1 << BITS
_REACH = 3
_WINDOWS = (
    *((i,) for i in range(-2, 3)),
    *((i, i + 1) for i in range(-2, 2)),
    (-1, 1),
    *((i, i + 1, i + 2) for i in range(-2, 1)),
    (-3, -2, -1),
    (1, 2, 3),
    (-1, 0, 1, 2),
    (-2, -1, 0, 1),
)
_CLASS_WINDOWS = ((-1, 0, 1), (-2, -1, 0, 1, 2), (0, 1, 2, 3))
_SURNAME_WINDOWS = ((-2, -1, 0), (-1, 0, 1))
WIDTH = len(_WINDOWS) + len(_CLASS_WINDOWS) + 2 * len(_SURNAME_WINDOWS)

Rows = NDArray[np.int32]
Codes = NDArray[np.uint32]


def codes_of(text: str) -> Codes:
    """Return the code points of the text."""
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)


def features(codes: Codes, surnames: Codes) -> Rows:
    """Return ``WIDTH`` rows for each character; lines part what is seen together."""
    classes = _classes(codes)
    named = np.isin(codes, surnames).astype(np.uint32) + 1
    rows = np.empty((len(codes), WIDTH), dtype=np.int32)
    streams = (
        *(((codes,) * len(w), w) for w in _WINDOWS),
        *(((classes,) * len(w), w) for w in _CLASS_WINDOWS),
        *(((named,) * len(w), w) for w in _SURNAME_WINDOWS),
        *(((named,) * len(w) + (codes,), (*w, 0)) for w in _SURNAME_WINDOWS),
    )
    for column, (values, window) in enumerate(streams):
        rows[:, column] = _hashed(column, values, window)
    return rows


def _hashed(salt: int, values: tuple[Codes, ...], window: tuple[int, ...]) -> Rows:
    size = len(values[0])
    total = np.full(size, (salt + 1) * 0x9E3779B1 & 0xFFFFFFFF, dtype=np.uint32)
    for stream, offset in zip(values, window, strict=True):
        padded = np.full(size + 2 * _REACH, 10, dtype=np.uint32)
        padded[_REACH : _REACH + size] = stream
        total ^= padded[_REACH + offset : _REACH + offset + size]
        total *= np.uint32(0x85EBCA6B)
        total ^= total >> np.uint32(15)
    total *= np.uint32(0xC2B2AE35)
    return (total >> np.uint32(32 - BITS)).astype(np.int32)


def _classes(codes: Codes) -> Codes:
    classes = np.ones(len(codes), dtype=np.uint32)
    classes[codes < 128] = 2
    classes[(codes >= 48) & (codes < 58)] = 3
    classes[codes >= 0x3400] = 4
    classes[codes >= 0xFF00] = 1
    classes[codes == 10] = 5
    return classes
