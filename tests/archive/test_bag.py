"""Is a bag what RFC 8493 asks for, and does checking find what is wrong with it?

The Library of Congress's own tool is the judge of what we write.
"""

import io
from pathlib import Path

import bagit
import pytest

from archive.bag import BagWriter, decoded, encoded, new_bag
from archive.bag_check import BagFault, bag_faults, bag_info
from archive.errors import FolderNotEmpty

ODD_NAMES = ("通知.txt", "a b/空 格.txt", "两\n行.txt", "深/更深/空.bin")


def filled(bag: BagWriter) -> None:
    for name in ODD_NAMES:
        bag.add(name, io.BytesIO(name.encode()))


def made(folder: Path) -> Path:
    with new_bag(folder) as bag:
        filled(bag)
        bag.finish({"External-Description": "示例"})
    return folder


def test_another_tool_finds_the_bag_valid(tmp_path: Path) -> None:
    folder = made(tmp_path / "bag")

    judged = bagit.Bag(str(folder))

    assert judged.validate()
    assert judged.info["External-Description"] == "示例"
    assert set(judged.payload_files()) == {f"data/{name}" for name in ODD_NAMES}


def test_a_name_is_written_as_the_standard_asks_and_read_back() -> None:
    name = "data/百分%0A号\r\n.txt"

    assert encoded(name) == "data/百分%250A号%0D%0A.txt"
    assert decoded(encoded(name)) == name


def test_a_bag_of_another_tool_is_found_whole(tmp_path: Path) -> None:
    (tmp_path / "通知.txt").write_text("示例", "utf-8")
    bagit.make_bag(str(tmp_path), checksums=["sha256"])

    assert list(bag_faults(tmp_path)) == []


def test_our_own_bag_is_found_whole_and_told_about(tmp_path: Path) -> None:
    folder = made(tmp_path / "bag")
    shares: list[float] = []

    assert list(bag_faults(folder, shares.append)) == []
    assert shares[-1] == 1
    assert bag_info(folder)["External-Description"] == "示例"
    assert folder.stat().st_mode & 0o077 == 0


def test_each_kind_of_fault_is_found(tmp_path: Path) -> None:
    folder = made(tmp_path / "bag")
    (folder / "data/通知.txt").write_bytes(b"x")
    (folder / "data/两\n行.txt").unlink()
    (folder / "data/多出.txt").write_bytes(b"x")
    with (folder / "manifest-sha256.txt").open("a") as manifest:
        manifest.write(f"{'0' * 64}  data/../../etc/passwd\n")

    assert set(bag_faults(folder)) == {
        BagFault("altered", "manifest-sha256.txt"),
        BagFault("altered", "data/通知.txt"),
        BagFault("missing", "data/两\n行.txt"),
        BagFault("unlisted", "data/多出.txt"),
        BagFault("unsafe", "data/../../etc/passwd"),
    }


def test_a_folder_without_lists_is_no_bag(tmp_path: Path) -> None:
    assert list(bag_faults(tmp_path)) == [BagFault("missing", "bagit.txt")]
    assert bag_info(tmp_path) == {}


def test_what_fails_half_way_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError), new_bag(tmp_path / "bag") as bag:
        filled(bag)
        raise RuntimeError

    assert list(tmp_path.iterdir()) == []


def test_a_folder_with_anything_in_it_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "旧档").touch()

    with pytest.raises(FolderNotEmpty), new_bag(tmp_path):
        pass

    assert [path.name for path in tmp_path.iterdir()] == ["旧档"]


def test_a_file_taken_back_is_not_in_the_bag(tmp_path: Path) -> None:
    with new_bag(tmp_path / "bag") as bag:
        filled(bag)
        bag.discard("通知.txt")
        bag.finish({})

    assert bagit.Bag(str(tmp_path / "bag")).validate()
    assert not (tmp_path / "bag/data/通知.txt").exists()
