"""Which words of a typed query are more than words: wildcards, fuzzy ones, 同段?"""

import re

from indexer.fold import fold_query
from indexer.match_rule import match_rule
from indexer.patterns import ONE, SEVERAL
from indexer.query import Unit

USUAL_DISTANCE = 10
MOST_DISTANCE = 100
"""Characters between two texts that are near."""
MOST_GAPS = 3
"""``*`` in one word."""
LONGEST_WILDCARD = 40
_SHORTEST_FUZZY, _LONGEST_FUZZY = 2, 16

_UNITS: dict[str, Unit] = {"同句": "sentence", "同段": "paragraph"}
_DISTANCE = re.compile(r"NEAR(?:/(\d{1,4}))?|(\d{1,4})字以?内", re.ASCII)
_WILD = f"{ONE}{SEVERAL}\uff0a"
_BESIDE_LETTERS = frozenset("〔〕（）()[]［］【】·.-、《》" + _WILD)
_TILDES = ("~", "\uff5e")


def is_near(word: str) -> bool:
    """Tell whether a word between two others may ask for their nearness."""
    return near_within(word) is not None


def near_within(word: str) -> Unit | int | None:
    """Return what 同段, 同句, NEAR/10 or 10字内 asks for; None for another word."""
    folded = word if word.startswith("NEAR") else fold_query(word)
    if folded in _UNITS:
        return _UNITS[folded]
    found = _DISTANCE.fullmatch(folded)
    if found is None or (folded.startswith("NEAR") and not word.isupper()):
        return None
    return int(found[1] or found[2] or USUAL_DISTANCE)


def written_near(within: Unit | int) -> str:
    """Return the word that asks for a nearness."""
    for word, unit in _UNITS.items():
        if unit == within:
            return word
    return f"NEAR/{within}"


def wildcard_text(word: str) -> str:
    """Return a word that holds ``?`` or ``*``, without those at its ends; else "".

    Marks that belong to an address or a question make it text, and so does a word of
    fewer than two letters, figures or Chinese characters.
    """
    core = word.strip(_WILD)
    if not core[:1].isalnum() or not any(sign in core for sign in _WILD):
        return ""
    if not all(sign.isalnum() or sign in _BESIDE_LETTERS for sign in core):
        return ""
    plain = "".join(sign for sign in core if sign not in _WILD)
    is_name = sum(map(str.isalnum, plain)) > 1 and match_rule(plain) == "all"
    return core if is_name else ""


def is_too_wild(text: str) -> bool:
    """Tell whether a wildcard is longer or wilder than is searched for."""
    gaps = text.count(SEVERAL) + text.count("\uff0a")
    return gaps > MOST_GAPS or len(text) > LONGEST_WILDCARD


def fuzzy_text(word: str) -> str:
    """Return what stands before the ``~`` of a fuzzy word, or ""."""
    text = word[:-1]
    if not word.endswith(_TILDES) or not text.isalnum():
        return ""
    return text if _SHORTEST_FUZZY <= len(text) <= _LONGEST_FUZZY else ""
