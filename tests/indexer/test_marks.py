"""Places of what was asked, on the verbatim text."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.cleaning.edits import Edit
from indexer.fold import fold, fold_query
from indexer.marks import find_places, merge
from indexer.query import AllOf, AnyOf, Literal, Not, Query, Words
from indexer.reading_view import fold_edited


def marked(query: Query, text: str) -> list[str]:
    return [text[start:end] for start, end in merge(find_places(query, fold(text)))]


def quoted(text: str) -> Literal:
    return Literal(text, fold_query(text))


def test_a_literal_is_marked_across_its_line_break() -> None:
    assert marked(quoted("离任交接"), "關於離任\n交接的辦法") == ["離任\n交接"]


def test_every_occurrence_is_marked_and_neighbours_are_joined() -> None:
    query = Words("交接清单", ("交接", "清单"))
    assert marked(query, "交接，交接清单。清单") == ["交接", "交接清单", "清单"]
    assert marked(quoted("交交"), "交交交 交") == ["交交交 交"]


def test_what_is_not_wanted_is_not_marked() -> None:
    query = AllOf((quoted("交接"), Not(quoted("清单")), AnyOf((quoted("资产"),))))
    assert marked(query, "交接清单与资产") == ["交接", "资产"]


def test_a_single_character_is_marked_beside_the_neighbour_it_was_typed_with() -> None:
    query = Words("交接的办法", ("交接", "的", "办法"))
    assert marked(query, "交接的办法。他的书。的交接") == ["交接的办法", "交接"]
    name = Words("苦槠古树群", ("苦槠", "古树", "群"))
    assert marked(name, "苦櫧古樹群，古树，群众") == ["苦櫧古樹群", "古树"]


@pytest.mark.parametrize(
    ("query", "text", "marks"),
    [
        (Words("县 交接", ("县", "交接")), "县里的交接", ["县", "交接"]),
        (Words("县乡", ("县", "乡")), "县和乡", ["县", "乡"]),
        (Words("县 的", ("县", "的")), "县的", ["县的"]),
    ],
)
def test_a_single_character_typed_as_a_word_is_marked_anywhere(
    query: Words, text: str, marks: list[str]
) -> None:
    assert marked(query, text) == marks


def test_the_reading_view_is_marked_too() -> None:
    text = "盤實(shí)情（shí）"
    gloss = Edit(2, 7, "", "pinyin_gloss", "", is_certain=True)
    reading = fold_edited(text, [gloss])
    assert find_places(quoted("盘实情"), fold(text)) == []
    places = find_places(quoted("盘实情"), fold(text), reading)
    assert [text[place.start : place.end] for place in places] == ["盤實(shí)情"]


@given(st.text("交接 \n（）a", max_size=12), st.text("交接 a", max_size=4))
@settings(derandomize=True, deadline=None, max_examples=200)
def test_every_place_folds_to_what_was_asked(text: str, asked: str) -> None:
    folded = fold_query(asked)
    places = find_places(quoted(asked), fold(text))
    assert bool(places) == (folded != "" and folded in fold(text).text)
    for place in places:
        assert fold_query(text[place.start : place.end]) == folded.strip()
