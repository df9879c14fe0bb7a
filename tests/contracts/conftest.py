"""One open engine and one open store of each kind for the contract suites."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from archive.store import Store
from indexer.engine import SearchEngine
from tests.archive import store_samples
from tests.contracts.engines import ENGINES


@pytest.fixture(params=sorted(ENGINES))
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[SearchEngine]:
    with closing(ENGINES[request.param](tmp_path)) as opened:
        yield opened


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with closing(store_samples.opened(tmp_path)) as opened:
        yield opened
