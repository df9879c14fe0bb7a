"""BM25 over words, bigrams and characters."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.engines.scoring import (
    asked_tokens,
    bigrams,
    characters,
    idf,
    saturation,
    tokens,
)
from indexer.query import AllOf, Literal, Not, Words
from tests.contracts.corpora import document


def test_the_weights_are_those_of_bm25() -> None:
    assert idf(10, 10) == pytest.approx(math.log(1 + 0.5 / 10.5))
    assert saturation(0.0, 7.0, 7.0) == 0
    assert saturation(1.0, 7.0, 7.0) == pytest.approx(1.0)
    assert saturation(2.0, 14.0, 7.0) == pytest.approx(4.4 / (2 + 1.2 * 1.75))


def test_a_document_counts_title_and_text_once_each() -> None:
    counted = tokens(document("a", "交接，清单", title="交接"))
    assert counted["word"] == {"交接": 2, "清单": 1}
    assert counted["bigram"] == {"交接": 2, "清单": 1}
    assert counted["character"] == {"交": 2, "接": 2, "清": 1, "单": 1}


def test_a_query_asks_for_the_tokens_of_its_positive_parts() -> None:
    words = Words("交接 清", ("交接", "清"))
    asked = asked_tokens(AllOf((words, Literal("單子", "单子"), Not(words))))
    assert asked["word"] == {"交接": 1, "清": 1}
    assert asked["bigram"] == {"交接": 1, "单子": 1}
    assert asked["character"].keys() == set("交接清单子")


@given(st.text(st.one_of(st.sampled_from("国1a,_ 𬱖\U00031350"), st.characters())))
@settings(derandomize=True, deadline=None, max_examples=200)
def test_no_text_has_more_bigrams_than_characters(text: str) -> None:
    assert len(bigrams(text)) <= len(characters(text))
    assert all(len(pair) == 2 for pair in bigrams(text))
