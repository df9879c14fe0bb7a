"""Which RTF do these compressed bytes hold ([MS-OXRTFCP])?"""

import struct

from archive.errors import DamagedFile
from archive.sniff import MSG

_COMPRESSED, _PLAIN = 0x75465A4C, 0x414C454D
_WINDOW = 4096
_BEFORE = (
    b"{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss "
    b"\\fmodern \\fscript \\fdecor MS Sans SerifSymbolArialTimes New RomanCourier"
    b"{\\colortbl\\red0\\green0\\blue0\r\n\\par \\pard\\plain\\f0\\fs20\\b\\i\\u\\tab"
    b"\\tx"
)
"""What every stream may refer back to before its first byte."""


def decompressed(content: bytes) -> bytes:
    """Return the RTF; raises DamagedFile if the bytes are not what they say."""
    if len(content) < 16:
        raise DamagedFile(media_type=MSG)
    _, size, kind, _ = struct.unpack_from("<IIII", content)
    if kind == _PLAIN:
        return content[16 : 16 + size]
    if kind != _COMPRESSED:
        raise DamagedFile(media_type=MSG)
    written = bytearray(_BEFORE)
    at = 16
    while at < len(content) and len(written) < len(_BEFORE) + size:
        flags = content[at]
        at += 1
        for bit in range(8):
            if at >= len(content):
                break
            if not flags >> bit & 1:
                written.append(content[at])
                at += 1
                continue
            (reference,) = struct.unpack(">H", content[at : at + 2].ljust(2, b"\0"))
            at += 2
            # A place in a window of 4,096 bytes that is written round and round.
            back = (len(written) - (reference >> 4)) % _WINDOW
            if not back:
                return bytes(written[len(_BEFORE) :])
            for _ in range((reference & 0xF) + 2):
                written.append(written[-back] if back <= len(written) else 0)
    return bytes(written[len(_BEFORE) : len(_BEFORE) + size])
