"""How are pixels written as a PNG?

See the PNG specification (third edition), sections 5 and 11. Pages are mostly white,
so one filter, Up, and zlib's usual level do.
"""

import struct
import zlib

import numpy as np
from numpy.typing import NDArray

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_GREY, _COLOUR = 0, 2
_UP = 2


def png(pixels: NDArray[np.uint8]) -> bytes:
    """Return rows of red, green and blue as a PNG; grey ones as grey.

    ``pixels`` has the shape (height, width, 3).
    """
    height, width, _ = pixels.shape
    colour = _COLOUR
    if (pixels[..., 0] == pixels[..., 1]).all() and (
        pixels[..., 1] == pixels[..., 2]
    ).all():
        pixels, colour = pixels[..., :1], _GREY
    rows = pixels.reshape(height, -1)
    above = np.vstack([np.zeros_like(rows[:1]), rows[:-1]])
    filtered = np.empty((height, rows.shape[1] + 1), np.uint8)
    filtered[:, 0] = _UP
    filtered[:, 1:] = rows - above
    header = struct.pack(">IIBBBBB", width, height, 8, colour, 0, 0, 0)
    return (
        _SIGNATURE
        + _chunk(b"IHDR", header)
        + _chunk(b"IDAT", zlib.compress(filtered.tobytes(), 6))
        + _chunk(b"IEND", b"")
    )


def _chunk(kind: bytes, body: bytes) -> bytes:
    digest = zlib.crc32(kind + body)
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", digest)
