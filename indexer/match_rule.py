"""Must every word of what was typed be there, or is the best match wanted?"""

import re

from indexer.fold import fold_query
from indexer.query import Match

LONG_PIECE = 8
"""Chinese characters without a space from which a piece is a sentence, not a word."""

_LONGEST_NAME = 40
_MANY_PIECES = 7
_QUESTION = re.compile(
    r"\?(?=\s|$)|[吗呢]|什么|怎么|怎样|如何|是否|哪|谁|多少|为何|几[个年天次名条项]"
    "|能不能|可不可以|是不是|有没有"
)
_NAME = re.compile(
    "(?:府|会|室|局|厅|部|处|科|院|所|队|站|中心|公司|集团|学校|大学|中学|小学|银行"
    "|省|市|县|区|乡|镇|村|街道|园|书记|主任|长"
    "|法|条例|办法|规定|规则|细则|通知|通报|意见|决定|决议|批复|方案|报告|公告|纲要"
    "|规划|制度|清单|交接书)$"
)
_LETTER = re.compile(r"[^\W\x00-\x7f]")


def match_rule(text: str) -> Match:
    """Return how many of the words have to be there.

    All of them for keywords and for what ends like a name or a title; the best
    matches for a question, a long piece or many words.
    """
    pieces = [fold_query(piece) for piece in text.split()]
    if len(pieces) >= _MANY_PIECES or any(map(_is_sentence, pieces)):
        return "best"
    return "all"


def is_long(text: str) -> bool:
    """Tell whether a text holds a piece as long as a sentence."""
    return any(len(_LETTER.findall(piece)) >= LONG_PIECE for piece in text.split())


def _is_sentence(piece: str) -> bool:
    if _QUESTION.search(piece):
        return True
    return is_long(piece) and not (len(piece) <= _LONGEST_NAME and _NAME.search(piece))
