"""The labelled passages fit the samples, and the samples are read as they say."""

import json
from functools import cache

from benchmarks.passages import (
    KINDS,
    LABELS,
    ROOT,
    Passage,
    Read,
    hashed,
    labelled,
    read,
    scored,
)
from indexer.analysis import open_analyser

FLOORS = {"person": 0.95, "place": 0.75, "organisation": 0.9, "post": 0.95}
"""What the passages of our own samples reach, less a little."""


@cache
def ours() -> tuple[list[Passage], dict[str, Read]]:
    passages = list(labelled(LABELS))
    reads = dict(read([ROOT / "sample_docs"], passages, open_analyser()))
    return [p for p in passages if p.document in reads], reads


def test_there_are_sixty_passages_and_as_many_as_a_third_of_that_are_unseen() -> None:
    passages = list(labelled(LABELS))
    assert len(passages) >= 60
    unseen = [p for p in passages if p.part == "unseen"]
    assert len(unseen) >= 20
    documents = {p.document for p in unseen}
    assert not any(p.document in documents for p in passages if p.part == "dev")


def test_labels_are_the_words_they_were_made_for() -> None:
    _, reads = ours()
    rows = [json.loads(line) for line in LABELS.read_text("utf-8").splitlines()]
    checked = 0
    for row in rows:
        if row["document"] not in reads:
            assert "sample" not in row
            continue
        text = reads[row["document"]].text
        assert hashed(text[row["start"] : row["end"]]) == row["text"]
        for start, end, kind, surface in row["spans"]:
            assert kind in KINDS
            assert hashed(text[start:end]) == surface
            checked += 1
    assert checked > 100


def test_our_samples_are_recognised_as_labelled() -> None:
    passages, reads = ours()
    for kind, tallies in scored(passages, reads).items():
        right, said, wanted = map(sum, zip(*tallies, strict=True))
        if kind in FLOORS:
            assert 2 * right / (said + wanted) >= FLOORS[kind], kind
