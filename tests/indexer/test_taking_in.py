"""Every file offered gets exactly one receipt, and a bad one stops nothing."""

import io
import json
import shutil
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from archive.errors import OriginalUnreadable, RefusedFile
from archive.extract.base import ExtractorEntry
from archive.offered import offered
from archive.receipts import Receipt
from archive.receive import Reader
from archive.sandbox import Sandbox
from archive.sandbox_frames import Limits
from archive.settings import StoreSettings
from archive.store import Store, open_store
from indexer.taking_in import TakingIn
from tests.archive.compound_samples import compound_file
from tests.archive.mail_samples import BODY, mail

LIMIT = 5 * 1024 * 1024
NOTICE = (
    "示例县人民政府办公室\n关于做好交接工作的通知\n\n各乡镇人民政府：\n请照此办理。\n"
)

SLOW = """
import time
from archive.extract.text import TextExtractor

class Slow(TextExtractor):
    def extract(self, original):
        if "挂起" in original.name:
            time.sleep(60)
        return super().extract(original)
"""

TakeIn = Callable[..., list[Receipt]]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = open_store(tmp_path / "data", StoreSettings())
    yield store
    store.close()


@pytest.fixture
def take_in(store: Store) -> Iterator[TakeIn]:
    with Sandbox() as sandbox:
        yield lambda *paths: receipts(store, sandbox, *paths)


@pytest.fixture
def incoming(tmp_path: Path) -> Path:
    folder = tmp_path / "来件"
    folder.mkdir()
    return folder


def receipts(store: Store, sandbox: Sandbox, *paths: Path) -> list[Receipt]:
    taking = TakingIn(
        store,
        Reader(sandbox),
        collection="示例",
        actor="tests",
        limit_bytes=LIMIT,
        processes=2,
        receipt_shape=lambda receipt: {"name": receipt.name},
    )
    try:
        return list(taking.take_in(offered(paths, limit_bytes=LIMIT)))
    finally:
        taking.close()


def outcomes(found: list[Receipt]) -> dict[str, str]:
    return {r.name: r.error.code if r.error else r.status for r in found}


def test_bad_files_get_their_reason_and_good_ones_beside_them_are_kept(
    take_in: TakeIn, store: Store, incoming: Path
) -> None:
    (incoming / "a好.txt").write_text(NOTICE, "utf-8")
    (incoming / "b空.txt").touch()
    (incoming / "c空白.txt").write_text(" \n\u3000\n", "utf-8")
    (incoming / "d截断.pdf").write_bytes(b"%PDF-1.7\n1 0 obj\n<</Type/Cata")
    locked = compound_file({"EncryptedPackage": bytes(99)})
    (incoming / "e加密.docx").write_bytes(locked)
    (incoming / "f改名.pdf").write_text(NOTICE + "二", "utf-8")
    (incoming / "g二进制.txt").write_bytes(bytes(range(256)) * 99)
    with (incoming / "h巨大.pdf").open("wb") as huge:
        huge.truncate(200 * 1024 * 1024)
    (incoming / "i环").symlink_to(incoming)
    (incoming / "j涉密.txt").write_text("机密★10年\n" + NOTICE, "utf-8")
    (incoming / "k图.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(40))
    (incoming / "z好.txt").write_text(NOTICE + "三", "utf-8")
    assert outcomes(take_in(incoming)) == {
        "a好.txt": "indexed",
        "b空.txt": "empty",
        "c空白.txt": "empty",
        "d截断.pdf": "damaged",
        "e加密.docx": "encrypted",
        "f改名.pdf": "indexed",
        "g二进制.txt": "unsupported_format",
        "h巨大.pdf": "too_large",
        "i环": "unreadable_path",
        "j涉密.txt": "classified",
        "k图.png": "stored",
        "z好.txt": "indexed",
    }
    assert store.counts(visible=None)["readable"] == 3


def test_a_hanging_file_delays_only_itself(store: Store, incoming: Path) -> None:
    (incoming / "slow.py").write_text(SLOW, "utf-8")
    offers = incoming / "files"
    offers.mkdir()
    for name in ("一.txt", "挂起.txt", "二.txt"):
        (offers / name).write_text(NOTICE + name, "utf-8")
    with Sandbox(
        limits=Limits(wall_seconds=3),
        entries=[ExtractorEntry("slow:Slow", frozenset({"text/plain"}))],
        import_folders=[incoming],
    ) as sandbox:
        found = receipts(store, sandbox, offers)
    assert outcomes(found) == {
        "一.txt": "indexed",
        "二.txt": "indexed",
        "挂起.txt": "extraction_timeout",
    }
    seconds = {r.name: r.seconds for r in found}
    assert max(seconds, key=seconds.__getitem__) == "挂起.txt"


def test_a_refused_file_is_tried_again_and_a_kept_one_is_a_duplicate(
    take_in: TakeIn, incoming: Path
) -> None:
    bad, good = incoming / "坏.pdf", incoming / "好.txt"
    bad.write_bytes(b"%PDF-1.7\n1 0 obj\n<<")
    good.write_text(NOTICE, "utf-8")
    first = take_in(bad, good)
    again = take_in(bad, good)
    assert [r.status for r in first] == ["failed", "indexed"]
    assert [r.status for r in again] == ["failed", "duplicate"]
    assert [r.document_id for r in again] == [r.document_id for r in first]


def test_the_same_bytes_twice_in_one_go_are_one_document(
    take_in: TakeIn, store: Store, incoming: Path
) -> None:
    (incoming / "甲.txt").write_text(NOTICE, "utf-8")
    shutil.copy(incoming / "甲.txt", incoming / "乙.txt")
    found = take_in(incoming)
    assert sorted(r.status for r in found) == ["duplicate", "indexed"]
    (document,) = store.documents(visible=None)
    assert sorted(source.name for source in document.sources) == ["乙.txt", "甲.txt"]


def test_given_metadata_wins_over_the_letterhead(
    take_in: TakeIn, store: Store, incoming: Path
) -> None:
    line = {"name": "甲", "text": NOTICE, "title": "给定的标题", "issued_on": "1982-05"}
    batch = incoming / "批.jsonl"
    batch.write_text(json.dumps(line) + "\n{}\n", "utf-8")
    first, second = take_in(batch)
    assert (first.metadata.title, first.metadata.issued_on) == ("给定的标题", "1982-05")
    assert first.metadata.type == "通知"
    assert outcomes([second]) == {"2": "invalid_batch_line"}
    assert first.document_id
    assert store.extraction(first.document_id, visible=None).text == NOTICE


def test_a_kept_line_of_a_batch_is_read_again_from_its_original(
    take_in: TakeIn, store: Store, incoming: Path
) -> None:
    batch = incoming / "批.jsonl"
    batch.write_text(json.dumps({"name": "甲", "text": NOTICE}), "utf-8")
    (receipt,) = take_in(batch)
    assert receipt.document_id
    before = store.extraction(receipt.document_id, visible=None)
    with Sandbox() as sandbox:
        Reader(sandbox).read_documents(store, [receipt.document_id])
    assert store.extraction(receipt.document_id, visible=None) == before


def test_what_hangs_on_a_message_is_taken_in_as_documents_of_their_own(
    take_in: TakeIn, incoming: Path
) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("清单.txt", NOTICE + "四")
    inner = mail({"最深.txt": NOTICE.encode()}, body=BODY + "内")
    path = incoming / "来函.eml"
    files = {"附件.zip": packed.getvalue(), "空.txt": b"", "转发.eml": inner}
    path.write_bytes(mail(files))
    found = take_in(path)
    paths = {r.path.removeprefix(f"{incoming}/"): r.status for r in found}
    assert paths == {
        "来函.eml": "indexed",
        "来函.eml/附件.zip/清单.txt": "indexed",
        "来函.eml/空.txt": "failed",
        "来函.eml/转发.eml": "indexed",
        "来函.eml/转发.eml/最深.txt": "indexed",
    }
    assert [notice.code for notice in found[0].warnings] == ["attachments"]
    again = {r.path: r.status for r in take_in(path)}
    assert set(again.values()) == {"duplicate", "failed"}
    assert len(again) == len(found)


def test_an_original_the_disk_does_not_give_is_not_refused_for_good(
    take_in: TakeIn, store: Store, incoming: Path
) -> None:
    (incoming / "甲.txt").write_text(NOTICE, "utf-8")
    (receipt,) = take_in(incoming)
    assert receipt.document_id and receipt.sha256
    original = Path(store.blobs.path(receipt.sha256))
    with Sandbox() as sandbox:
        reader = Reader(sandbox)
        original.rename(original.with_suffix(".away"))
        unread = reader.read_documents(store, [receipt.document_id])
        with pytest.raises(OriginalUnreadable):
            reader.read_kept(
                store, receipt.sha256, "甲.txt", store.documents(visible=None)[0].given
            )
        original.with_suffix(".away").rename(original)
        assert unread == {receipt.document_id}
        assert reader.read_documents(store, [receipt.document_id]) == frozenset()
    assert store.document(receipt.document_id, visible=None).state == "readable"


def test_one_refusal_kind_for_each_code() -> None:
    codes = [kind.code for kind in RefusedFile.__subclasses__()]
    assert len(codes) == len(set(codes))
