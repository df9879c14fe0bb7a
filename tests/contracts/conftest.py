"""One open engine of each kind for the contract suite."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from indexer.engine import SearchEngine
from tests.contracts.engines import ENGINES


@pytest.fixture(params=sorted(ENGINES))
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[SearchEngine]:
    with closing(ENGINES[request.param](tmp_path)) as opened:
        yield opened
