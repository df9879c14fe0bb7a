import json
from pathlib import Path

import numpy as np
import pytest

from indexer.recognise.tagger.features import codes_of, features
from indexer.recognise.tagger.model import load
from indexer.recognise.tagger.tagger import Tagger, open_tagger, surnames
from indexer.recognise.tagger.train import main, read
from indexer.recognise.tagger.viterbi import KINDS, NEVER, TAGS, decode, legal, spans

_SENTENCES = [
    ("示例县县长王示例到示范镇调研", [[0, 3, "LOC"], [5, 8, "PER"], [9, 12, "LOC"]]),
    ("示例市财政局发布通知", [[0, 6, "ORG"], [0, 3, "LOC"]]),
    ("会议由李示范主持", [[3, 6, "PER"]]),
    ("没有名字的一句话", []),
]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    rows = [{"text": t, "spans": s} for t, s in _SENTENCES] * 10
    lines = "\n".join(json.dumps(row, ensure_ascii=False) for row in rows)
    (tmp_path / "small_train.jsonl").write_text(lines, "utf-8")
    return tmp_path


def test_sentences_learned_are_tagged_again(folder: Path) -> None:
    main([str(folder), "--out", str(folder / "model.npz"), "--rounds", "8"])
    tagger = Tagger(load(folder / "model.npz"))
    (person,) = tagger.tag("会议由李示范主持")
    assert (person.start, person.end, person.kind) == (3, 6, "person")
    (body,) = tagger.tag("示例市财政局发布通知")
    assert (body.start, body.end, body.kind) == (0, 6, "organisation")


def test_the_same_seed_learns_the_same_weights(folder: Path) -> None:
    for name in ("one.npz", "two.npz"):
        main([str(folder), "--out", str(folder / name), "--rounds", "2"])
    one, two = load(folder / "one.npz"), load(folder / "two.npz")
    assert np.array_equal(one.table, two.table)
    assert np.array_equal(one.transitions, two.transitions)


def test_only_the_outermost_of_nested_labels_is_learned(folder: Path) -> None:
    assert read(folder / "small_train.jsonl")[1].spans == ((0, 6, "organisation"),)


def test_a_kind_that_a_corpus_does_not_label_may_be_left_unknown(folder: Path) -> None:
    kinds = read(folder / "small_train.jsonl", mask=True)[0].kinds
    assert kinds == {"person", "place", "organisation"}


def test_tags_that_may_not_follow_are_never_chosen() -> None:
    emissions = np.random.default_rng(3).normal(size=(20, 12, TAGS))
    emissions[:, -1, 1:] = NEVER
    tags = decode(emissions.astype(np.float32), legal())
    assert (legal()[tags[:, :-1], tags[:, 1:]] == 0).all()


def test_the_kind_comes_from_the_tags_of_a_span() -> None:
    for number, kind in enumerate(KINDS):
        first = 1 + 4 * number
        tags = np.array([0, first, first + 1, first + 2, first + 3, 0])
        assert spans(tags) == [(1, 4, kind), (4, 5, kind)]


def test_features_of_a_character_do_not_move_with_where_it_stands() -> None:
    here = features(codes_of("一二三四五六七"), surnames())
    there = features(codes_of("零一二三四五六七"), surnames())
    assert np.array_equal(here[3], there[4])
    assert not np.array_equal(here[3], there[3])


def test_the_shipped_model_finds_people_and_nothing_in_an_empty_text() -> None:
    assert open_tagger().tag("") == ()
    found = {(t.start, t.end, t.kind) for t in open_tagger().tag("新华社记者王建国摄")}
    assert (5, 8, "person") in found
