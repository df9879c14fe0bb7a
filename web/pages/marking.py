"""Which characters of a text stand out, and how?

Marks are offsets, never HTML: a template escapes each segment and wraps it.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from typing import Literal

_BROKEN_LINE = 15
_SENTENCE_ENDS = "。！？；：.!?;:"
_BORDER = re.compile(r"\s*\n\s*|[ \u3000]{3,}")

Marks = Sequence[tuple[int, int]]
"""Half-open spans of a document's text, in order, none overlapping another."""
NamedSpans = Sequence[tuple[int, int, str]]
"""Mentions that are shown, each with its kind; as ``Marks``."""


@dataclass(frozen=True, slots=True)
class Segment:
    """A run of verbatim text that is shown in one way.

    ``mark`` counts the found words of the document from 0; ``opens_quote`` tells
    the first piece of the quotation, which carries its anchor. ``joint`` tells a
    line end inside a paragraph: it shows as nothing, or as the gap between words.
    ``named`` is the kind of mention that the run is part of, where that is shown;
    ``is_unsure`` tells what OCR may have read wrongly.
    """

    text: str
    mark: int | None = None
    is_quoted: bool = False
    opens_quote: bool = False
    joint: Literal["", "closed", "gap"] = ""
    named: str = ""
    is_unsure: bool = False
    edit: "ShownEdit | None" = None
    opens_edit: bool = False


@dataclass(frozen=True, slots=True)
class ShownEdit:
    """An edit that is shown in the text: ``text`` instead of ``[start, end)``.

    ``title`` says why; one that does not hold leaves the words as they are.
    """

    start: int
    end: int
    text: str
    holds: bool
    number: int
    title: str


def disjoint(spans: Marks) -> tuple[tuple[int, int], ...]:
    """Return spans in order with those that overlap joined."""
    found: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if found and start < found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        elif start < end:
            found.append((start, end))
    return tuple(found)


def segments(
    text: str,
    start: int,
    end: int,
    marks: Marks,
    *,
    quote: tuple[int, int] | None = None,
    first_mark: int = 0,
    named: NamedSpans = (),
    unsure: Marks = (),
) -> tuple[Segment, ...]:
    """Cut ``text[start:end]`` at marks, mentions, quotation and joined line ends.

    ``first_mark`` is the document's count of the first of the marks given.
    """
    stretches = [*marks, *([quote] if quote else ()), *(name[:2] for name in named)]
    stretches.extend(unsure)
    cuts = _cuts(text, start, end, stretches)
    found: list[Segment] = []
    index = at_name = at_unsure = 0
    for left, right in pairwise(cuts):
        while index < len(marks) and marks[index][1] <= left:
            index += 1
        while at_name < len(named) and named[at_name][1] <= left:
            at_name += 1
        while at_unsure < len(unsure) and unsure[at_unsure][1] <= left:
            at_unsure += 1
        is_named = at_name < len(named) and named[at_name][0] <= left
        is_marked = index < len(marks) and marks[index][0] <= left
        is_quoted = quote is not None and quote[0] <= left < quote[1]
        found.append(
            Segment(
                text[left:right],
                mark=first_mark + index if is_marked else None,
                is_quoted=is_quoted,
                opens_quote=quote is not None and quote[0] == left,
                joint=_joint(text, left, right),
                named=named[at_name][2] if is_named else "",
                is_unsure=at_unsure < len(unsure) and unsure[at_unsure][0] <= left,
            )
        )
    return tuple(found)


def _cuts(text: str, start: int, end: int, stretches: Marks) -> list[int]:
    edges = {start, end}
    for stretch in stretches:
        edges.update(edge for edge in stretch if start < edge < end)
    at = text.find("\n", start, end)
    while at >= 0:
        edges.update((at, min(at + 1, end)))
        at = text.find("\n", at + 1, end)
    return sorted(edges)


def _joint(text: str, left: int, right: int) -> Literal["", "closed", "gap"]:
    if text[left:right] != "\n":
        return ""
    around = text[max(0, left - 1) : left] + text[right : right + 1]
    return "gap" if around.isascii() else "closed"


def marked(text: str, start: int, marks: Marks) -> tuple[Segment, ...]:
    """Cut an excerpt that begins at ``start`` of its document at its marks."""
    shifted = [(left - start, right - start) for left, right in marks]
    return segments(text, 0, len(text), disjoint(shifted))


def one_line(excerpt: Sequence[Segment]) -> tuple[Segment, ...]:
    """Return an excerpt on one line, with a wide space between paragraphs.

    A line that a page's width broke goes on without a gap.
    """
    text = "".join(segment.text for segment in excerpt)
    shown = list(text)
    for border in _BORDER.finditer(text):
        gaps = [""] * (border.end() - border.start() - 1)
        shown[border.start() : border.end()] = [_gap(text, border), *gaps]
    joined, at = [], 0
    for mark, run in groupby(excerpt, key=lambda segment: segment.mark):
        end = at + sum(len(segment.text) for segment in run)
        joined.append(Segment("".join(shown[at:end]), mark))
        at = end
    return tuple(joined)


def _gap(text: str, border: re.Match[str]) -> str:
    start, end = border.span()
    line = start - (text.rfind("\n", 0, start) + 1)
    if border[0] != "\n" or line < _BROKEN_LINE or text[start - 1] in _SENTENCE_ENDS:
        return "　"
    return " " if _joint(text, start, end) == "gap" else ""
