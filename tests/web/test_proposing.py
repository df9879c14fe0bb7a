"""Who looks for new terms beside a worker, and does that go on after a failure?"""

import logging
import threading
from contextlib import nullcontext
from pathlib import Path

import pytest

from archive.errors import StorageFailure
from archive.model import Position
from tests.web.archive_parts import Archive
from tests.web.test_worker import FollowingIndex
from web.proposing import Proposer, proposing
from web.worker import Bell


def test_a_disk_that_fails_once_is_asked_again(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    bell, asked = Bell(), 0

    def position() -> Position:
        nonlocal asked
        asked += 1
        if asked == 1:
            bell.ring()
            raise StorageFailure(reason="EIO")
        bell.stop()
        return Position(0)

    with caplog.at_level(logging.WARNING):
        Proposer(tmp_path, position, bell, {}, failed_seconds=0).run()
    assert asked == 2
    assert "new terms" in caplog.text


def test_a_worker_that_stands_by_looks_for_nothing() -> None:
    opened: list[None] = []

    def open_proposer() -> Proposer:
        opened.append(None)
        raise AssertionError

    with proposing(lambda: nullcontext(None), open_proposer) as index:
        assert index is None
    assert opened == []


def test_the_search_ends_with_a_worker_that_fails(archive: Archive) -> None:
    bell, is_looking = Bell(), threading.Event()
    held = FollowingIndex(archive)
    before = set(threading.enumerate())

    def position() -> Position:
        is_looking.set()
        return archive.store.position()

    def fail() -> None:
        proposer = Proposer(archive.folder, position, bell, {})
        with proposing(lambda: nullcontext(held), lambda: proposer) as index:
            assert index is held
            assert is_looking.wait(20)
            raise StorageFailure(reason="EIO")

    with pytest.raises(StorageFailure):
        fail()
    assert not bell.is_over
    assert set(threading.enumerate()) <= before
