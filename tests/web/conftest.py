from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.web.archive_parts import Archive, open_archive


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    opened = open_archive(tmp_path / "data")
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def empty_archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    """An archive shared by tests that put nothing into it."""
    opened = open_archive(tmp_path_factory.mktemp("empty") / "data")
    yield opened
    opened.close()
