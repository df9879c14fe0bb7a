"""Is the current generation always whole, and is there one writer?"""

import shutil
from pathlib import Path

import pytest

from indexer.index_folder import IndexFolder


@pytest.fixture
def folder(tmp_path: Path) -> IndexFolder:
    return IndexFolder(tmp_path / "index", index_format="1")


def test_a_deleted_index_leaves_its_lock_with_the_writer(
    tmp_path: Path, folder: IndexFolder
) -> None:
    with folder.writer_lock(wait_seconds=0) as is_first:
        folder.switch(folder.begin())
        shutil.rmtree(tmp_path / "index")
        with folder.writer_lock(wait_seconds=0) as is_second:
            assert is_first and not is_second
        folder.switch(folder.begin())
        assert folder.current() is not None


def test_what_was_begun_and_cut_off_goes_before_the_next(
    tmp_path: Path, folder: IndexFolder
) -> None:
    folder.switch(folder.begin())
    for _ in range(3):
        folder.begin()
    names = sorted(one.name for one in (tmp_path / "index").glob("g*"))
    assert names == ["g000001", "g000004"]
    assert folder.current() == tmp_path / "index" / "g000001"


def test_folders_of_other_names_are_let_be(tmp_path: Path, folder: IndexFolder) -> None:
    folder.switch(folder.begin())
    stray = tmp_path / "index" / "g000001.bak"
    stray.mkdir()
    folder.switch(folder.begin())
    current = folder.current()
    assert current is not None and current.name == "g000002"
    assert stray.is_dir()


def test_a_condemned_generation_is_nobodys_current_one(folder: IndexFolder) -> None:
    generation = folder.begin()
    folder.switch(generation)
    folder.condemn(generation)
    assert folder.current() is None
    folder.switch(folder.begin())
    assert folder.current() is not None
    folder.condemn(generation)
