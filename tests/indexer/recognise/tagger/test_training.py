import json
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from indexer.recognise.tagger.features import GLANCE, Features
from indexer.recognise.tagger.model import KINDS, load
from indexer.recognise.tagger.tagger import Tagger
from indexer.recognise.tagger.train import main
from indexer.recognise.tagger.training.corpus import (
    Marked,
    Sentence,
    agreed,
    joined,
    parted,
    read,
)
from indexer.recognise.tagger.training.crf import expectations
from indexer.recognise.tagger.training.glance import learn_glance, slot_of
from indexer.recognise.tagger.training.scoring import strict
from indexer.recognise.tagger.training.variants import Variants
from indexer.recognise.tagger.training.vocabulary import frequent, strongest
from indexer.recognise.tagger.training.words import (
    Word,
    knowledge,
    read_dictionary,
)
from indexer.recognise.tagger.viterbi import NEVER, decode, legal
from tests.indexer.recognise.tagger.invented import write_training_files


def train(folder: Path, out: Path, *more: str) -> Tagger:
    main(
        [
            str(folder),
            "--dictionary",
            str(folder / "dict.txt"),
            "--out",
            str(out),
            *more,
        ]
    )
    return Tagger(load(out))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sets")
    write_training_files(folder)
    return folder


def test_what_was_learned_is_tagged_by_the_style_of_the_line(folder: Path) -> None:
    tagger = train(folder, folder / "model.npz", "--runs", "2")
    found = tagger.tag("会议由李示范主持\n现任样本公司董事")
    assert [(t.start, t.end, t.kind) for t in found] == [
        (3, 6, "person"),
        (11, 15, "organisation"),
        (15, 17, "post"),
    ]
    assert all(0.5 <= t.score <= 1 for t in found)


def test_a_set_may_be_left_out_and_the_same_seed_learns_the_same_file(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("one.npz", "two.npz"):
        tagger = train(folder, folder / name, "--without", "resume", "--runs", "1")
        assert not any(t.kind == "post" for t in tagger.tag("现任样本公司董事"))
    printed = capsys.readouterr().out
    assert "peoples_daily person F1" in printed
    assert "resume" not in printed
    one, two = load(folder / "one.npz"), load(folder / "two.npz")
    assert np.array_equal(one.keys, two.keys)
    assert np.array_equal(one.styles["news"].table, two.styles["news"].table)


def test_only_the_outermost_of_nested_labels_is_learned(tmp_path: Path) -> None:
    row = {"text": "示例市财政局", "spans": [[0, 3, "LOC"], [0, 6, "ORG"]]}
    path = tmp_path / "one_train.jsonl"
    path.write_text(json.dumps(row), "utf-8")
    assert read(path)[0].spans == ((0, 6, "organisation"),)


def test_variants_keep_the_words_around_and_mark_the_new_names() -> None:
    names = [Word("王大明", 3, "nr"), Word("李小红", 3, "nr"), Word("示例", 9, "n")]
    sentence = Sentence("由李示范主持", ((1, 4, "person"),), 7)
    variants = Variants(names, seed=1)
    made = [variants.of(sentence) for _ in range(30)]
    for each in made:
        ((start, end, kind),) = each.spans
        assert each.text[:start] == "由"
        assert each.text[end:] == "主持"
        assert (kind, each.article) == ("person", 7)
    assert len({each.text for each in made}) > 3


def test_a_feature_of_one_article_is_not_frequent_however_often() -> None:
    numbers = np.array([[5, 5, 5, 9, 9, 9]], dtype=np.uint32)
    articles = np.array([1, 1, 1, 1, 2, 1], dtype=np.int32)
    assert frequent(numbers, articles, 2).tolist() == [9]


def test_of_features_that_share_a_slot_the_strongest_stays() -> None:
    keys = np.array([1024, 1025, 9999], dtype=np.uint32)
    table = np.array([[0, 1], [0, -3], [0, 2]], dtype=np.float32)
    kept, places = strongest(keys, table, 3)
    assert kept.tolist() == [1025, 9999]
    assert places.tolist() == [1, 2]


def test_expectations_are_those_of_all_legal_sequences() -> None:
    order = np.random.default_rng(4)
    emissions = order.normal(size=(4, 1, 5)).astype(np.float32)
    emissions[3, 0, 1:] = NEVER
    moves = order.normal(size=(5, 5)).astype(np.float32) + legal(5)
    tags, pairs = expectations(emissions, moves, np.array([3]))
    total, weight = np.zeros((4, 5)), 0.0
    for path in np.ndindex(5, 5, 5, 1):
        if path[0] in (2, 3):
            continue
        score = sum(emissions[i, 0, tag] for i, tag in enumerate(path))
        score += sum(moves[a, b] for a, b in pairwise(path))
        total[range(4), path] += np.exp(score)
        weight += np.exp(score)
    assert np.allclose(tags[:, 0], total / weight, atol=1e-4)
    assert np.isclose(pairs.sum(), 2, atol=1e-4)


def test_decoding_finds_the_best_of_all_legal_sequences() -> None:
    order = np.random.default_rng(3)
    emissions = order.normal(size=(12, 13, 20)).astype(np.float32)
    emissions[-1, 1:] = NEVER
    moves = legal(13) + order.normal(size=(13, 13)).astype(np.float32)
    tags = decode(emissions, moves)
    assert (legal(13)[tags[:-1], tags[1:]] == 0).all()
    score = emissions[0].copy()
    score[[t for t in range(1, 13) if (t - 1) % 4 in (1, 2)]] = NEVER
    for step in emissions[1:]:
        score = (score[:, None] + moves[:, :, None]).max(axis=0) + step
    rows = np.arange(20)
    reached = emissions[np.arange(12)[:, None], tags, rows].sum(axis=0)
    reached += moves[tags[:-1], tags[1:]].sum(axis=0)
    assert np.allclose(reached, score[0], atol=1e-3)


def test_a_score_says_how_sure_it_is() -> None:
    true = [{(0, 2)}, {(1, 3)}, set[tuple[int, int]]()] * 20
    mine = [{(0, 2)}, {(1, 2)}, set[tuple[int, int]]()] * 20
    score = strict(true, mine)
    assert score.f1 == score.precision == score.recall == 0.5
    assert 0.3 < score.low < 0.5 < score.high < 0.7
    assert score.labelled == 40


def test_at_a_glance_every_name_and_little_else_is_seen(folder: Path) -> None:
    known = knowledge(read_dictionary(folder / "dict.txt"))
    text = joined(read(folder / "peoples_daily_train.jsonl"), KINDS["news"])
    glance = learn_glance(text, known, 2, seed=1)
    numbers = Features(text.codes, known).everywhere(GLANCE)
    sums = glance.weights[slot_of(numbers)].sum(axis=0)
    assert (sums[text.tags > 0] >= glance.least - 1e-4).mean() > 0.98
    assert (sums[text.tags == 0] >= glance.least).mean() < 0.5


def test_a_name_labelled_in_two_ways_is_of_the_commoner_kind() -> None:
    person: tuple[Marked, ...] = ((0, 3, "person"),)
    place: tuple[Marked, ...] = ((0, 3, "place"),)
    sentences = [Sentence("王示例说", each, 0) for each in (person, place, person)]
    assert [s.spans for s in agreed(sentences)] == [person] * 3


def test_names_that_touch_and_are_cut_wrongly_are_not_learned_from() -> None:
    wrong = Sentence("王一李示例", ((0, 3, "person"), (3, 5, "person")), 0)
    right = Sentence("王一李示例", ((0, 2, "person"), (2, 5, "person")), 0)
    assert parted([wrong, right], "王李") == [right]
