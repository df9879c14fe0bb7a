"""Which character does a sign of a picture font stand for?"""

# Boxes and ticks of forms; the fonts' other signs are drawings.
_SIGNS = {
    ("wingdings", 0x6F): "□",
    ("wingdings", 0xA8): "□",
    ("wingdings", 0x71): "❑",
    ("wingdings", 0xFB): "✗",
    ("wingdings", 0xFC): "✓",
    ("wingdings", 0xFD): "☒",
    ("wingdings", 0xFE): "☑",
    ("wingdings 2", 0x4F): "✗",
    ("wingdings 2", 0x50): "✓",
    ("wingdings 2", 0x51): "☒",
    ("wingdings 2", 0x52): "☑",
    ("wingdings 2", 0xA3): "□",
}


def symbol(font: str, code: int) -> str:
    """Return the character of a code in a font; U+FFFD for a drawing."""
    low = code - 0xF000 if 0xF000 <= code <= 0xF0FF else code
    sign = _SIGNS.get((font.lower(), low))
    if sign is not None:
        return sign
    is_character = 0x20 <= code < 0xD800 or 0xF900 <= code <= 0x10FFFF
    return chr(code) if is_character else "\ufffd"
