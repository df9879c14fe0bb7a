"""Which runs of characters hold together, and stand in ever other company?

New words are found by cohesion (the pointwise mutual information of the weakest split)
and by the entropy of what stands to the left and to the right, over n-grams of two to
eight Chinese characters. A long clause counts once however often it was copied, so
that phrases of templates are rare.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from indexer.fold import fold_characters

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]

LONGEST = 8
CHARACTERS_AT_MOST = 12_000_000
"""Chinese characters that are counted: some half a gigabyte of memory."""
LONG_CLAUSE = 10
"""Characters from which on a clause counts once in the archive, not in a document."""

_CLAUSE = re.compile("[\u4e00-\u9fff]{2,}")
_FIRST = 0x4E00 - 1
_BORDER = 0


@dataclass(frozen=True, slots=True)
class Gram:
    """A run of characters with its figures; ``left`` and ``right`` are entropies.

    ``documents`` counts those that are the first with a clause of it.
    """

    text: str
    count: int
    documents: int
    cohesion: float
    left: float
    right: float


@dataclass(frozen=True, slots=True, eq=False)
class Clauses:
    """The distinct clauses of texts, laid out with a border before and after each.

    ``codes`` are characters, 0 a border; ``document`` tells where each is from.
    """

    codes: npt.NDArray[np.uint16]
    document: npt.NDArray[np.int32]
    documents: int


def clauses(texts: Iterable[str]) -> Clauses:
    """Return the clauses of texts, until there are enough characters."""
    seen: set[int] = set()
    codes, lengths = [np.zeros(1, np.uint16)], []
    total = 0
    for text in texts:
        found = "\n".join(_fresh(fold_characters(text), seen)) + "\n"
        raw = np.frombuffer(found.encode("utf-16-le"), "<u2")
        codes.append(np.where(raw < 0x4E00, _BORDER, raw - _FIRST).astype(np.uint16))
        lengths.append(len(raw))
        total += len(raw)
        if total >= CHARACTERS_AT_MOST:
            break
    lengths[:1] = [lengths[0] + 1] if lengths else []
    numbers = np.arange(len(lengths), dtype=np.int32)
    return Clauses(np.concatenate(codes), np.repeat(numbers, lengths), len(lengths))


def _fresh(text: str, seen: set[int]) -> Iterator[str]:
    """Yield the clauses that were not there before."""
    here: set[str] = set()
    for clause in _CLAUSE.findall(text):
        if len(clause) < LONG_CLAUSE:
            if clause not in here:
                here.add(clause)
                yield clause
        elif (key := hash(clause)) not in seen:
            seen.add(key)
            yield clause


def cohesive(
    clauses: Clauses, *, least_count: int, least_cohesion: float, least_entropy: float
) -> list[Gram]:
    """Return the n-grams that hold together and stand in different surroundings.

    The least cohesion is a share of the logarithm of the number of characters, the
    least entropy is in nats.
    Takes about two seconds of processor time for a million characters.
    """
    level = _characters(clauses)
    total = float(max(1, level.counts.sum()))
    logs = [level.logs()]
    grams: list[Gram] = []
    for length in range(2, LONGEST + 1):
        level = _longer(level, least_count)
        if not len(level.counts):
            break
        logs.append(level.logs())
        cohesion = np.log(level.counts) + np.log(total) - _strongest_split(level, logs)
        chosen = np.flatnonzero(cohesion >= least_cohesion * np.log(total))
        found = _described(clauses, level, chosen, length)
        for gram, held in zip(found, cohesion[chosen].tolist(), strict=True):
            if min(gram.left, gram.right) >= least_entropy:
                grams.append(replace(gram, cohesion=held))
    return grams


@dataclass(frozen=True, slots=True, eq=False)
class _Level:
    """The frequent n-grams of one length.

    ``ids`` names the one that begins at each place, from 1, or 0 where none does;
    ``firsts`` is a place of each, ``counts`` how often it occurs.
    """

    ids: npt.NDArray[np.int32]
    firsts: Ints
    counts: Ints

    def logs(self) -> npt.NDArray[np.float16]:
        """Return at each place the logarithm of the count of what begins there."""
        counts = np.concatenate((np.ones(1, np.int64), self.counts))
        logs: npt.NDArray[np.float16] = np.log(counts).astype(np.float16)[self.ids]
        return logs


def _characters(clauses: Clauses) -> _Level:
    codes, firsts, inverse, counts = np.unique(
        clauses.codes, return_index=True, return_inverse=True, return_counts=True
    )
    start = int(len(codes) > 0 and codes[0] == _BORDER)
    ids = (inverse + 1 - start).astype(np.int32)
    return _Level(ids, firsts[start:], counts[start:])


def _longer(shorter: _Level, least: int) -> _Level:
    """Return the frequent n-grams made of two overlapping frequent shorter ones."""
    ids = shorter.ids
    places = np.flatnonzero((ids[:-1] > 0) & (ids[1:] > 0))
    keys = ids[places].astype(np.int64) * (len(shorter.counts) + 1) + ids[places + 1]
    _, firsts, inverse, counts = np.unique(
        keys, return_index=True, return_inverse=True, return_counts=True
    )
    frequent = counts >= least
    names = np.cumsum(frequent) * frequent
    longer = np.zeros_like(ids)
    longer[places] = names[inverse]
    return _Level(longer, places[firsts[frequent]], counts[frequent])


def _strongest_split(level: _Level, logs: Sequence[npt.NDArray[np.float16]]) -> Floats:
    """Return for each n-gram the greatest sum of the logarithms of its two parts."""
    length = len(logs)
    parts = [
        logs[head - 1][level.firsts].astype(np.float64)
        + logs[length - head - 1][level.firsts + head]
        for head in range(1, length)
    ]
    strongest: Floats = np.max(parts, axis=0)
    return strongest


def _described(
    clauses: Clauses, level: _Level, chosen: Ints, length: int
) -> Iterator[Gram]:
    """Yield the chosen n-grams in order, their cohesion left out."""
    names = np.zeros(len(level.counts) + 1, np.int64)
    names[chosen + 1] = np.arange(1, len(chosen) + 1)
    places = np.flatnonzero(names[level.ids])
    which = names[level.ids[places]] - 1
    size = len(chosen)
    left = _entropies(which, clauses.codes[places - 1], size)
    right = _entropies(which, clauses.codes[places + length], size)
    documents = np.unique(which * clauses.documents + clauses.document[places])
    held = np.bincount(documents // max(1, clauses.documents), minlength=size)
    for at, gram in enumerate(chosen.tolist()):
        first = int(level.firsts[gram])
        codes = clauses.codes[first : first + length] + _FIRST
        yield Gram(
            codes.astype("<u2").tobytes().decode("utf-16-le"),
            int(level.counts[gram]),
            int(held[at]),
            0.0,
            float(left[at]),
            float(right[at]),
        )


def _entropies(which: Ints, beside: npt.NDArray[np.uint16], size: int) -> Floats:
    """Return the entropy of what stands beside each, in nats.

    Every border is a neighbour of its own: what stands between two marks is a word.
    """
    totals = np.bincount(which, minlength=size).astype(np.float64)
    keys, counts = np.unique(which << 16 | beside, return_counts=True)
    owner, is_border = keys >> 16, keys & 0xFFFF == _BORDER
    weights = counts * np.where(is_border, 0.0, np.log(counts))
    spent = np.bincount(owner, weights=weights, minlength=size)
    entropies: Floats = np.log(np.maximum(totals, 1)) - spent / np.maximum(totals, 1)
    return entropies
