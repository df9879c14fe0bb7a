"""A ZIP sent to the service: its members become documents of their own."""

import io
import json
import zipfile
from datetime import UTC, datetime
from pathlib import Path

from archive.model import Given, Source
from archive.receive import Reader
from archive.sandbox import Sandbox
from archive.settings import StoreSettings
from archive.store import Store, open_store
from tests.archive.mail_samples import mail
from web.members import Members
from web.messages import words


def zipped(members: dict[str, str]) -> io.BytesIO:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, text in members.items():
            archive.writestr(name, text)
    stream.seek(0)
    return stream


def test_files_on_a_message_are_listed_beside_its_own_text(tmp_path: Path) -> None:
    store: Store = open_store(tmp_path / "data", StoreSettings())
    content = io.BytesIO(mail({"清单.txt": "示例清单一份".encode()}))
    blob = store.blobs.keep(content, limit_bytes=None)
    source = Source("来函.eml", "来函.eml", datetime.now(UTC), "甲某某")
    said = store.acknowledge(blob, source, Given(), collection="机要")
    with Sandbox() as sandbox:
        reader = Reader(sandbox)
        members = Members(store, reader, limit_bytes=1 << 20, words=words)
        reader.read_documents(store, [said.document_id])
        members.take_in([said.document_id])
    receipts = members.receipts(said.document_id)
    assert receipts is not None
    assert [(r["path"], r["status"]) for r in receipts] == [
        ("来函.eml/清单.txt", "indexed")
    ]
    assert store.document(said.document_id, visible=None).state == "readable"
    store.close()


def test_lines_of_a_batch_go_where_the_batch_goes_and_nowhere_else(
    tmp_path: Path,
) -> None:
    store: Store = open_store(tmp_path / "data", StoreSettings())
    lines = [
        {"name": "甲", "text": "示例清单一份", "title": "给定的标题"},
        {"name": "乙", "text": "示例乙", "collection": "机要"},
        {"name": "丙", "text": "示例丙", "collection": "别处"},
        {"name": "丁"},
    ]
    batch = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
    blob = store.blobs.keep(io.BytesIO(batch.encode()), limit_bytes=None)
    source = Source("批.jsonl", "批.jsonl", datetime.now(UTC), "甲某某")
    said = store.acknowledge(blob, source, Given(), collection="机要")
    with Sandbox() as sandbox:
        reader = Reader(sandbox)
        members = Members(store, reader, limit_bytes=1 << 20, words=words)
        reader.read_documents(store, [said.document_id])
        members.take_in([said.document_id])
    receipts = members.receipts(said.document_id)
    assert receipts is not None
    assert [(r["name"], r["status"]) for r in receipts] == [
        ("甲", "indexed"),
        ("乙", "indexed"),
        ("丙", "failed"),
        ("4", "failed"),
    ]
    assert receipts[0]["title"] == "给定的标题"
    assert store.document(said.document_id, visible=None).state == "stored"
    assert store.collections(visible=None) == ["机要"]
    store.close()


def test_members_are_documents_in_the_collection_of_their_zip(tmp_path: Path) -> None:
    store: Store = open_store(tmp_path / "data", StoreSettings())
    content = zipped(
        {
            "交接/清单.txt": "示例清单一份",
            "../evil.txt": "x",
            "空.txt": "",
            "a.txt": "示例乙",
        }
    )
    blob = store.blobs.keep(content, limit_bytes=None)
    source = Source("材料.zip", "材料.zip", datetime.now(UTC), "甲某某")
    said = store.acknowledge(blob, source, Given(), collection="机要")
    with Sandbox() as sandbox:
        reader = Reader(sandbox)
        members = Members(store, reader, limit_bytes=1 << 20, words=words)
        reader.read_documents(store, [said.document_id])
        members.take_in([said.document_id])
        first = members.receipts(said.document_id)
        members.take_in([said.document_id])
        again = members.receipts(said.document_id)
    assert first is not None and again is not None
    assert [(r["name"], r["status"]) for r in first] == [
        ("交接/清单.txt", "indexed"),
        ("../evil.txt", "failed"),
        ("空.txt", "failed"),
        ("a.txt", "indexed"),
    ]
    assert again[0]["status"] == "duplicate"
    assert members.receipts(said.document_id) is None
    assert store.document(said.document_id, visible=None).state == "stored"
    listed = store.documents(visible=frozenset({"机要"}))
    assert {(d.name, d.created_by) for d in listed if d.state == "readable"} == {
        ("交接/清单.txt", "甲某某"),
        ("a.txt", "甲某某"),
    }
    store.close()
