"""Every example of the help page and of the README finds something in the demo."""

import re
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from archive.receive import Reader
from archive.sandbox import Sandbox
from archive.settings import StoreSettings
from archive.store import open_store
from indexer.analysis import open_analyser
from indexer.engines.memory import MemoryEngine
from indexer.fold import fold_query
from indexer.prepare import Preparer
from indexer.preparing import PreparationPool
from indexer.search import SearchService, TypedSearch
from indexer.segment import open_segmenter
from indexer.synonyms import SynonymTable
from indexer.update import Updater
from web.demo import load_samples
from web.pages.help import CHAPTERS

ROOT = Path(__file__).parents[3]
EXAMPLE = re.compile(r"`([^`]+)`")


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SearchService]:
    folder = tmp_path_factory.mktemp("demo")
    segmenter = open_segmenter(folder / "segmenter")
    preparer = Preparer(open_analyser(), segmenter)
    with (
        closing(
            open_store(folder / "data", StoreSettings(), name_key=fold_query)
        ) as store,
        Sandbox() as sandbox,
    ):
        load_samples(store)
        jobs = store.claim_jobs(limit=100)
        Reader(sandbox).read_documents(store, [job.document_id for job in jobs])
        engine = MemoryEngine()
        pool = PreparationPool(lambda: preparer, processes=1)
        Updater(store, engine, pool).catch_up()
        synonyms = SynonymTable(store.synonyms)
        yield SearchService(engine, segmenter, store, synonyms=synonyms)


def found(demo: SearchService, query: str) -> int:
    return demo.search(TypedSearch(query, limit=1), visible=None).page.total


def test_every_example_of_the_help_page_finds_something(demo: SearchService) -> None:
    queries = [way.query for chapter in CHAPTERS for way in chapter.ways]
    assert [query for query in queries if not found(demo, query)] == []


def test_a_wrong_character_of_an_example_is_wrong_indeed(demo: SearchService) -> None:
    assert found(demo, '"林守天"') == 0
    assert found(demo, '"林守田"') > 0


def test_an_example_with_synonyms_uses_them(demo: SearchService) -> None:
    answer = demo.search(TypedSearch("党政一把手", limit=1), visible=None)
    assert "党政正职" in answer.also


@pytest.mark.parametrize("name", ["README.md", "README.zh-CN.md"])
def test_every_example_of_the_readme_finds_something(
    demo: SearchService, name: str
) -> None:
    rows = [
        line.split("|")[1]
        for line in (ROOT / name).read_text("utf-8").splitlines()
        if line.startswith("| `")
    ]
    queries = [query for row in rows for query in EXAMPLE.findall(row)]
    assert len(queries) > 5
    assert [query for query in queries if not found(demo, query)] == []
