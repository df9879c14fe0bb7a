import numpy as np
import pytest

from indexer.recognise.tagger import open_tagger
from indexer.recognise.tagger.features import WIDTH, Features
from indexer.recognise.tagger.hashing import Slots, codes_of
from indexer.recognise.tagger.lexicon import Lexicon, keys_of
from indexer.recognise.tagger.model import load
from indexer.recognise.tagger.runs import runs_of
from indexer.recognise.tagger.tagger import SHIPPED


def named(text: str) -> list[tuple[str, str]]:
    return [(text[t.start : t.end], t.kind) for t in open_tagger().tag(text)]


def test_the_shipped_model_names_people_places_and_organisations() -> None:
    assert named("新华社记者王建国在福建省武夷山市采访。") == [
        ("新华社", "organisation"),
        ("王建国", "person"),
        ("福建省", "place"),
        ("武夷山市", "place"),
    ]


def test_a_line_of_a_resume_has_posts() -> None:
    assert named("李明，男，汉族，现任示例股份有限公司董事、副总经理。") == [
        ("李明", "person"),
        ("示例股份有限公司", "organisation"),
        ("董事", "post"),
        ("副总经理", "post"),
    ]


@pytest.mark.parametrize(
    "text", ["", "\n", "。", "\n\n。\n", "\0\ud800\U0002b740", "a"]
)
def test_any_text_is_tagged_without_harm(text: str) -> None:
    assert all(0 <= t.start < t.end <= len(text) for t in open_tagger().tag(text))


def test_offsets_are_those_of_the_text_as_written() -> None:
    assert named("新華社記者王建國在福建省採訪。")[1:] == [
        ("王建國", "person"),
        ("福建省", "place"),
    ]


def test_a_name_is_found_wherever_it_stands_in_a_long_text() -> None:
    line = "新华社记者王建国报道。"
    text = "这是没有名字的一句话。\n" * 3000
    for place in (0, 16_380, len(text)):
        whole = text[:place] + line + text[place:]
        found = {(t.start, t.end) for t in open_tagger().tag(whole)}
        assert (place + 5, place + 8) in found


def test_a_style_can_be_asked_for() -> None:
    text = "现任示例股份有限公司董事"
    assert any(t.kind == "post" for t in open_tagger().tag(text, "resume"))
    assert not any(t.kind == "post" for t in open_tagger().tag(text, "news"))


def test_the_longest_word_of_the_list_is_matched() -> None:
    words = ["武夷", "武夷山", "武夷山市", "山市"]
    keys = keys_of(words)
    order = np.argsort(keys)
    classes = np.arange(1, 5, dtype=np.uint8)
    matches = Lexicon(keys[order], classes[order]).match(codes_of("到武夷山市"))
    assert (matches.begins // 16).tolist() == [0, 3, 0, 4, 0]
    assert (matches.begins % 16).tolist() == [0, 4, 0, 2, 0]
    assert (matches.ends % 16).tolist() == [0, 0, 2, 3, 4]
    assert (matches.covers % 4).tolist() == [0, 1, 2, 2, 3]


def test_features_do_not_move_with_where_a_character_stands() -> None:
    known = load(SHIPPED).knowledge
    here = Features(codes_of("一二三四五六七八九"), known)
    there = Features(codes_of("零一二三四五六七八九"), known)
    for template in range(WIDTH):
        one, two = here.everywhere(template), there.everywhere(template)
        assert one[4] == two[5]
        assert here.at(template, np.array([4])).tolist() == [one[4]]


def test_only_known_numbers_have_a_slot() -> None:
    keys = np.array([0, 7, 5000, 4_000_000_000], dtype=np.uint32)
    asked = np.array([7, 8, 5000, 4_000_000_001, 4_000_000_000], dtype=np.uint32)
    assert Slots(keys).find(asked).tolist() == [2, 0, 3, 0, 4]


def test_runs_end_with_the_sentence_and_where_places_are_left_out() -> None:
    codes = codes_of("甲乙丙。丁戊己庚")
    places = np.array([1, 2, 3, 4, 5, 7])
    runs = runs_of(codes, places, np.zeros((6, 16), dtype=np.int16))
    assert runs.bounds.tolist() == [[0, 3], [3, 5], [5, 6]]
    assert runs.opens.tolist() == [False, True, False]
    assert [r.bounds.tolist() for r in runs.by_length(2)] == [
        [[5, 6], [3, 5]],
        [[0, 3]],
    ]
