import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.fold import fold_query
from indexer.name_index import LayeredNames, NameIndex, Sight

NAMES = (
    ("示例市",),
    ("示例市财政局", "市财政局"),
    ("上示例村",),
    ("长示镇",),
    ("示例",),
)
COUNTS = (5, 3, 9, 2, 1)


def found(
    typed: str,
    *,
    names: tuple[tuple[str, ...], ...] = NAMES,
    counts: tuple[int, ...] = COUNTS,
    limit: int = 10,
) -> list[str]:
    sight = Sight(np.array(counts, dtype=np.int64))
    return [names[at][0] for at in NameIndex(names).find(typed, sight, limit=limit)]


def test_the_same_comes_before_a_beginning_and_that_before_what_is_inside() -> None:
    assert found("示例") == ["示例", "示例市", "示例市财政局", "上示例村"]


def test_among_like_matches_more_documents_come_first() -> None:
    assert found("示例市", counts=(1, 3, 0, 0, 0)) == ["示例市", "示例市财政局"]
    assert found("sl", counts=(2, 8, 0, 0, 0)) == ["示例市财政局", "示例市"]


def test_what_has_no_count_is_not_found() -> None:
    assert found("示", counts=(0, 1, 0, 0, 0)) == ["示例市财政局"]
    assert found("示", counts=(0, 0, 0, 0, 0)) == []


def test_another_name_leads_to_its_owner() -> None:
    assert found("市财政局") == ["示例市财政局"]


def test_pinyin_leads_to_a_name_whole_by_initials_and_inside() -> None:
    assert found("shilishi") == ["示例市", "示例市财政局"]
    assert found("slsczj") == ["示例市财政局"]
    assert found("changshi") == found("zhangshi") == ["长示镇"]
    assert found("caizheng") == found("czj") == ["示例市财政局"]


def test_letters_in_the_middle_of_a_syllable_find_nothing() -> None:
    assert found("aizheng") == []


def test_traditional_and_wide_writings_meet() -> None:
    assert found("長示鎮") == ["长示镇"]
    assert found("Ａ", names=(("a类办法",),), counts=(1,)) == ["a类办法"]


def test_no_more_than_asked_for_are_found() -> None:
    assert found("示", limit=2) == ["示例市", "示例市财政局"]


def test_an_index_of_nothing_finds_nothing() -> None:
    assert found("示", names=(), counts=()) == []


@settings(derandomize=True, deadline=None, max_examples=60)
@given(
    st.lists(st.text(alphabet="示例市长a b〔1", min_size=1, max_size=5), max_size=8),
    st.text(alphabet="示例市长a〔1", min_size=1, max_size=3),
)
def test_every_name_that_holds_what_is_typed_is_found(
    names: list[str], typed: str
) -> None:
    sight = Sight(np.ones(len(names), dtype=np.int64))
    places = NameIndex([(name,) for name in names]).find(typed, sight, limit=100)
    holding = {
        at for at, name in enumerate(names) if fold_query(typed) in fold_query(name)
    }
    assert holding <= set(places)
    assert len(places) == len(set(places))


@given(st.sampled_from(["示", "示例", "sl", "shili", "c", "市", "zs", "a", ""]))
def test_names_indexed_in_two_layers_are_found_as_if_in_one(typed: str) -> None:
    sight = Sight(np.array(COUNTS, dtype=np.int64))
    for first in range(len(NAMES) + 1):
        layered = LayeredNames(
            NameIndex(NAMES[:first]), first, NameIndex(NAMES[first:])
        )
        whole = NameIndex(NAMES).find(typed, sight, limit=3)
        assert layered.find(typed, sight, limit=3) == whole
