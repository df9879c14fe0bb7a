"""Which runs of characters may be terms that nobody has listed yet?

Of what holds together are left out: what is known, phrases (a verb with what it
governs, words that only qualify), pieces and extensions of better candidates. What
is left is proposed to a person, the most cohesive first.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from math import log, sqrt

from indexer.terms.counting import Gram, clauses, cohesive
from indexer.word_files import read_lines

LEAST_COUNT = 6
LEAST_DOCUMENTS = 3
LEAST_COHESION = 0.32
"""Of the logarithm of all characters, which is the most there can be."""
LEAST_ENTROPY = 1.2
WIDELY_SPREAD = 0.6
"""What stands in more of the documents is a phrase of their form."""
MANY_DOCUMENTS = 50
"""Of fewer documents no share is measured."""
PART_OF_LONGER = 0.7
"""A part that stands in one longer candidate so often is no word of its own."""
CANDIDATES = 500

Tags = Callable[[str], Sequence[tuple[str, str]]]
"""Cuts a text into words, each with its part of speech."""
IsKnown = Callable[[str], bool]

_NEVER = re.compile("[dprcuyeoqtfxmz]|nr|[av]d")
_NUMERAL = frozenset("一二三四五六七八九十两双多")
_COUNTED = re.compile(
    "[百千万亿元第]|百分|以[上下内外]|[一二三四五六七八九十两]个?[年月日号条款项次届章名]"
)
_POST_OR_ORGAN = re.compile(
    "(?:书记|主任|主席|[省市县区乡镇局厅处科所部司院]长|委员|人民政府|党委)$"
)
_FUNCTION = frozenset("的之由在把被将对于与和及至向为从或而且但若如凡因则即也都还就又")
_UNITS = frozenset("省市县区乡镇村州旗族")
_NO_END = frozenset("的之于与和及或者了着过地得起来驻由在为是等")
_POINTING = frozenset("各每某该本此其我你")
_PREFIXES = frozenset("再未非超")
_ENDS = re.compile("n(?!r)|vn|an|[iljsbg]|v")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A possible term: how often it stands in distinct clauses, and its score."""

    text: str
    count: int
    documents: int
    score: float


def mine(texts: Iterable[str], *, is_known: IsKnown, tags: Tags) -> list[Candidate]:
    """Return the best candidates for new terms of these texts, best first."""
    laid_out = clauses(texts)
    grams = cohesive(
        laid_out,
        least_count=LEAST_COUNT,
        least_cohesion=LEAST_COHESION,
        least_entropy=LEAST_ENTROPY,
    )
    most = laid_out.documents
    if most >= MANY_DOCUMENTS:
        most = int(most * WIDELY_SPREAD)
    likely = [
        gram
        for gram in grams
        if LEAST_DOCUMENTS <= gram.documents <= most
        and not is_known(gram.text)
        and is_name(tags(gram.text))
    ]
    return _candidates(_without_parts(likely))


def is_name(words: Sequence[tuple[str, str]]) -> bool:
    """Tell if words in this order may name a thing, by their parts of speech."""
    text = "".join(word for word, _ in words)
    lists = _word_lists()
    if len(text) < 3 or _COUNTED.search(text) or _POST_OR_ORGAN.search(text):
        return False
    if text in lists["labels"] or text in lists["verbs"]:
        return False
    first, last = words[0], words[-1]
    if text[-1] in _NO_END or text[0] in _FUNCTION or first[0] in _UNITS:
        return False
    if first[0] in lists["verbs"] or first[0] in lists["before"]:
        return False
    if last[0] in lists["after"] or not _ENDS.match(last[1]):
        return False
    return all(_may_stand(word, tag, at) for at, (word, tag) in enumerate(words))


def _may_stand(word: str, tag: str, at: int) -> bool:
    if tag.startswith("m"):
        return word in _NUMERAL
    if word[0] in _POINTING:
        return False
    if tag == "d" and at == 0:
        return word in _PREFIXES
    return not _NEVER.match(tag)


def _without_parts(grams: Sequence[Gram]) -> list[Gram]:
    """Leave out what stands mostly in one longer candidate."""
    counts = {gram.text: gram.count for gram in grams}
    parts: set[str] = set()
    for gram in grams:
        for length in range(2, len(gram.text)):
            for at in range(len(gram.text) - length + 1):
                part = gram.text[at : at + length]
                if gram.count >= PART_OF_LONGER * counts.get(part, 1 << 40):
                    parts.add(part)
    return [gram for gram in grams if gram.text not in parts]


def _candidates(grams: Iterable[Gram]) -> list[Candidate]:
    scored = (
        Candidate(g.text, g.count, g.documents, round(_score(g), 3)) for g in grams
    )
    return sorted(scored, key=lambda c: (-c.score, c.text))[:CANDIDATES]


def _score(gram: Gram) -> float:
    freedom = min(gram.left, gram.right)
    held = gram.cohesion * sqrt(gram.cohesion)
    return held * freedom * log(1 + gram.documents)


@cache
def _word_lists() -> Mapping[str, frozenset[str]]:
    lists: dict[str, frozenset[str]] = {}
    for line in read_lines("not_terms.txt"):
        kind, *words = line.split()
        lists[kind] = frozenset(words)
    return lists
