"""TARs, packed or not: named right, each member alone, never beyond the limits."""

import gzip
import io
import tarfile
from pathlib import Path
from typing import Literal

import pytest

from archive.errors import DamagedFile, FileTooLarge, UnsafeMember
from archive.offered import OfferedFile, RefusedOffer, offered

LIMIT = 1 << 20
Mode = Literal["w:", "w:gz", "w:bz2", "w:xz"]


def tar(path: Path, mode: Mode, members: dict[str, bytes]) -> Path:
    with tarfile.open(
        path, mode, format=tarfile.GNU_FORMAT, encoding="gb18030"
    ) as archive:
        for name, content in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
    return path


def found(path: Path) -> dict[str, object]:
    shown: dict[str, object] = {}
    for offer in offered([path], limit_bytes=LIMIT):
        if isinstance(offer, RefusedOffer):
            shown[offer.path.removeprefix(f"{path}/")] = type(offer.error)
        elif offer.file:
            shown[offer.path.removeprefix(f"{path}/")] = offer.file.read_bytes()
            offer.file.unlink()
    return shown


@pytest.mark.parametrize("mode", ["w:", "w:gz", "w:bz2", "w:xz"])
def test_members_come_out_with_names_in_gbk_put_right(
    tmp_path: Path, mode: Mode
) -> None:
    path = tar(tmp_path / "材料.tar", mode, {"交接/清单.txt": b"one", "乙.txt": b"two"})
    assert found(path) == {"交接/清单.txt": b"one", "乙.txt": b"two"}


def test_links_climbing_names_and_large_members_are_refused_one_by_one(
    tmp_path: Path,
) -> None:
    path = tmp_path / "材料.tar"
    with tarfile.open(path, "w") as archive:
        for name, size in (("../a.txt", 1), ("b.txt", LIMIT + 1), ("c.txt", 1)):
            info = tarfile.TarInfo(name)
            info.size = size
            archive.addfile(info, io.BytesIO(bytes(size)))
        link = tarfile.TarInfo("d.txt")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        archive.addfile(link)
    assert found(path) == {
        "../a.txt": UnsafeMember,
        "b.txt": FileTooLarge,
        "c.txt": b"\0",
        "d.txt": UnsafeMember,
    }


def test_a_stream_that_swells_beyond_the_ratio_ends(tmp_path: Path) -> None:
    plain = tar(tmp_path / "plain.tar", "w:", {"a.txt": b"a", "b.bin": bytes(40 << 20)})
    path = tmp_path / "材料.tgz"
    path.write_bytes(gzip.compress(plain.read_bytes(), 9))
    assert found(path) == {"a.txt": b"a", "b.bin": FileTooLarge, "*": FileTooLarge}


def test_a_stream_cut_short_gives_what_came_and_says_so(tmp_path: Path) -> None:
    path = tar(tmp_path / "a.tgz", "w:gz", {"a.txt": b"a", "b.txt": bytes(range(256))})
    path.write_bytes(path.read_bytes()[:-40])
    assert found(path)["*"] is DamagedFile


def test_a_packed_file_that_is_no_tar_is_a_file(tmp_path: Path) -> None:
    path = tmp_path / "a.gz"
    path.write_bytes(gzip.compress(b"one"))
    (offer,) = offered([path], limit_bytes=LIMIT)
    assert isinstance(offer, OfferedFile)
    assert offer.file == path
