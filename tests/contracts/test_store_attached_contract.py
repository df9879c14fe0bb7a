"""What must every store tell of documents that hang on others?"""

from datetime import UTC, datetime

import pytest

from archive.database import attached
from archive.model import Document, Given, Source
from archive.store import Store


def received(
    store: Store, name: str, path: str, *, collection: str = "公开", by: str = "示例员"
) -> Document:
    content = f"{name}{path}{datetime.now(UTC)}".encode()
    (blob,) = store.blobs.keep_many([content], limit_bytes=None)
    source = Source(name, path, datetime.now(UTC), by)
    held = store.acknowledge(blob, source, Given(), collection=collection)
    return store.document(held.document_id, visible=None)


def test_an_attachment_and_what_holds_it_name_each_other(store: Store) -> None:
    letter = received(store, "示例.eml", "收/示例.eml")
    table = received(store, "表.xlsx", "收/示例.eml/表.xlsx")
    inner = received(store, "附.docx", "收/示例.eml/表.xlsx/附.docx")
    other = received(store, "另.txt", "收/另.txt")

    assert store.attachments_of(letter, visible=None) == [table]
    assert store.attachments_of(table, visible=None) == [inner]
    assert store.holders_of(inner, visible=None) == [table]
    assert store.holders_of(table, visible=None) == [letter]
    assert store.holders_of(other, visible=None) == []
    assert store.attachments_of(other, visible=None) == []


def test_of_files_of_one_path_the_last_before_an_attachment_holds_it(
    store: Store,
) -> None:
    first = received(store, "100%.eml", "100%.eml")
    of_first = received(store, "附.txt", "100%.eml/附.txt")
    received(store, "100%.eml", "100%.eml", by="他人")
    second = received(store, "100%.eml", "100%.eml")
    of_second = received(store, "附.txt", "100%.eml/附.txt")

    assert store.attachments_of(first, visible=None) == [of_first]
    assert store.attachments_of(second, visible=None) == [of_second]
    assert store.holders_of(of_first, visible=None) == [first]


def test_neither_end_is_told_to_who_may_not_see_it(store: Store) -> None:
    letter = received(store, "示例.eml", "示例.eml", collection="内部")
    table = received(store, "表.xlsx", "示例.eml/表.xlsx")
    assert store.holders_of(table, visible=frozenset({"公开"})) == []
    assert store.attachments_of(letter, visible=frozenset({"内部"})) == []
    assert store.attachments_of(letter, visible=None) == [table]


def received_together(store: Store, paths: list[str], collection: str) -> list[str]:
    contents = [f"{path}{datetime.now(UTC)}".encode() for path in paths]
    blobs = store.blobs.keep_many(contents, limit_bytes=None)
    return [
        store.acknowledge(
            blob,
            Source(path.rpartition("/")[2], path, datetime.now(UTC), "示例员"),
            Given(),
            collection=collection,
        ).document_id
        for blob, path in zip(blobs, paths, strict=True)
    ]


def test_attachments_are_told_however_many_others_came_before(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(attached, "MOST", 5)
    letter = received(store, "示例.eml", "示例.eml")
    numbers = range(6)
    received_together(store, [f"示例.eml/{n}.txt" for n in numbers], "内部")
    received_together(store, [f"示例.eml/包.zip/{n}.txt" for n in numbers], "公开")
    table = received(store, "表.xlsx", "示例.eml/表.xlsx")

    assert store.attachments_of(letter, visible=frozenset({"公开"})) == [table]
    assert len(store.attachments_of(letter, visible=None)) == 5
