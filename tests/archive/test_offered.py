"""What paths offer: files, folders, ZIPs, batches, and what is refused of them."""

import json
import os
import stat
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from archive.errors import (
    DamagedFile,
    EmptyFile,
    EncryptedFile,
    FileTooLarge,
    InvalidBatchLine,
    RefusedFile,
    UnreadablePath,
    UnsafeMember,
)
from archive.offered import Offer, OfferedFile, RefusedOffer, offered

LIMIT = 3 * 1024 * 1024


def offers(*paths: Path) -> list[Offer]:
    return list(offered(paths, limit_bytes=LIMIT))


def names(found: list[Offer]) -> list[str]:
    return [offer.name for offer in found]


def refusals(found: list[Offer]) -> dict[str, type[RefusedFile]]:
    return {o.name: type(o.error) for o in found if isinstance(o, RefusedOffer)}


def zip_of(path: Path, members: dict[str, bytes | str]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path


def test_a_folder_offers_its_files_in_order_and_passes_over_system_files(
    tmp_path: Path,
) -> None:
    for name in ("乙.txt", "甲/丙.txt", ".DS_Store", "Thumbs.db", "甲/.git/config"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("示例", "utf-8")
    found = offers(tmp_path)
    assert names(found) == ["乙.txt", "丙.txt"]
    assert found[1].path == f"{tmp_path}/甲/丙.txt"


def test_a_link_loop_is_refused_once_and_the_rest_is_offered(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "loop").symlink_to(tmp_path)
    (tmp_path / "b.txt").write_text("示例", "utf-8")
    found = offers(tmp_path)
    assert refusals(found) == {"loop": UnreadablePath}
    assert "b.txt" in names(found)


def test_what_is_not_there_or_no_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "dangling").symlink_to(tmp_path / "nowhere")
    found = offers(tmp_path / "没有.txt", tmp_path / "dangling", Path("/dev/null"))
    assert set(refusals(found).values()) == {UnreadablePath}
    assert len(found) == 3


class GbkName(zipfile.ZipInfo):
    """A member whose name is written in GBK without the flag."""

    def _encodeFilenameFlags(self) -> tuple[bytes, int]:
        return self.filename.encode("gbk"), self.flag_bits & ~0x800


def test_members_of_a_zip_have_their_own_names(tmp_path: Path) -> None:
    path = tmp_path / "材料.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(GbkName("交接/清单.txt"), "示例甲")
        archive.writestr("报告.txt", "示例乙")
        archive.writestr("__MACOSX/._报告.txt", "x")
    found = offers(path)
    assert names(found) == ["交接/清单.txt", "报告.txt"]
    assert found[0].path == f"{path}/交接/清单.txt"
    for offer in found:
        assert isinstance(offer, OfferedFile) and offer.file and offer.is_temporary
        assert offer.file.read_text("utf-8").startswith("示例")
        offer.file.unlink()


class Big5Name(zipfile.ZipInfo):
    """A member whose name is written in Big5 without the flag."""

    def _encodeFilenameFlags(self) -> tuple[bytes, int]:
        return self.filename.encode("big5"), self.flag_bits & ~0x800


def test_a_name_in_big5_is_not_taken_for_gbk(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "材料.zip", "w") as archive:
        archive.writestr(Big5Name("交接清單/財務報告.txt"), "示例")
    assert names(offers(tmp_path / "材料.zip")) == ["交接清單/財務報告.txt"]


def test_a_file_named_in_gbk_is_shown_by_its_characters(tmp_path: Path) -> None:
    folder = os.fsencode(tmp_path) + b"/" + "乡镇".encode("gbk")
    Path(os.fsdecode(folder)).mkdir()
    Path(os.fsdecode(folder + b"/" + "清单.txt".encode("gbk"))).write_text("示例")
    (offer,) = offers(tmp_path)
    assert (offer.path, offer.name) == (f"{tmp_path}/乡镇/清单.txt", "清单.txt")
    assert isinstance(offer, OfferedFile) and offer.file
    assert offer.file.read_text("utf-8") == "示例"


def test_a_member_that_is_a_link_is_refused(tmp_path: Path) -> None:
    link = zipfile.ZipInfo("link.txt")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(tmp_path / "z.zip", "w") as archive:
        archive.writestr(link, "/etc/hostname")
    assert refusals(offers(tmp_path / "z.zip")) == {"link.txt": UnsafeMember}


@pytest.mark.parametrize("field", ["name", "title", "collection", "issuers"])
@pytest.mark.parametrize("control", ["\0", "\n", "\x1b", "\x7f"])
def test_a_line_with_control_characters_in_a_field_is_refused_by_that_field(
    tmp_path: Path, field: str, control: str
) -> None:
    value = f"示{control}例"
    line = {
        "name": "甲",
        "text": "示例",
        field: [value] if field == "issuers" else value,
    }
    path = tmp_path / "批.jsonl"
    path.write_text(json.dumps(line), "utf-8")
    (offer,) = offers(path)
    assert isinstance(offer, RefusedOffer)
    assert isinstance(offer.error, InvalidBatchLine)
    assert offer.error.details == {"line": 1, "field": field}


def test_a_bomb_that_says_it_is_a_document_is_not_unpacked_to_be_told(
    tmp_path: Path,
) -> None:
    path = zip_of(
        tmp_path / "z.zip", {"mimetype": bytes(2 * 1024 * 1024), "content.xml": "x"}
    )
    assert refusals(offers(path)) == {"mimetype": FileTooLarge}


@given(st.lists(st.tuples(st.integers(0, 499), st.integers(0, 255)), max_size=4))
@settings(
    derandomize=True,
    deadline=None,
    max_examples=150,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_a_zip_with_any_bytes_changed_offers_or_refuses(
    tmp_path: Path, changes: list[tuple[int, int]]
) -> None:
    path = zip_of(tmp_path / "z.zip", {"交接.txt": "示例" * 20, "mimetype": "a/b"})
    content = bytearray(path.read_bytes())
    for place, value in changes:
        content[place % len(content)] = value
    path.write_bytes(content)
    for offer in offers(path):
        if isinstance(offer, OfferedFile) and offer.is_temporary and offer.file:
            offer.file.unlink()


def test_evil_members_are_refused_one_by_one(tmp_path: Path) -> None:
    path = zip_of(
        tmp_path / "evil.zip",
        {
            "../up.txt": "x",
            "/abs.txt": "x",
            "C:\\drive.txt": "x",
            "a/con.txt": "x",
            "bomb.txt": bytes(2 * 1024 * 1024),
            "huge.txt": bytes(range(256)) * (LIMIT // 256 + 1),
            "good.txt": "示例",
        },
    )
    found = offers(path)
    assert refusals(found) == {
        "../up.txt": UnsafeMember,
        "/abs.txt": UnsafeMember,
        "C:\\drive.txt": UnsafeMember,
        "a/con.txt": UnsafeMember,
        "bomb.txt": FileTooLarge,
        "huge.txt": FileTooLarge,
    }
    assert names(found)[-1] == "good.txt"


def test_a_locked_and_a_damaged_member_are_refused(tmp_path: Path) -> None:
    path = zip_of(
        tmp_path / "z.zip", {"locked.txt": "示例" * 50, "bad.txt": "乙" * 500}
    )
    content = bytearray(path.read_bytes())
    central = content.index(b"PK\x01\x02")
    content[central + 8] |= 1  # the flag of the first member: encrypted
    second = content.index(b"PK\x03\x04", 10) + 30 + len("bad.txt") + 4
    content[second] ^= 0xFF
    path.write_bytes(content)
    assert refusals(offers(path)) == {
        "locked.txt": EncryptedFile,
        "bad.txt": DamagedFile,
    }


def test_a_zip_in_a_zip_is_opened_and_one_deeper_is_a_file(tmp_path: Path) -> None:
    inner = zip_of(tmp_path / "3.zip", {"深.txt": "示例"}).read_bytes()
    middle = zip_of(tmp_path / "2.zip", {"3.zip": inner, "中.txt": "示例"}).read_bytes()
    found = offers(zip_of(tmp_path / "1.zip", {"2.zip": middle, "外.txt": "示例"}))
    assert names(found) == ["3.zip", "中.txt", "外.txt"]


def test_lines_of_a_batch_are_originals_of_their_own(tmp_path: Path) -> None:
    path = tmp_path / "batch.jsonl"
    good = {
        "name": "甲",
        "text": "第一行\n第二行",
        "title": "题",
        "issued_on": "1982-05",
    }
    lines: list[object] = [
        good,
        {"name": "乙"},
        {"text": "无名"},
        ["no object"],
        {"name": "丙", "text": "x", "issued_on": "五月"},
        {"name": "丁", "text": "x", "issuers": "某局"},
        {"name": "戊", "text": "  "},
        {"name": "辛", "text": "x", "issued_on": "2021-02-31"},
        {"name": "壬", "text": "x\ud800"},
        {"name": "己", "text": "y", "issuers": ["某局"], "collection": "机要"},
    ]
    text = "\n".join(json.dumps(line) for line in lines)
    path.write_text(f"\ufeff{text}\n\nnot json\n", "utf-8")
    found = offers(path)
    assert [o.path for o in found][:2] == [f"{path}/甲", f"{path}/2"]
    assert refusals(found) == {
        "2": InvalidBatchLine,
        "3": InvalidBatchLine,
        "4": InvalidBatchLine,
        "5": InvalidBatchLine,
        "6": InvalidBatchLine,
        "戊": EmptyFile,
        "8": InvalidBatchLine,
        "9": InvalidBatchLine,
        "12": InvalidBatchLine,
    }
    first, last = found[0], found[9]
    assert isinstance(first, OfferedFile) and isinstance(last, OfferedFile)
    assert first.content and json.loads(first.content.decode("utf-8-sig")) == good
    assert (first.text, first.given.issued_on) == (good["text"], "1982-05")
    assert (last.collection, last.given.issuers) == ("机要", ("某局",))


@pytest.mark.parametrize("cut", [10, 60])
def test_a_zip_cut_short_is_offered_as_a_file(tmp_path: Path, cut: int) -> None:
    path = zip_of(tmp_path / "z.zip", {"a.txt": "示例" * 100})
    path.write_bytes(path.read_bytes()[:-cut])
    (offer,) = offers(path)
    assert isinstance(offer, OfferedFile) and offer.file == path
