"""The judged sets are whole, and the measures mean what their names say."""

import math
from pathlib import Path

import pytest

from benchmarks.judged import (
    mean_of,
    ndcg,
    read_judged,
    read_run,
    recall,
    scored,
    success,
    write_run,
)

ROOT = Path(__file__).parents[1]
SETS = ROOT / "benchmarks" / "judged_sets"


def test_the_measures_of_a_list() -> None:
    answers = frozenset({"a", "b"})
    assert ndcg(["a", "b"], answers) == 1
    assert ndcg(["x", "a"], answers) == pytest.approx(
        (1 / math.log2(3)) / (1 + 1 / math.log2(3))
    )
    assert recall([*"0123456789", "a"], answers) == 0
    assert recall([*"012345678", "a"], answers) == 0.5
    assert success([*"0123", "b"], answers) == 1
    assert success([*"01234", "b"], answers) == 0


def test_a_mean_lies_within_its_interval() -> None:
    mean = mean_of([0.0, 1.0] * 50)
    assert mean.low < mean.value == 0.5 < mean.high
    assert mean == mean_of([0.0, 1.0] * 50)


def test_a_run_is_read_as_it_was_written(tmp_path: Path) -> None:
    runs = {"one": {"q1": ["a", "b"], "q2": ["c"]}, "two": {"q1": ["d"]}}
    write_run(tmp_path / "run", runs)
    assert read_run(tmp_path / "run") == runs


def test_every_answer_of_the_sample_set_is_a_sample() -> None:
    judged = read_judged(SETS / "samples")
    held = {path.name for path in (ROOT / "sample_docs").rglob("*")}
    assert len(judged.questions) >= 80
    assert frozenset().union(*judged.answers.values()) <= held
    assert set(scored(judged, {}, "success@5").values()) == {0.0}


def test_the_administrative_set_names_documents_by_hash_alone() -> None:
    judged = read_judged(SETS / "administrative")
    assert len(judged.questions) >= 80
    for name in frozenset().union(*judged.answers.values()):
        assert len(name) == 64 and int(name, 16) >= 0
