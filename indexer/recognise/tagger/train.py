"""How is the tagger's model learned from folders of labelled sentences?

    python -m indexer.recognise.tagger.train FOLDER... --out FILE

Files ``*_train.jsonl`` of {"text", "spans": [[start, end, label]]}; those of
``SETS`` are learned from, each for its style. ``--without SET``
leaves one out; ``--also NAME=STYLE`` takes one more. The last tenth of each is held
out and scored, or the tenth before with ``--tune``; ``--whole`` holds out nothing.
Weights are the averages of three ``--runs``, of this ``--seed`` and the next. The same
files, seed and versions give the same model. Needs jieba's ``dict.txt``.
"""

import argparse
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from indexer.recognise.tagger.features import EVERY, Features, Knowledge
from indexer.recognise.tagger.hashing import Codes
from indexer.recognise.tagger.model import KINDS, Model, Style, quantised
from indexer.recognise.tagger.tagger import Tagger
from indexer.recognise.tagger.training.corpus import (
    Sentence,
    agreed,
    joined,
    parted,
    read,
)
from indexer.recognise.tagger.training.glance import Glance, learn_glance
from indexer.recognise.tagger.training.learn import Course, Examples, Learner
from indexer.recognise.tagger.training.line_looks import learn_looks
from indexer.recognise.tagger.training.scoring import strict
from indexer.recognise.tagger.training.variants import Variants
from indexer.recognise.tagger.training.vocabulary import (
    frequent,
    rows_of,
    strongest,
)
from indexer.recognise.tagger.training.words import (
    Word,
    jieba_dictionary,
    knowledge,
    read_dictionary,
    surnames,
)
from indexer.recognise.tagger.viterbi import Weights, tag_count

SETS: Mapping[str, Style] = {"peoples_daily": "news", "resume": "resume"}


@dataclass(frozen=True, slots=True)
class Plan:
    """How one style is learned.

    ``variants`` copies with other names; features of ``fewest`` articles or more;
    of these the ``most`` that weigh most, learned once more.
    """

    variants: int
    fewest: int
    most: int
    course: Course
    again: Course


PLANS: Mapping[Style, Plan] = {
    "news": Plan(1, 3, 600_000, Course(3, 1, 0.2), Course(2, 0, 0.2)),
    "resume": Plan(0, 2, 150_000, Course(8, 3, 0.3), Course(3, 0, 0.2)),
}


@dataclass(frozen=True, slots=True, eq=False)
class Learned:
    """What one style has learned: weights of each key and of pairs of tags."""

    keys: Codes
    table: Weights
    transitions: Weights


def learn(
    sentences: Sequence[Sentence],
    style: Style,
    known: Knowledge,
    dictionary: Sequence[Word],
    seed: int,
) -> Learned:
    """Return what the sentences teach; minutes of one core."""
    plan = PLANS[style]
    maker = Variants(dictionary, seed)
    sentences = parted(agreed(sentences), "".join(surnames()))
    named = [s for s in sentences if s.spans]
    copies = [maker.of(s) for _ in range(plan.variants) for s in named]
    text = joined([*sentences, *copies], KINDS[style])
    seen = Features(text.codes, known)
    numbers = seen.everywhere(EVERY)
    keys = frequent(numbers, text.articles, plan.fewest)
    learner = Learner(
        len(keys),
        tag_count(len(KINDS[style])),
        np.random.default_rng(seed),
        lambda line: sys.stderr.write(f"{style}: {line}\n"),
    )
    examples = Examples(rows_of(numbers, keys), text.tags, text.pieces)
    table, _ = learner.learn(examples, plan.course)
    keys, kept = strongest(keys, table, plan.most)
    learner.keep(kept)
    examples = Examples(rows_of(numbers, keys), text.tags, text.pieces)
    return Learned(keys, *learner.learn(examples, plan.again))


def _glance(
    sentences: Sequence[Sentence], style: Style, known: Knowledge, seed: int
) -> Glance:
    text = joined(sentences, KINDS[style])
    return learn_glance(text, known, PLANS[style].fewest, seed)


def averaged(runs: Sequence[Learned]) -> Learned:
    """Return the averages of runs; a feature that one lacks weighs nothing there."""
    keys = np.unique(np.concatenate([run.keys for run in runs]))
    table = np.zeros((len(keys), runs[0].table.shape[1]), dtype=np.float32)
    for run in runs:
        table[np.searchsorted(keys, run.keys)] += run.table
    moves: Weights = np.stack([run.transitions for run in runs]).mean(axis=0)
    return Learned(keys, table / np.float32(len(runs)), moves)


def joined_model(
    known: Knowledge,
    learned: Mapping[Style, tuple[Learned, Glance]],
    looks: NDArray[np.int8],
) -> Model:
    """Return one model of all styles."""
    keys = np.unique(np.concatenate([each.keys for each, _ in learned.values()]))
    tables = []
    for weights, _ in learned.values():
        tables.append(np.zeros((len(keys), weights.table.shape[1]), dtype=np.float32))
        tables[-1][np.searchsorted(keys, weights.keys)] = weights.table
    keys, kept = strongest(keys, np.hstack(tables), len(keys))
    styles = {
        style: quantised(table[kept], weights.transitions, glance.weights, glance.least)
        for table, (style, (weights, glance)) in zip(
            tables, learned.items(), strict=True
        )
    }
    return Model(known, keys, styles, looks)


def scores(
    tagger: Tagger, sentences: Sequence[Sentence], style: Style
) -> Iterator[str]:
    """Yield a line for each kind that the style has."""
    found = [tagger.tag(s.text) for s in sentences]
    for kind in KINDS[style]:
        score = strict(
            [{(a, b) for a, b, k in s.spans if k == kind} for s in sentences],
            [{(t.start, t.end) for t in tags if t.kind == kind} for tags in found],
        )
        yield (
            f"{kind} F1 {score.f1:.4f} ({score.low:.3f} to {score.high:.3f}) precision"
            f" {score.precision:.4f} recall {score.recall:.4f} of {score.labelled}"
        )


def _parted(
    sentences: list[Sentence], given: argparse.Namespace
) -> tuple[list[Sentence], list[Sentence]]:
    """Return what to learn from and what to score."""
    tenth = max(1, len(sentences) // 10)
    if given.whole:
        return sentences, []
    if given.tune:
        return sentences[: -2 * tenth], sentences[-2 * tenth : -tenth]
    return sentences[:-tenth], sentences[-tenth:]


def _arguments(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--without", action="append", default=[], metavar="SET")
    parser.add_argument("--also", action="append", default=[], metavar="NAME=STYLE")
    parser.add_argument("--dictionary", type=Path)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--tune", action="store_true")
    parser.add_argument("--whole", action="store_true")
    return parser.parse_args(arguments)


def main(arguments: Sequence[str] | None = None) -> None:
    """Learn, write the model and print the scores of what was held out."""
    given = _arguments(arguments)
    sets = dict(SETS) | dict(each.split("=") for each in given.also)
    seen: dict[Style, list[Sentence]] = {style: [] for style in KINDS}
    unseen: dict[str, tuple[Style, list[Sentence]]] = {}
    for path in sorted(p for f in given.folders for p in f.glob("*_train.jsonl")):
        name = path.stem.removesuffix("_train")
        if name in sets and name not in given.without:
            style = sets[name]
            learned_from, held_out = _parted(read(path), given)
            seen[style] += learned_from
            unseen[name] = style, held_out
    dictionary = read_dictionary(given.dictionary or jieba_dictionary())
    known = knowledge(dictionary)
    learned = {}
    for style, sentences in seen.items():
        if sentences:
            seeds = range(given.seed, given.seed + given.runs)
            runs = [learn(sentences, style, known, dictionary, s) for s in seeds]
            glance = _glance(sentences, style, known, given.seed)
            learned[style] = averaged(runs), glance
    model = joined_model(known, learned, learn_looks(seen["resume"], seen["news"]))
    model.save(given.out)
    for name, (style, sentences) in unseen.items():
        for line in scores(Tagger(model), sentences, style) if sentences else ():
            sys.stdout.write(f"{name} {line}\n")


if __name__ == "__main__":
    main()
