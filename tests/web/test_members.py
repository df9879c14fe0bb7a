"""A ZIP sent to the service: its members become documents of their own."""

import io
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
