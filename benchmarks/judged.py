"""What does a set of judged questions say of a ranked list?

A set is a folder: ``queries.tsv`` (id, question), ``qrels.tsv`` (question id, 0,
document, grade; as TREC has it) and, if it brings its documents, ``corpus.jsonl``
(id, title, text a line).
"""

import math
import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

Run = Mapping[str, Sequence[str]]
"""Documents by question, best first."""

RESAMPLES = 1000


@dataclass(frozen=True, slots=True)
class JudgedSet:
    """Questions and the documents that answer each."""

    name: str
    folder: Path
    questions: Mapping[str, str]
    answers: Mapping[str, frozenset[str]]


@dataclass(frozen=True, slots=True)
class Mean:
    """A mean over questions with the bounds of its 95 % bootstrap interval."""

    value: float
    low: float
    high: float

    def __str__(self) -> str:
        return f"{self.value:.4f} [{self.low:.4f}, {self.high:.4f}]"


def read_judged(folder: Path) -> JudgedSet:
    """Return the judged questions of a folder; those without an answer are left out."""
    answers: dict[str, set[str]] = {}
    for question, _, document, grade in _rows(folder / "qrels.tsv"):
        if int(grade) > 0:
            answers.setdefault(question, set()).add(document)
    asked = {row[0]: row[1] for row in _rows(folder / "queries.tsv")}
    return JudgedSet(
        folder.name,
        folder,
        {key: text for key, text in asked.items() if key in answers},
        {key: frozenset(held) for key, held in answers.items() if key in asked},
    )


def ndcg(ranked: Sequence[str], answers: frozenset[str]) -> float:
    """Return nDCG at 10, every answer of the same grade."""
    gained = sum(_discount(i) for i, d in enumerate(ranked[:10]) if d in answers)
    return gained / sum(map(_discount, range(min(10, len(answers)))))


def recall(ranked: Sequence[str], answers: frozenset[str]) -> float:
    """Return the share of the answers among the first 10."""
    return len(answers.intersection(ranked[:10])) / len(answers)


def success(ranked: Sequence[str], answers: frozenset[str]) -> float:
    """Return 1 if an answer is among the first 5, else 0."""
    return float(not answers.isdisjoint(ranked[:5]))


MEASURES: Mapping[str, Callable[[Sequence[str], frozenset[str]], float]] = {
    "nDCG@10": ndcg,
    "R@10": recall,
    "success@5": success,
}


def scored(judged: JudgedSet, run: Run, measure: str) -> dict[str, float]:
    """Return a measure by question; a question without a list scores 0."""
    function = MEASURES[measure]
    return {
        key: function(run.get(key, ()), judged.answers[key]) for key in judged.answers
    }


def mean_of(values: Sequence[float]) -> Mean:
    """Return the mean and its interval; the same at every call."""
    draw = random.Random(1)
    count = len(values)
    means = sorted(sum(draw.choices(values, k=count)) / count for _ in range(RESAMPLES))
    return Mean(
        sum(values) / count,
        means[round(RESAMPLES * 0.025)],
        means[round(RESAMPLES * 0.975) - 1],
    )


def write_run(path: Path, runs: Mapping[str, Run]) -> None:
    """Write TREC lines; the questions of several sets are told apart by their name."""
    with path.open("w", encoding="utf-8") as file:
        for name, run in runs.items():
            for question, documents in run.items():
                for rank, document in enumerate(documents, start=1):
                    line = f"{name}/{question} Q0 {document} {rank} {-rank} handover"
                    file.write(line + "\n")


def read_run(path: Path) -> dict[str, dict[str, list[str]]]:
    """Return the lists of a run by set and question."""
    runs: dict[str, dict[str, list[str]]] = {}
    for line in path.read_text("utf-8").splitlines():
        key, _, document, *_ = line.split(" ")
        name, _, question = key.partition("/")
        runs.setdefault(name, {}).setdefault(question, []).append(document)
    return runs


def _discount(place: int) -> float:
    return 1 / math.log2(place + 2)


def _rows(path: Path) -> Iterator[list[str]]:
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            if line.strip():
                yield line.rstrip("\n").split("\t")
