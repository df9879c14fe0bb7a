# ruff: noqa: RUF001 (the writings under test are look-alikes)
"""The literal fold: its table, its spaces, its map back and its properties."""

import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.data.build_fold import TABLE, SingleCharacters, folded_form
from indexer.fold import Folded, fold, fold_query

ODD = "中文國〇○零（(〔［a1Ａ１ﬁ \n\t　\x1c\x85，,。“”·—…㈠½´㎡⼀İß㋀䶮𬱖𠀀\u200b\0"
texts = st.text(st.one_of(st.sampled_from(ODD), st.characters()), max_size=40)
steady = settings(derandomize=True, deadline=None, max_examples=200)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("國務院辦公廳", "国务院办公厅"),
        ("國發［２０２３］１號", "国发(2023)1号"),
        ("国发〔2023〕1号", "国发(2023)1号"),
        ("国发【2023】1号", "国发(2023)1号"),
        ("二〇一二年 二○一二年", "二零一二年二零一二年"),
        ("ＨＡＮＤＯＶＥＲ", "handover"),
        ("王䶮 𬱖", "王䶮𬱖"),
        ("㈠½㎡", "(一)1⁄2m2"),
        ("交 接\n书", "交接书"),
        ("共有，\n100 人", "共有,100人"),
        ("第 3 页", "第3页"),
        ("two  \n words", "two words"),
        ("１ ２，Ａ Ｂ", "12,ab"),
        ("1 2", "1 2"),
        ("乾隆", "干隆"),
        ("", ""),
    ],
)
def test_a_text_folds_to_the_one_form_of_its_writings(text: str, folded: str) -> None:
    assert fold(text).text == folded
    assert fold_query(text) == folded


def test_a_question_loses_the_white_space_around_it() -> None:
    assert fold_query(" \u3000 a  b \n") == "a b"
    assert fold(" a ").text == " a "


@given(texts, st.data())
@steady
def test_the_fold_of_a_substring_occurs_in_the_fold_of_the_text(
    text: str, data: st.DataObject
) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    assert fold_query(text[start:end]) in fold(text).text


@given(texts)
@steady
def test_folding_folded_text_changes_nothing(text: str) -> None:
    folded = fold(text).text
    assert fold(folded).text == folded
    assert fold_query(text) == fold(text.strip()).text


@given(texts)
@steady
def test_every_folded_character_maps_to_where_it_came_from(text: str) -> None:
    folded = fold(text)
    spans = [folded.span(place, place + 1) for place in range(len(folded.text))]
    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert spans == sorted(spans)
    for character, (start, end) in zip(folded.text, spans, strict=True):
        assert character in fold(text[start:end]).text


def test_a_span_of_folded_text_covers_the_line_break_inside_it() -> None:
    text = "清产\n核资㈠"
    folded = fold(text)
    assert folded.text == "清产核资(一)"
    assert folded.span(1, 3) == (1, 4)
    assert folded.span(4, 7) == (5, 6)


def test_half_and_full_width_forms_fold_alike() -> None:
    half = "".join(map(chr, range(0x21, 0x7F)))
    full = "".join(chr(ord(character) + 0xFEE0) for character in half)
    assert fold(full).text == fold(half).text


def test_white_space_is_what_python_splits_at() -> None:
    characters = [chr(code) for code in range(sys.maxunicode + 1)]
    spaces = [character for character in characters if character.isspace()]
    assert fold("中" + "中".join(spaces) + "中").text == "中" * (len(spaces) + 1)
    others = [character for character in characters if not character.isspace()]
    assert len(set(fold("中".join(others)).starts.tolist())) == 2 * len(others) - 1


def test_lone_surrogates_pass_through() -> None:
    assert fold("\ud800中 a").text == "\ud800中a"


def test_maps_are_as_long_as_the_text() -> None:
    folded = fold("㎡ 中文 a  b")
    assert isinstance(folded, Folded)
    assert len(folded.starts) == len(folded.ends) == len(folded.text)


def test_the_shipped_table_is_the_one_its_script_makes() -> None:
    sources, targets, *longer = TABLE.read_bytes().decode().splitlines()[:2] + [
        line for line in TABLE.read_bytes().decode().split("\n")[2:] if line
    ]
    singles = SingleCharacters()
    sample = sources[::23]
    assert [folded_form(character, singles) for character in sample] == list(
        targets[::23]
    )
    assert all(folded_form(line[0], singles) == line[1:] for line in longer[::9])
