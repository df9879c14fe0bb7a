"""How is the tagger's model learned from folders of labelled sentences?

    python -m indexer.recognise.tagger.train FOLDER... [--without NAME] --out FILE

Files ``*_train.jsonl`` of {"text", "spans": [[start, end, label]]}. The last tenth of
each is held out: scored, never learned from.
"""

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from indexer.fold import fold_characters
from indexer.recognise.tagger.features import ROWS, Rows, codes_of, features
from indexer.recognise.tagger.model import Model, quantised
from indexer.recognise.tagger.tagger import Tagger, surnames
from indexer.recognise.tagger.viterbi import (
    KINDS,
    NEVER,
    TAGS,
    Tags,
    Weights,
    decode,
    legal,
)

LABELS = {
    **dict.fromkeys(("PER", "NAME", "name"), "person"),
    **dict.fromkeys(("LOC", "address"), "place"),
    **dict.fromkeys(("ORG", "government", "organization", "company"), "organisation"),
    **dict.fromkeys(("TITLE", "position"), "post"),
}
_LONGEST = 200
_BATCH = 24
_SMALLEST = 0.2
_MARGIN = np.float32(8)
_SETTLING = 2
"""Rounds whose weights are not averaged."""
Marked = tuple[int, int, str]


@dataclass(frozen=True, slots=True)
class Sentence:
    """A labelled sentence, and the kinds that its corpus labels."""

    text: str
    spans: tuple[Marked, ...]
    kinds: frozenset[str]


def read(path: Path, *, mask: bool = False) -> list[Sentence]:
    """Return the sentences of one file; ``mask``: rarely labelled kinds are unknown."""
    raw = [json.loads(line) for line in path.read_text("utf-8").splitlines() if line]
    marked = [_outermost(row["spans"]) for row in raw]
    counts = {k: sum(s[2] == k for m in marked for s in m) for k in KINDS}
    kinds = frozenset(
        k for k in KINDS if not mask or counts[k] * 50 >= sum(counts.values())
    )
    return [
        Sentence(fold_characters(row["text"]), tuple(m), kinds.union(s[2] for s in m))
        for row, m in zip(raw, marked, strict=True)
    ]


def _outermost(spans: Sequence[tuple[int, int, str]]) -> list[Marked]:
    known = [(a, b, LABELS[k]) for a, b, k in spans if k in LABELS]
    last, kept = 0, []
    for a, b, kind in sorted(known, key=lambda s: (s[0], -s[1])):
        if a >= last:
            kept.append((a, b, kind))
            last = b
    return kept


@dataclass(frozen=True, slots=True)
class Batch:
    """Sentences of like length: feature rows, true tags, and tags never learned."""

    rows: Rows
    real: np.ndarray[tuple[int, int], np.dtype[np.bool_]]
    gold: Tags
    masked: Weights


def batches(sentences: Sequence[Sentence]) -> list[Batch]:
    """Return the sentences in batches of like length."""
    short = sorted(
        (s for s in sentences if 0 < len(s.text) <= _LONGEST),
        key=lambda s: len(s.text),
    )
    return [_batch(short[i : i + _BATCH]) for i in range(0, len(short), _BATCH)]


def _batch(sentences: Sequence[Sentence]) -> Batch:
    length = len(sentences[-1].text) + 1
    real = np.zeros((len(sentences), length), dtype=np.bool_)
    gold = np.zeros((len(sentences), length), dtype=np.int64)
    masked = np.zeros((len(sentences), TAGS), dtype=np.float32)
    rows = []
    for i, sentence in enumerate(sentences):
        real[i, : len(sentence.text)] = True
        rows.append(features(codes_of(sentence.text), surnames()))
        for start, end, kind in sentence.spans:
            first = 1 + 4 * KINDS.index(kind)
            gold[i, start:end] = first + 1
            gold[i, start], gold[i, end - 1] = first, first + 2
            if end - start == 1:
                gold[i, start] = first + 3
        for number, kind in enumerate(KINDS):
            if kind not in sentence.kinds:
                masked[i, 1 + 4 * number : 5 + 4 * number] = NEVER
    return Batch(np.concatenate(rows), real, gold, masked)


def learn(sentences: Sequence[Sentence], *, seed: int, rounds: int) -> Model:
    """Return the averaged weights after so many rounds over the sentences."""
    order = np.random.default_rng(seed)
    parts = batches(sentences)
    table = np.zeros((ROWS, TAGS), dtype=np.float32)
    sums = np.zeros_like(table)
    moves = np.zeros((TAGS, TAGS), dtype=np.float32)
    move_sums = np.zeros_like(moves)
    time = 1
    for turn in range(rounds):
        if turn == _SETTLING:
            time = 1
            sums[:] = 0
            move_sums[:] = 0
        for number in order.permutation(len(parts)):
            batch = parts[number]
            tags = _predicted(batch, table, moves)
            wrong = (tags != batch.gold)[batch.real]
            rows = batch.rows[wrong]
            for at, step in ((batch.gold, 1.0), (tags, -1.0)):
                cells = (rows * TAGS + at[batch.real][wrong][:, None]).ravel()
                np.add.at(table.reshape(-1), cells, np.float32(step))
                np.add.at(sums.reshape(-1), cells, np.float32(step * time))
                change = np.zeros_like(moves)
                np.add.at(change, (at[:, :-1], at[:, 1:]), np.float32(step))
                moves += change
                move_sums += change * time
            time += 1
    part = np.float32(1 / time)
    return quantised(table - sums * part, moves - move_sums * part, _SMALLEST)


def _predicted(batch: Batch, table: Weights, moves: Weights) -> Tags:
    emissions = np.zeros((*batch.real.shape, TAGS), dtype=np.float32)
    emissions[batch.real] = table[batch.rows].sum(axis=1)
    emissions += batch.masked[:, None, :] + _MARGIN
    at = batch.gold[:, :, None]
    true = np.take_along_axis(emissions, at, 2)
    np.put_along_axis(emissions, at, true - _MARGIN, 2)
    return decode(emissions, moves + legal())


def scores(model: Model, sentences: Sequence[Sentence]) -> Iterator[str]:
    """Yield a line of strict precision, recall and F1 for each kind."""
    tagger = Tagger(model)
    found = [{(t.start, t.end, t.kind) for t in tagger.tag(s.text)} for s in sentences]
    for kind in KINDS:
        true = [{s for s in each.spans if s[2] == kind} for each in sentences]
        mine = [{s for s in each if s[2] == kind} for each in found]
        right = sum(len(a & b) for a, b in zip(true, mine, strict=True))
        total, given = sum(map(len, true)), sum(map(len, mine))
        if total:
            f1 = 2 * right / max(total + given, 1)
            yield f"{kind} F1 {f1:.4f} of {total}, {given} given"


def main(arguments: Sequence[str] | None = None) -> None:
    """Learn, write the model and print the scores of the held-out sentences."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--without", action="append", default=[])
    parser.add_argument("--mask", action="store_true")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--rounds", type=int, default=6)
    given = parser.parse_args(arguments)
    known, unseen = [], {}
    for path in sorted(p for f in given.folders for p in f.glob("*_train.jsonl")):
        if path.stem.removesuffix("_train") not in given.without:
            sentences = read(path, mask=given.mask)
            tenth = max(1, len(sentences) // 10)
            known += sentences[:-tenth]
            unseen[path.stem] = sentences[-tenth:]
    for path in sorted(p for f in given.folders for p in f.glob("*_dev.jsonl")):
        unseen[path.stem] = read(path)
    model = learn(known, seed=given.seed, rounds=given.rounds)
    model.save(given.out)
    for name, sentences in unseen.items():
        for line in scores(model, sentences):
            sys.stdout.write(f"{name} {line}\n")


if __name__ == "__main__":
    main()
