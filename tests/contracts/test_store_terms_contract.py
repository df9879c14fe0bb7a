"""Terms are kept with every change, and each change can be undone."""

from dataclasses import replace

import pytest

from archive.errors import InvalidInput, TermChangeNotFound, TermsChanged
from archive.store import Store
from archive.terms import Term, TermEdit


def added(store: Store, *terms: Term) -> int:
    edits = [TermEdit(None, term) for term in terms]
    return store.terms.record("add", edits, actor="档案员", why="").id


def names(store: Store) -> list[str]:
    return [term.name for term in store.terms.terms()]


def test_a_term_is_kept_with_who_added_it_and_who_changed_it(store: Store) -> None:
    added(store, Term("三色账", definition="示例", variants=("三色帐",)))
    (term,) = store.terms.terms()
    better = replace(term, definition="红黄绿三色的账本")
    store.terms.record("change", [TermEdit(term, better)], actor="另一人", why="补")

    (now,) = store.terms.terms()
    assert (now.definition, now.variants) == ("红黄绿三色的账本", ("三色帐",))
    assert (now.added_by, now.changed_by) == ("档案员", "另一人")
    assert now.added_at == term.added_at


def test_a_change_is_undone_and_that_too(store: Store) -> None:
    first = added(store, Term("三色账"), Term("四本台账"))
    (one, two) = store.terms.terms()
    gone = store.terms.record("remove", [TermEdit(one, None)], actor="甲", why="")
    assert names(store) == [two.name]

    back = store.terms.undo(gone.id, actor="乙", why="删错了")
    assert store.terms.terms() == [one, two]
    again = store.terms.undo(back.id, actor="甲", why="")
    assert names(store) == [two.name]

    latest = {change.id: change for change in store.terms.changes()}
    assert list(latest) == [again.id, back.id, gone.id, first]
    assert (back.of, back.why) == (gone.id, "删错了")
    assert latest[back.id].undone_by == again.id
    assert latest[gone.id].undone_by is None


def test_what_was_changed_since_is_not_undone(store: Store) -> None:
    first = added(store, Term("三色账"))
    (term,) = store.terms.terms()
    store.terms.record(
        "change", [TermEdit(term, replace(term, definition="示例"))], actor="甲", why=""
    )
    with pytest.raises(TermsChanged):
        store.terms.undo(first, actor="乙", why="")
    with pytest.raises(TermsChanged):
        store.terms.record("remove", [TermEdit(term, None)], actor="乙", why="")
    with pytest.raises(TermsChanged):
        added(store, Term("三色账"))


def test_what_is_not_there_or_undone_before_cannot_be_undone(store: Store) -> None:
    first = added(store, Term("三色账"))
    store.terms.undo(first, actor="甲", why="")
    with pytest.raises(InvalidInput):
        store.terms.undo(first, actor="甲", why="")
    with pytest.raises(TermChangeNotFound):
        store.terms.undo(999, actor="甲", why="")


def test_a_name_folded_alike_is_the_same_term(store: Store) -> None:
    added(store, Term("ABC工程"))
    with pytest.raises(TermsChanged):
        added(store, Term("abc工程"))


def test_each_change_raises_the_revision_and_is_logged(store: Store) -> None:
    before = store.terms.revision()
    added(store, Term("三色账"), Term("四本台账"))

    assert store.terms.revision() > before
    assert store.terms.changes()[0].count == 2
    (event,) = [e for e in store.events() if "terms" in e.details]
    assert event.actor == "档案员"
    assert event.details["names"] == ["三色账", "四本台账"]
    assert store.broken_event() is None


@pytest.mark.parametrize(
    "term",
    [
        Term("账"),
        Term("账" * 41),
        Term("三色 账"),
        Term("2020"),
        Term("三色账", variants=("账",)),
        Term("三色账", definition="示" * 2001),
        Term("三色账", frequency=-1),
    ],
)
def test_what_is_no_term_is_refused(store: Store, term: Term) -> None:
    with pytest.raises(InvalidInput):
        added(store, term)
    assert names(store) == []
