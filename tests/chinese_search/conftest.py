"""One archive of texts on each engine, prepared as the service prepares documents."""

from collections.abc import Iterator
from contextlib import closing

import pytest

from archive.settings import StoreSettings
from archive.store import open_store
from indexer.analysis import open_analyser
from indexer.fold import fold_query
from indexer.prepare import Preparer
from indexer.preparing import PreparationPool
from indexer.search import SearchService
from indexer.segment import open_segmenter
from tests.chinese_search.archive_of_texts import ArchiveOfTexts
from tests.contracts.engines import ENGINES


@pytest.fixture(scope="session", params=sorted(ENGINES))
def archive(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[ArchiveOfTexts]:
    folder = tmp_path_factory.mktemp(request.param)
    (folder / "index").mkdir()
    segmenter = open_segmenter(folder / "segmenter")
    preparer = Preparer(open_analyser(), segmenter)
    pool = PreparationPool(lambda: preparer, processes=1)
    settings = StoreSettings()
    with (
        closing(open_store(folder / "data", settings, name_key=fold_query)) as store,
        closing(ENGINES[request.param](folder / "index")) as engine,
    ):
        service = SearchService(engine, segmenter, store)
        yield ArchiveOfTexts(store, engine, pool, service)
