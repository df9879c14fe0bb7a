"""An archive of invented papers in which drafts are checked."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.web.archive_parts import Archive, open_archive


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    opened = open_archive(tmp_path / "data")
    yield opened
    opened.store.close()
