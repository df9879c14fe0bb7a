"""How are the pictures taken away that a file of RTF would load from elsewhere?"""

import re

_INCLUDE = b"includepicture"
_SPELLED = re.compile(_INCLUDE, re.IGNORECASE)
_HEX = re.compile(rb"\\'([0-7][0-9A-Fa-f])")
_UNICODE = re.compile(rb"\\u(\d{2,3}) ?")
_MARKUP = re.compile(rb"\\[A-Za-z]+-?\d* ?|\\\*|[{}\s]")


def without_links(rtf: bytes) -> bytes | None:
    """Return a file whose fields load no picture; None if it hides that they do.

    LibreOffice prints what stood in their place.
    """
    plain = _SPELLED.sub(b"x" * len(_INCLUDE), rtf)
    read = _HEX.sub(lambda found: bytes([int(found[1], 16)]), plain)
    read = _UNICODE.sub(lambda found: bytes([min(int(found[1]), 255)]), read)
    return None if _INCLUDE in _MARKUP.sub(b"", read).lower() else plain
