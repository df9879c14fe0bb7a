"""Is a write that fails refused as a whole, and everything before it kept?"""

import resource
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from archive.database.connection import Database, sqlite_url
from archive.errors import StorageFailure, StorageFull
from archive.store import Store
from archive.verify import verify
from tests.archive import store_samples as samples


@contextmanager
def file_size_limit(size_bytes: int) -> Iterator[None]:
    """Let no file of this process grow beyond the size: writes fail with EFBIG."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size_bytes, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def add_until_refused(store: Store) -> tuple[list[str], StorageFailure]:
    acknowledged: list[str] = []
    for number in range(2000):
        try:
            said = samples.acknowledged(store, f"第{number}号" + "示例文字。" * 300)
        except StorageFailure as failure:
            return acknowledged, failure
        acknowledged.append(said.document_id)
    raise AssertionError("the disk never filled up")


def held(store: Store) -> set[str]:
    return {document.id for document in store.documents(visible=None, limit=5000)}


def test_a_record_that_cannot_be_written_is_not_acknowledged(tmp_path: Path) -> None:
    with closing(samples.opened(tmp_path)) as store:
        samples.acknowledged(store, "先前的文")
        before = held(store)
        log = tmp_path / "store.sqlite3-wal"
        with file_size_limit(max(log.stat().st_size, 200_000)):
            acknowledged, _ = add_until_refused(store)

        assert held(store) == before | set(acknowledged)
        assert verify(store, actor="示例员").findings == ()
        assert samples.acknowledged(store, "后来的文").job_id is not None


def test_a_full_database_is_told_from_other_failures(tmp_path: Path) -> None:
    with closing(samples.opened(tmp_path)):
        pass
    url = sqlite_url(tmp_path / "store.sqlite3")
    with (
        closing(Database(url, lock_timeout_seconds=5)) as database,
        pytest.raises(StorageFull),
        database.write() as connection,
    ):
        connection.exec_driver_sql("PRAGMA max_page_count = 1")
        connection.exec_driver_sql("CREATE TABLE more AS SELECT randomblob(100000)")


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """Give a folder that is a disk of 3 MB, where the system lets us make one."""
    folder = tmp_path / "disk"
    folder.mkdir()
    made = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", str(folder)],
        check=False,
        capture_output=True,
    )
    if made.returncode:
        pytest.skip("a small disk can only be mounted by root")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


def test_a_full_disk_loses_nothing_acknowledged(small_disk: Path) -> None:
    with closing(samples.opened(small_disk)) as store:
        acknowledged, failure = add_until_refused(store)

        assert isinstance(failure, StorageFull)
        assert len(acknowledged) > 10
        assert held(store) == set(acknowledged)

    filled = sorted((small_disk / "originals").rglob("incoming/*"))
    assert filled == []
