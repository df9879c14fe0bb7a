"""What does a seal on an OFD page show (GM/T 0031, GB/T 38540)?

The picture lies in the seal's DER: a name of its kind, then its bytes.
"""

from collections.abc import Iterator

KINDS = frozenset({b"png", b"jpg", b"jpeg", b"bmp", b"gif", b"ofd"})
_TEXTS = frozenset({0x0C, 0x13, 0x16})
"""UTF8String, PrintableString, IA5String."""
_OCTETS, _CONSTRUCTED = 0x04, 0x20
_DEEPEST = 24


def seal_picture(der: bytes) -> tuple[str, bytes] | None:
    """Return the kind and the bytes of a seal's picture, None if there is none."""
    kind: bytes | None = None
    for tag, content in _values(der, 0):
        if tag in _TEXTS:
            kind = content.lower() if content.lower() in KINDS else None
        elif tag == _OCTETS and kind is not None:
            return kind.decode("ascii"), content
        else:
            kind = None
    return None


def _values(der: bytes, depth: int) -> Iterator[tuple[int, bytes]]:
    """Yield the tag and content of each plain value, in order."""
    at = 0
    while at + 2 <= len(der):
        tag, length, at = der[at], der[at + 1], at + 2
        if length & 0x80:
            count = length & 0x7F
            if not 1 <= count <= 4:
                return
            length, at = int.from_bytes(der[at : at + count], "big"), at + count
        content = der[at : at + length]
        if len(content) < length:
            return
        if tag & _CONSTRUCTED and depth < _DEEPEST:
            yield from _values(content, depth + 1)
        else:
            yield tag, content
        at += length
