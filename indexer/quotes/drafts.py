"""What does a draft quote, and which documents does it name?

Offsets are code points of the draft's text. 《》 hold titles, not quotations.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from archive.reviews import CITATION_MARK

QUOTE_AT_MOST = 4000
"""The most characters between two quotation marks that belong together."""

_PAIRS = {"“": "”", "‘": "’", "「": "」", "『": "』"}
_CLOSING = {closing: opening for opening, closing in _PAIRS.items()}
_BLOCK = re.compile(r"(?:^[ \t]{0,3}>[^\n]*(?:\n|\Z))+", re.MULTILINE)
_BLOCK_MARK = re.compile(r"^[ \t]{0,3}>[> \t]*", re.MULTILINE)
_BLOCK_SOURCE = re.compile(r"\n\s*(?:——|—|--)[^\n]*\Z")
_HAN = re.compile("[\u3400-\u9fff]")
_STRAIGHT = re.compile('"([^"\n]+)"')
_TAIL = re.compile('[”’」』"]?[。，；]?\n{0,2}[> ]*(?:[（(\\[]|——)[^\n“‘「『]*')
_OWN_MARK = re.compile(
    '[”’」』"]?[。，；！？]?\\s{0,2}' + f"(?:{CITATION_MARK.pattern})+"
)
_LEADING = re.compile("(?:另见|参见|根据|依据|依照|按照|见|据|按)+")
_JOINED = re.compile(f"(?:以?及|和|与)?(?:{_LEADING.pattern})?")
_AFTER_ANOTHER = tuple("》）)号")
_REFERENCE = re.compile(
    "《(?P<title>[^《》\n]{2,120}(?:《[^《》\n]{1,80}》[^《》\n]{0,40})*)》"
    f"|(?P<citation>{CITATION_MARK.pattern})"
    "|(?P<number>[\u3400-\u9fff]{1,12}[〔\\[［(（【]\\d{4}[〕\\]］)）】]第?\\d{1,5}号)"
)

ReferredBy = Literal["title", "number", "citation"]


@dataclass(frozen=True, slots=True)
class Quotation:
    """Words a draft puts in quotation marks or sets as a block.

    ``start`` and ``end`` bound them in the draft; of a block ``text`` lacks the marks
    that each of its lines begins with.
    """

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Reference:
    """A document that a draft names by title, number or a stored citation's id."""

    text: str
    start: int
    end: int
    kind: ReferredBy


def quotations(draft: str) -> list[Quotation]:
    """Return every quotation of a draft in order; what stands in one is part of it."""
    blocks = list(_blocks(draft))
    found = list(blocks)
    at = 0
    for quotation in sorted([*_curled(draft), *_straight(draft)], key=_order):
        is_in_block = any(
            b.start < quotation.end and quotation.start < b.end for b in blocks
        )
        if quotation.start >= at and not is_in_block:
            found.append(quotation)
            at = quotation.end
    return sorted(found, key=_order)


def references(draft: str) -> list[Reference]:
    """Return every document that a draft names, in order."""
    return [_reference(match) for match in _REFERENCE.finditer(draft)]


def _reference(match: re.Match[str]) -> Reference:
    start, end = match.span()
    if match["title"] is not None:
        return Reference(match["title"], start, end, "title")
    if match["citation"] is not None:
        return Reference(match["citation"][2:-1], start, end, "citation")
    number = match["number"]
    follows_another = match.string[max(0, start - 1) : start] in _AFTER_ANOTHER
    verb = (_JOINED if follows_another else _LEADING).match(number)
    lead = verb.end() if verb and number[verb.end()] not in "〔[［(（【" else 0
    return Reference(number[lead:], start + lead, end, "number")


def named_for(
    quotation: Quotation, named: Sequence[Reference], draft: str
) -> Reference | None:
    """Return the document that a draft gives as a quotation's source, if any.

    A citation right behind it, else the last one named before it in its paragraph,
    else one in brackets behind it.
    """
    own = _OWN_MARK.match(draft, quotation.end)
    if own:
        return next((r for r in named if r.end == own.end()), None)
    named = [r for r in named if r.kind != "citation"]
    paragraph = draft.rfind("\n", 0, quotation.start) + 1
    before = [r for r in named if paragraph <= r.start and r.end <= quotation.start]
    if before:
        return before[-1]
    tail = _TAIL.match(draft, quotation.end, quotation.end + 120)
    if not tail:
        return None
    return next((r for r in named if tail.start() <= r.start < tail.end()), None)


def _order(quotation: Quotation) -> tuple[int, int]:
    return quotation.start, -quotation.end


def _curled(draft: str) -> Iterator[Quotation]:
    """Yield what stands between paired marks; one that never closes is none."""
    opened: list[tuple[str, int]] = []
    for match in re.finditer("[“”‘’「」『』]", draft):
        mark, at = match[0], match.start()
        if mark in _PAIRS:
            opened.append((mark, at))
            continue
        # A lone closing mark may be an apostrophe; it closes nothing.
        depth = next(
            (
                i
                for i in range(len(opened) - 1, max(-1, len(opened) - 9), -1)
                if opened[i][0] == _CLOSING[mark]
            ),
            None,
        )
        if depth is None:
            continue
        start = opened[depth][1] + 1
        del opened[depth:]
        if start < at <= start + QUOTE_AT_MOST and draft[start:at].strip():
            yield Quotation(draft[start:at], start, at)


def _straight(draft: str) -> Iterator[Quotation]:
    """Yield what stands between straight marks, where a line pairs them all."""
    at = 0
    for line in draft.split("\n"):
        if line.count('"') % 2 == 0:
            for match in _STRAIGHT.finditer(line):
                if _HAN.search(match[1]) and len(match[1]) <= QUOTE_AT_MOST:
                    yield Quotation(match[1], at + match.start(1), at + match.end(1))
        at += len(line) + 1


def _blocks(draft: str) -> Iterator[Quotation]:
    for match in _BLOCK.finditer(draft):
        whole = match[0].rstrip()
        first = _BLOCK_MARK.match(whole)
        lead = first.end() if first else 0
        text = _BLOCK_SOURCE.sub("", _BLOCK_MARK.sub("", whole)).strip()
        if text:
            yield Quotation(text, match.start() + lead, match.start() + len(whole))
