"""When words change the index is built anew aside; the old one answers and grows."""

import errno
import logging
from collections.abc import Iterator
from contextlib import closing
from itertools import count
from pathlib import Path

import pytest

from archive.model import Extraction, Metadata, Position
from archive.settings import StoreSettings
from archive.store import Store, open_store
from archive.terms import Term, TermEdit
from indexer.analysis import Analyser
from indexer.assembly import index_format, open_reader
from indexer.engine import SearchEngine, SearchRequest
from indexer.engines.whoosh.engine import WhooshEngine
from indexer.gazetteer import Gazetteer
from indexer.index_folder import IndexFolder
from indexer.indexing import IndexWriter
from indexer.prepare import Preparer
from indexer.preparing import PreparationPool
from indexer.query import Everything, Literal
from indexer.recognise.terms import TermRecogniser
from indexer.renewing import OpenEngine
from indexer.terms.glossary import LiveGlossary
from indexer.terms.lexicon import read_lexicon
from tests.archive import store_samples
from tests.indexer.test_search import TwoCharacterSegmenter

TEXT = "上梅乡三色账管理办法（示例）。"


def hold(store: Store, text: str) -> None:
    said = store_samples.acknowledged(store, text, collection="全宗一")
    read = Extraction("text", "1", "text/plain", text)
    store.record_extraction(said.document_id, read, Metadata(title=text))


def add(store: Store, *terms: Term) -> None:
    edits = [TermEdit(None, term) for term in terms]
    store.terms.record("add", edits, actor="档案员", why="")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with closing(open_store(tmp_path, StoreSettings())) as store:
        hold(store, TEXT)
        yield store


class FullDisk(WhooshEngine):
    def flush(self, position: Position) -> None:
        raise OSError(errno.ENOSPC, "no space left")


def no_place(_: Path) -> WhooshEngine:
    raise OSError(errno.ENOSPC, "no space left")


def writer_of(
    data: Path,
    store: Store,
    open_writer: OpenEngine = WhooshEngine,
    failed_seconds: float = 0,
) -> IndexWriter:
    def pool(generation: Path, *, is_background: bool) -> PreparationPool:
        words = read_lexicon(generation)
        analyser = Analyser(
            Gazetteer(), lambda _, known: [TermRecogniser(known)], words
        )
        preparer = Preparer(analyser, TwoCharacterSegmenter())
        return PreparationPool(lambda: preparer, processes=1)

    folder = IndexFolder(data / "index", index_format=index_format())
    glossary = LiveGlossary(store.terms, clock=count().__next__)
    return IndexWriter(
        store,
        folder,
        pool,
        open_writer,
        glossary,
        settled_seconds=0,
        failed_seconds=failed_seconds,
    )


def terms_of(data: Path) -> dict[str, int]:
    with closing(open_reader(data)) as reader:
        request = SearchRequest(Everything(), facets=("term",))
        facets = reader.search(request, visible=None).facets
        return {c.value.name: c.count for c in facets["term"]}


def total(data: Path, text: str) -> int:
    with closing(open_reader(data)) as reader:
        request = SearchRequest(Literal(text, folded=text))
        return reader.search(request, visible=None).total


def renewed(data: Path, writer: IndexWriter) -> None:
    before = (data / "index" / "CURRENT").read_text()
    while (data / "index" / "CURRENT").read_text() == before:
        writer.renew()


def renew_in_vain(data: Path, writer: IndexWriter) -> None:
    """Let a renewal begin and fail."""
    folders = data / "index"
    before = max(folders.glob("g*"))
    writer.renew()
    while max(folders.glob("g*")) != before:
        writer.renew()


def test_a_new_term_is_recognised_once_the_new_index_takes_over(
    tmp_path: Path, store: Store
) -> None:
    with closing(writer_of(tmp_path, store)) as writer:
        writer.catch_up()
        assert not writer.has_other_words()
        add(store, Term("三色账", variants=("三色帐",)))
        assert writer.has_other_words()
        assert terms_of(tmp_path) == {}

        writer.renew()
        hold(store, "来件也说三色帐（示例）。")
        writer.catch_up()
        assert total(tmp_path, "来件") == 1
        assert terms_of(tmp_path) == {}

        renewed(tmp_path, writer)
        assert not writer.has_other_words()
        assert terms_of(tmp_path) == {"三色账": 2}
        assert len(list((tmp_path / "index").glob("g*"))) == 1


def test_a_renewal_cut_short_leaves_the_old_index(tmp_path: Path, store: Store) -> None:
    with closing(writer_of(tmp_path, store)) as writer:
        writer.catch_up()
        add(store, Term("三色账"))
        writer.renew()
    assert total(tmp_path, "三色账") == 1

    with closing(writer_of(tmp_path, store)) as writer:
        writer.catch_up()
        renewed(tmp_path, writer)
    assert terms_of(tmp_path) == {"三色账": 1}


@pytest.mark.parametrize("failing", [no_place, FullDisk])
def test_a_renewal_that_fails_leaves_the_old_index_and_is_tried_again(
    tmp_path: Path,
    store: Store,
    failing: OpenEngine,
    caplog: pytest.LogCaptureFixture,
) -> None:
    is_full = False

    def open_writer(generation: Path) -> SearchEngine:
        return failing(generation) if is_full else WhooshEngine(generation)

    with closing(writer_of(tmp_path, store, open_writer)) as writer:
        writer.catch_up()
        add(store, Term("三色账"))
        is_full = True
        with caplog.at_level(logging.CRITICAL):
            for _ in range(3):
                renew_in_vain(tmp_path, writer)
        assert len(list((tmp_path / "index").glob("g*"))) == 1
        hold(store, "来件也说三色账（示例）。")
        writer.catch_up()
        assert total(tmp_path, "三色账") == 2
        assert terms_of(tmp_path) == {}

        is_full = False
        renewed(tmp_path, writer)
    assert terms_of(tmp_path) == {"三色账": 2}


def test_after_a_failed_renewal_comes_a_rest(
    tmp_path: Path, store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    tried: list[Path] = []

    def open_writer(generation: Path) -> SearchEngine:
        tried.append(generation)
        return no_place(generation) if len(tried) > 1 else WhooshEngine(generation)

    writer = writer_of(tmp_path, store, open_writer, failed_seconds=600)
    with closing(writer), caplog.at_level(logging.CRITICAL):
        writer.catch_up()
        add(store, Term("三色账"))
        for _ in range(3):
            writer.renew()
    assert len(tried) == 2


def test_a_rebuild_goes_by_the_words_of_now_and_keeps_them(
    tmp_path: Path, store: Store
) -> None:
    add(store, Term("三色账"), Term("王小示", kind="person"))
    with closing(writer_of(tmp_path, store)) as writer:
        writer.rebuild()
    name = (tmp_path / "index" / "CURRENT").read_text()
    names = {e.name: e.kind for e in read_lexicon(tmp_path / "index" / name).entries}
    assert (names["三色账"], names["王小示"]) == ("term", "person")
    assert terms_of(tmp_path) == {"三色账": 1}
