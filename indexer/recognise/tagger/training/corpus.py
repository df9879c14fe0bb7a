"""What do files of labelled sentences hold?

A line is ``{"text", "spans": [[start, end, label]]}``.
"""

import json
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from indexer.fold import fold_characters
from indexer.recognise.tagger.hashing import Codes, codes_of
from indexer.recognise.tagger.model import TaggedKind
from indexer.recognise.tagger.viterbi import PARTS

LABELS: dict[str, TaggedKind] = {
    **dict.fromkeys(("PER", "NAME", "name"), "person"),
    **dict.fromkeys(("LOC", "address"), "place"),
    **dict.fromkeys(("ORG", "government", "organization", "company"), "organisation"),
    **dict.fromkeys(("TITLE", "position"), "post"),
}
_TELLING_LENGTH = 3
"""Characters of a name that is not by chance two."""
_NEIGHBOURS = 10
"""Sentences in a row that may come from one article."""

PIECE = re.compile("[^。;\n]{1,300}[。;\n]?|[。;\n]")
"""A sentence or a part of one; names lie in one piece."""

Pieces = NDArray[np.int64]
"""Start and end of each piece."""
Marked = tuple[int, int, TaggedKind]


@dataclass(frozen=True, slots=True)
class Sentence:
    """A labelled sentence; ``article`` is one number for neighbours in a file."""

    text: str
    spans: tuple[Marked, ...]
    article: int


def read(path: Path) -> list[Sentence]:
    """Return the sentences of one file, folded, with their outermost labels."""
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines() if line]
    return [
        Sentence(
            fold_characters(row["text"].replace("\n", " ")),
            tuple(_outermost(row["spans"])),
            number // _NEIGHBOURS,
        )
        for number, row in enumerate(rows)
    ]


def _outermost(spans: Sequence[tuple[int, int, str]]) -> list[Marked]:
    known = [(a, b, LABELS[k]) for a, b, k in spans if k in LABELS]
    last, kept = 0, []
    for start, end, kind in sorted(known, key=lambda s: (s[0], -s[1])):
        if start >= last:
            kept.append((start, end, kind))
            last = end
    return kept


def agreed(sentences: Sequence[Sentence]) -> list[Sentence]:
    """Return the sentences with each longer name of one kind wherever it is labelled.

    Labels of the same name that differ are mostly slips: the commonest kind wins.
    """
    kinds: dict[str, Counter[TaggedKind]] = {}
    for sentence in sentences:
        for start, end, kind in sentence.spans:
            kinds.setdefault(sentence.text[start:end], Counter())[kind] += 1
    chosen = {
        name: counts.most_common(1)[0][0]
        for name, counts in kinds.items()
        if len(name) >= _TELLING_LENGTH
    }
    return [
        replace(
            sentence,
            spans=tuple(
                (start, end, chosen.get(sentence.text[start:end], kind))
                for start, end, kind in sentence.spans
            ),
        )
        for sentence in sentences
    ]


def parted(sentences: Sequence[Sentence], surnames: str) -> list[Sentence]:
    """Return the sentences but those in which names that touch are cut wrongly.

    Where no mark stands between names, labels such as 李鹏吴 and 邦国 teach to cut.
    """
    return [each for each in sentences if not _runs_together(each, surnames)]


def _runs_together(sentence: Sentence, surnames: str) -> bool:
    people = sorted(span for span in sentence.spans if span[2] == "person")
    touching = [
        sentence.text[start:end]
        for before, after in pairwise(people)
        if before[1] == after[0]
        for start, end, _ in (before, after)
    ]
    return any(len(name) == 1 or name[0] not in surnames for name in touching)


@dataclass(frozen=True, slots=True, eq=False)
class Labelled:
    """Sentences as one text: each character's code, true tag and article."""

    codes: Codes
    tags: NDArray[np.int64]
    articles: NDArray[np.int32]
    pieces: Pieces


def joined(sentences: Sequence[Sentence], kinds: Sequence[TaggedKind]) -> Labelled:
    """Return the sentences joined by line ends; other kinds count as no name."""
    text = "".join(sentence.text + "\n" for sentence in sentences)
    tags = np.zeros(len(text), dtype=np.int64)
    articles = np.zeros(len(text), dtype=np.int32)
    begin = 0
    for sentence in sentences:
        for start, end, kind in sentence.spans:
            if kind in kinds:
                _mark(tags[begin + start : begin + end], kinds.index(kind))
        articles[begin : begin + len(sentence.text) + 1] = sentence.article
        begin += len(sentence.text) + 1
    pieces = np.array([m.span() for m in PIECE.finditer(text)])
    return Labelled(codes_of(text), tags, articles, pieces)


def _mark(tags: NDArray[np.int64], kind: int) -> None:
    first = 1 + PARTS * kind
    if len(tags) == 1:
        tags[0] = first + 3
    else:
        tags[:] = first + 1
        tags[0], tags[-1] = first, first + 2
