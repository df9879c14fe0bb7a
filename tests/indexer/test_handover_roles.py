"""Every sample book is found by who hands over, takes over and supervises."""

from datetime import UTC, datetime
from functools import cache

import pytest

from archive.extract import EXTRACTORS
from archive.extract.base import OriginalFile
from archive.model import Document, DocumentId, Given, Position, Sha256
from archive.receive import complete
from archive.sandbox_worker import read_original
from indexer.analysis import open_analyser
from indexer.engines.memory import MemoryEngine
from indexer.prepare import Preparer
from indexer.search import SearchService, TypedSearch
from tests.indexer.test_search import FixedNames, TwoCharacterSegmenter
from tests.test_sample_docs import BOOKS
from web.demo import sample_files

LISTED = (
    "handover/上梅乡乡长离任交接清单2024.html",
    "郑春梅",
    "江文涛",
    "吴建彬",
)
ALL = (*BOOKS, LISTED)
ROLES = {"outgoing": 1, "incoming": 2, "supervisor": 3}
NAMES = sorted({name for book in ALL for name in book[1:]})


@cache
def service() -> SearchService:
    segmenter = TwoCharacterSegmenter()
    preparer = Preparer(open_analyser(), segmenter)
    engine = MemoryEngine()
    for path in sample_files():
        read = complete(
            read_original(OriginalFile(path, path.name), EXTRACTORS), path.name
        )
        document = Document(
            DocumentId(path.name),
            "示例",
            path.name,
            "readable",
            1,
            Sha256(""),
            0,
            read.metadata,
            Given(),
            "test",
            datetime(2026, 1, 1, tzinfo=UTC),
            Position(1),
        )
        engine.replace([preparer.prepare(document, read.extraction).indexed])
    engine.flush(Position(1))
    return SearchService(engine, segmenter, FixedNames({}))


def found(role: str, name: str) -> set[str]:
    typed = TypedSearch("", {role: (name,)}, limit=50)
    hits = service().search(typed, visible=None).page.hits
    return {hit.document_id for hit in hits}


def test_all_books_of_the_samples_are_asked_for() -> None:
    books = [p for p in sample_files() if p.parent.name == "handover"]
    assert len(ALL) == len(books)


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("name", NAMES)
def test_a_role_finds_the_books_that_give_it_and_no_other_paper(
    role: str, name: str
) -> None:
    books = {b[0].rpartition("/")[2] for b in ALL if b[ROLES[role]] == name}
    assert found(role, name) == books
