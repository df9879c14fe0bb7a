"""Is a file of a watched folder taken in once it is whole, and only once?"""

import os
import time
from pathlib import Path

from indexer.watching import Memory, stamps, unchanged

LONG_AGO = time.time() - 3600


def written(path: Path, text: str = "示例", *, at: float = LONG_AGO) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    os.utime(path, (at, at))
    return path


def test_hidden_files_and_folders_are_passed_over(tmp_path: Path) -> None:
    wanted = written(tmp_path / "深/通知.txt")
    written(tmp_path / ".临时.txt")
    written(tmp_path / ".git/objects")
    (tmp_path / "断链").symlink_to(tmp_path / "不在")

    assert [path for path, _ in stamps(tmp_path)] == [wanted]


def test_a_file_that_grows_waits_for_the_next_look(tmp_path: Path) -> None:
    still, growing = written(tmp_path / "甲.txt"), written(tmp_path / "乙.txt")
    before = dict(stamps(tmp_path))
    written(growing, "示例更长", at=LONG_AGO + 60)
    now = dict(stamps(tmp_path))

    assert set(unchanged(now, before)) == {still}
    assert set(unchanged(now, now)) == {still, growing}


def test_at_the_first_look_what_was_just_written_waits(tmp_path: Path) -> None:
    old = written(tmp_path / "甲.txt")
    written(tmp_path / "乙.txt", at=time.time())

    assert set(unchanged(dict(stamps(tmp_path)), None)) == {old}


def test_what_was_taken_in_is_remembered_until_it_changes(tmp_path: Path) -> None:
    folder = tmp_path / "来件"
    path = written(folder / "甲.txt")
    Memory(tmp_path / "data", folder).remember(dict(stamps(folder)))

    assert Memory(tmp_path / "data", folder).new(dict(stamps(folder))) == {}
    written(path, "改过", at=LONG_AGO + 60)
    assert set(Memory(tmp_path / "data", folder).new(dict(stamps(folder)))) == {path}


def test_a_damaged_memory_is_an_empty_one(tmp_path: Path) -> None:
    folder = tmp_path / "来件"
    path = written(folder / "甲.txt")
    Memory(tmp_path / "data", folder).remember(dict(stamps(folder)))
    for file in (tmp_path / "data").iterdir():
        file.write_bytes(b"\x00")

    assert set(Memory(tmp_path / "data", folder).new(dict(stamps(folder)))) == {path}
