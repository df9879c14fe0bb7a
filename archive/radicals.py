"""Which characters do the radicals of printed pages stand for?

Browsers print ⼭ (U+2F2D, a radical) for 山, since both share one glyph; who reads
the page means the character.
"""

import unicodedata
from collections.abc import Mapping
from functools import cache

_KANGXI = range(0x2F00, 0x2FD6)
_SUPPLEMENT = (
    "⺠民⺟母⺎兀⺝月⺼月⻁虎⻄西⻅见⻆角⻉贝⻋车⻑長⻓长⻔门⻘青⻙韦⻚页⻛风⻜飞⻝食⻢马⻣骨⻤鬼⻥鱼"
    "⻦鸟⻧卤⻨麦⻩黄⻬齐⻮齿⻰龙⻳龟"
)
"""Radicals that normal forms leave alone, each with its character."""


@cache
def radical_forms() -> Mapping[int, int]:
    """Return the character of each radical by code point, for ``str.translate``."""
    kangxi = {c: ord(unicodedata.normalize("NFKC", chr(c))) for c in _KANGXI}
    pairs = zip(_SUPPLEMENT[::2], _SUPPLEMENT[1::2], strict=True)
    return kangxi | {ord(radical): ord(form) for radical, form in pairs}
