"""People change the glossary; each change is recorded and can be undone."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from archive.errors import TermExists, TermNotFound
from archive.settings import StoreSettings
from archive.store import Store, open_store
from archive.terms import Term
from indexer.fold import fold_query
from indexer.terms.dictionary import read_dictionary
from indexer.terms.editing import TermEditor, term_of
from indexer.terms.glossary import Glossary, LiveGlossary, id_of


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    settings = StoreSettings()
    with closing(open_store(tmp_path, settings, name_key=fold_query)) as store:
        yield store


@pytest.fixture
def editor(store: Store) -> TermEditor:
    return TermEditor(store.terms, "档案员")


def glossary(store: Store) -> Glossary:
    return LiveGlossary(store.terms).now()


def named(store: Store, name: str) -> Term | None:
    term = glossary(store).by_id.get(id_of(name))
    return term if term and term.is_used else None


def test_a_shipped_term_is_changed_and_put_back(
    store: Store, editor: TermEditor
) -> None:
    shipped = named(store, "三会一课")
    assert shipped and shipped.source == "shipped"
    change = editor.change(
        id_of("三会一课"), term_of("三会一课", definition="支部党员大会等制度（示例）")
    )
    changed = named(store, "三会一课")
    assert changed and changed.definition.startswith("支部")
    assert (changed.source, changed.changed_by) == ("shipped", "档案员")

    store.terms.undo(change.id, actor="档案员", why="")
    assert named(store, "三会一课") == shipped


def test_a_removed_term_is_used_no_more_and_can_be_added_again(
    store: Store, editor: TermEditor
) -> None:
    editor.remove(id_of("三会一课"))
    assert named(store, "三会一课") is None
    assert "三会一课" in [t.name for t in glossary(store).refused]
    with pytest.raises(TermNotFound):
        editor.remove(id_of("三会一课"))
    editor.add(term_of("三会一课"))
    assert named(store, "三会一课")


def test_a_renamed_term_leaves_its_old_name(store: Store, editor: TermEditor) -> None:
    editor.add(term_of("三色账"))
    editor.change(id_of("三色账"), term_of("三色台账", variants=["三色账"]))
    renamed = named(store, "三色台账")
    assert renamed and renamed.variants == ("三色账",)
    assert named(store, "三色账") is None


def test_a_name_is_used_once(store: Store, editor: TermEditor) -> None:
    editor.add(term_of("三色账"))
    with pytest.raises(TermExists):
        editor.add(term_of("三色賬"))
    with pytest.raises(TermExists):
        editor.refuse(["三色账"])


def test_an_accepted_word_tells_that_it_was_mined_and_keeps_what_was_found(
    store: Store, editor: TermEditor
) -> None:
    editor.accept(term_of("清单销号制度"), "清单销号")
    term = named(store, "清单销号制度")
    assert term and term.variants == ("清单销号",)
    assert (term.source, term.added_by) == ("mined", "档案员")


def test_a_refused_word_is_kept_as_refused(store: Store, editor: TermEditor) -> None:
    change = editor.refuse(["大力推进", "大力推进", "切实做好"])
    assert change.count == 2
    assert "大力推进" in glossary(store).writings
    store.terms.undo(change.id, actor="另一人", why="")
    assert "大力推进" not in glossary(store).writings


def test_a_dictionary_adds_or_takes_the_place_of_the_one_before(
    store: Store, editor: TermEditor
) -> None:
    editor.add(term_of("三色账"))
    first = read_dictionary("卜示例 nr\n清单销号\n三色账 n\n".encode(), "甲.txt")
    change, shown = editor.load(first, is_whole=False)
    assert change and change.count == 2
    assert [line.refusal for line in shown] == [None, None, "term_listed"]

    second = read_dictionary("清单销号\n示例古渡口 ns\n".encode(), "乙.txt")
    change, shown = editor.load(second, is_whole=True)
    used = {t.name: t.kind for t in glossary(store).used if t.source == "dictionary"}
    assert used == {"清单销号": "word", "示例古渡口": "place"}
    assert named(store, "三色账")

    assert change
    store.terms.undo(change.id, actor="档案员", why="")
    used = {t.name: t.kind for t in glossary(store).used if t.source == "dictionary"}
    assert used == {"卜示例": "person", "清单销号": "word"}


def test_a_dictionary_loaded_again_changes_nothing(
    store: Store, editor: TermEditor
) -> None:
    read = read_dictionary("清单销号\n".encode(), "甲.txt")
    editor.load(read, is_whole=False)
    change, shown = editor.load(read, is_whole=True)
    assert change is None
    assert [line.refusal for line in shown] == ["term_unchanged"]
