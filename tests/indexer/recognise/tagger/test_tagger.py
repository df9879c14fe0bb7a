import numpy as np
import pytest

from indexer.recognise.tagger import open_tagger
from indexer.recognise.tagger.features import EVERY, TEMPLATES, Features, ordered
from indexer.recognise.tagger.hashing import Codes, Slots, Words, codes_of
from indexer.recognise.tagger.lexicon import Lexicon, Lexicons, keys_of
from indexer.recognise.tagger.model import load
from indexer.recognise.tagger.repeated import shortened
from indexer.recognise.tagger.runs import runs_of
from indexer.recognise.tagger.spans import TaggedSpan
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


def lexicon(words: dict[str, int]) -> Lexicon:
    keys = keys_of(list(words))
    order = np.argsort(keys)
    return Lexicon(keys[order], np.array(list(words.values()), dtype=np.uint8)[order])


def test_the_longest_word_of_each_list_is_matched() -> None:
    words = lexicon({"武夷": 1, "武夷山": 2, "武夷山市": 3, "山市": 4})
    names = lexicon({"武夷山市": 7, "福建": 8})
    one, two = Lexicons(words, names).match(codes_of("到武夷山市"))
    assert (one.begins // 16).tolist() == [0, 3, 0, 4, 0]
    assert (one.begins % 16).tolist() == [0, 4, 0, 2, 0]
    assert (one.ends % 16).tolist() == [0, 0, 2, 3, 4]
    assert (one.covers % 4).tolist() == [0, 1, 2, 2, 3]
    assert (two.begins // 16).tolist() == [0, 7, 0, 0, 0]


def streams(text: str) -> Codes:
    known = load(SHIPPED).knowledge
    return Features(codes_of(text), known).everywhere(EVERY)


def test_features_do_not_move_with_where_a_character_stands() -> None:
    text = "总理内塔尼亚胡会见了王小明、李强、赵大海等人，新华社记者"
    here, there = streams(text), streams("。" * 40 + text)
    assert (here[:, 4:-4] == there[:, 44:-4]).all()


def test_features_of_some_places_are_those_of_all() -> None:
    seen = Features(codes_of("一二三四五六七八九"), load(SHIPPED).knowledge)
    places = np.array([0, 4, 8])
    assert (seen.at(EVERY, places) == seen.everywhere(EVERY)[:, places]).all()


def test_templates_of_most_parts_come_first() -> None:
    parts = [len(TEMPLATES[t].split()) for t in ordered(range(len(TEMPLATES)))]
    assert parts == sorted(parts, reverse=True)


def test_only_listed_words_are_found() -> None:
    keys = np.array([7, 1 << 20, 4_000_000_000], dtype=np.uint32)
    asked = np.array([8, 1 << 20, 7, 4_000_000_001], dtype=np.uint32)
    places, indexes = Words(keys).find(asked)
    assert (places.tolist(), indexes.tolist()) == ([1, 2], [1, 0])


def test_a_longer_name_that_occurs_once_ends_where_a_known_name_does() -> None:
    text = "王磊先到。王磊向赵某挑战。王磊大、王磊。"
    spans = [
        TaggedSpan(start, start + size, "person", 0.9)
        for start, size in ((0, 2), (5, 3), (13, 3), (17, 2))
    ]
    ends = [text[s.start : s.end] for s in shortened(text, spans)]
    assert ends == ["王磊", "王磊", "王磊大", "王磊"]


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
