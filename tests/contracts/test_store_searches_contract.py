"""Saved searches belong to one person; synonyms to all, with every change logged."""

import pytest

from archive.errors import (
    InvalidInput,
    SavedSearchNotFound,
    SynonymsNotFound,
    TooManySaved,
)
from archive.model import Position
from archive.saved_searches import SAVED_AT_MOST
from archive.store import Store
from archive.synonyms import shipped_groups


def test_a_saved_search_is_its_owners_alone(store: Store) -> None:
    made = store.saved_searches.save(
        " 未结  事项 ", "q=未结事项&type=通知", owner="甲", seen=Position(3)
    )

    assert (made.name, made.parameters, made.seen) == (
        "未结 事项",
        "q=未结事项&type=通知",
        3,
    )
    assert store.saved_searches.of_owner("甲") == [made]
    assert store.saved_searches.saved(made.id, owner="甲") == made
    assert store.saved_searches.of_owner("乙") == []
    for refused in (
        lambda: store.saved_searches.saved(made.id, owner="乙"),
        lambda: store.saved_searches.look(made.id, owner="乙", seen=Position(9)),
        lambda: store.saved_searches.forget(made.id, owner="乙"),
    ):
        with pytest.raises(SavedSearchNotFound):
            refused()


def test_the_same_search_saved_again_only_gets_the_new_name(store: Store) -> None:
    searches = store.saved_searches
    first = searches.save("一", "q=桥", owner="甲", seen=Position(3))
    again = searches.save("二", "q=桥", owner="甲", seen=Position(8))

    assert (again.id, again.name, again.seen) == (first.id, "二", 3)
    assert searches.of_owner("甲") == [again]


def test_looking_only_moves_forwards(store: Store) -> None:
    made = store.saved_searches.save("桥", "q=桥", owner="甲", seen=Position(3))

    later = store.saved_searches.look(made.id, owner="甲", seen=Position(9))
    earlier = store.saved_searches.look(made.id, owner="甲", seen=Position(5))

    assert (later.seen, earlier.seen) == (9, 9)
    store.saved_searches.forget(made.id, owner="甲")
    assert store.saved_searches.of_owner("甲") == []


def test_what_is_too_long_or_too_much_is_refused(store: Store) -> None:
    searches = store.saved_searches
    for name, parameters in (("", "q=桥"), ("桥" * 101, "q=桥"), ("桥", "q" * 4001)):
        with pytest.raises(InvalidInput):
            searches.save(name, parameters, owner="甲", seen=Position(0))
    for number in range(SAVED_AT_MOST):
        searches.save("桥", f"q={number}", owner="甲", seen=Position(0))
    with pytest.raises(TooManySaved):
        searches.save("桥", "q=桥", owner="甲", seen=Position(0))
    searches.save("桥", "q=桥", owner="乙", seen=Position(0))


def test_a_new_archive_begins_with_the_shipped_synonyms(store: Store) -> None:
    groups = store.synonyms.groups()

    assert sorted(group.words for group in groups) == sorted(shipped_groups())
    assert {group.changed_by for group in groups} == {""}


def test_synonyms_are_changed_and_each_change_is_logged(store: Store) -> None:
    before = store.synonyms.revision()
    made = store.synonyms.add([" 河长", "河长制负责人", "河长"], actor="档案员")
    changed = store.synonyms.change(made.id, ["河长", "总河长"], actor="档案员")
    store.synonyms.remove(made.id, actor="另一人")

    assert made.words == ("河长", "河长制负责人")
    assert (changed.id, changed.words) == (made.id, ("河长", "总河长"))
    assert store.synonyms.revision() == before + 3
    logged = [e for e in store.events() if "synonyms" in e.details]
    assert [(e.actor, e.details["synonyms"], e.details["after"]) for e in logged] == [
        ("档案员", "add", ["河长", "河长制负责人"]),
        ("档案员", "change", ["河长", "总河长"]),
        ("另一人", "remove", []),
    ]
    assert store.broken_event() is None
    with pytest.raises(SynonymsNotFound):
        store.synonyms.change(made.id, ["甲", "乙"], actor="档案员")


@pytest.mark.parametrize(
    "words", [[], ["独"], ["同", "同 "], ["甲", "乙 丙"], ["甲", "乙" * 41]]
)
def test_what_is_no_group_of_words_is_refused(store: Store, words: list[str]) -> None:
    with pytest.raises(InvalidInput):
        store.synonyms.add(words, actor="档案员")
