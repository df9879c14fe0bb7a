"""What must every store do with replaced originals and with the bin?"""

import io
from dataclasses import replace

import pytest

from archive.errors import AlreadyHeld, DamagedFile, DocumentNotFound
from archive.model import Blob, DocumentId, Metadata, Notice, Version
from archive.store import Store
from archive.tenures import HandoverFilter
from archive.versions import Extracted
from tests.archive import store_samples as samples

SCAN = "重新扫描的示例办法"


def kept(store: Store, content: str) -> Blob:
    return store.blobs.keep(io.BytesIO(content.encode()), limit_bytes=None)


def replaced(store: Store, document_id: DocumentId, content: str = SCAN) -> Blob:
    blob = kept(store, content)
    read = Extracted(document_id, samples.extraction(content), Metadata(title="新题名"))
    store.replace_original(blob, samples.source("新扫描.pdf"), read)
    return blob


def test_a_new_version_is_current_and_the_old_one_readable(store: Store) -> None:
    document_id = samples.readable(store)
    before = store.document(document_id, visible=None)
    position = store.position()

    blob = replaced(store, document_id)

    after = store.document(document_id, visible=None)
    assert (after.version, after.sha256, after.name) == (2, blob.sha256, "新扫描.pdf")
    assert after.metadata.title == "新题名"
    assert [source.name for source in after.sources] == ["通知.txt", "新扫描.pdf"]
    assert store.versions(document_id, visible=None) == [
        Version(1, Blob(before.sha256, before.size_bytes), samples.NOON, 2),
        Version(2, blob, samples.NOON),
    ]
    assert store.extraction(document_id, visible=None).text == SCAN
    old = store.extraction(document_id, visible=None, version=1)
    assert old.text == samples.TEXT
    assert [
        change.document_id for change in store.changes_since(position, limit=9)
    ] == [document_id]
    assert store.events()[-1].kind == "replacement"


def test_what_a_person_decided_outlives_a_new_version(store: Store) -> None:
    document_id = samples.readable(store)
    store.correct(document_id, {"title": "定名"}, actor="示例员")

    replaced(store, document_id)

    assert store.document(document_id, visible=None).metadata.title == "定名"


def test_bytes_held_already_are_no_new_version(store: Store) -> None:
    document_id = samples.readable(store)
    other = samples.readable(store, "另一份")
    position = store.position()

    for content in (samples.TEXT, "另一份"):
        with pytest.raises(AlreadyHeld):
            replaced(store, document_id, content)

    assert store.position() == position
    assert len(store.versions(other, visible=None)) == 1


def test_a_former_version_sent_again_is_a_duplicate(store: Store) -> None:
    document_id = samples.readable(store)
    replaced(store, document_id)

    again = samples.acknowledged(store)

    assert (again.is_duplicate, again.document_id, again.version) == (
        True,
        document_id,
        1,
    )


def test_removing_a_document_removes_every_version(store: Store) -> None:
    document_id = samples.readable(store)
    replaced(store, document_id)
    assert len(store.held_originals()) == 2

    store.remove(document_id, actor="示例员")

    assert store.held_originals() == frozenset()


def test_versions_of_hidden_documents_are_not_there(store: Store) -> None:
    document_id = samples.readable(store)

    for visible in (frozenset({"全宗二"}), frozenset[str]()):
        with pytest.raises(DocumentNotFound):
            store.versions(document_id, visible=visible)
        with pytest.raises(DocumentNotFound):
            store.extraction(document_id, visible=visible, version=1)
    with pytest.raises(DocumentNotFound):
        store.extraction(document_id, visible=None, version=2)


def test_a_binned_document_is_kept_and_not_found(store: Store) -> None:
    document_id = samples.readable(store)
    analysis = samples.analysis(samples.place("示例县"), handover=samples.handover())
    store.save_analysis(document_id, analysis)
    position = store.position()
    assert store.entities(visible=None) and store.tenures.handovers(
        HandoverFilter(), visible=None
    )

    store.bin(document_id, actor="示例员")

    assert store.document(document_id, visible=None).state == "binned"
    assert store.readable_documents([document_id]) == []
    assert store.document_names(visible=None) == []
    assert store.entities(visible=None) == []
    assert store.tenures.handovers(HandoverFilter(), visible=None) == []
    assert store.counts(visible=None)["binned"] == 1
    assert store.changes_since(position, limit=9)[0].document_id == document_id
    with pytest.raises(DocumentNotFound):
        store.bin(DocumentId("ohne"), actor="示例员")
    assert store.naming_counts(visible=None) == {}


def test_what_is_taken_from_the_bin_is_as_it_was(store: Store) -> None:
    readable = samples.readable(store)
    refused = samples.acknowledged(store, "坏文件").document_id
    store.record_refusal(refused, DamagedFile(media_type="application/pdf"))
    before = [store.document(key, visible=None).state for key in (readable, refused)]

    for key in (readable, refused):
        store.bin(key, actor="示例员")
        store.bin(key, actor="示例员")
        store.take_from_bin(key, actor="示例员")

    after = [store.document(key, visible=None).state for key in (readable, refused)]
    assert after == before == ["readable", "refused"]
    kinds = [event.kind for event in store.events()]
    assert (kinds.count("binned"), kinds.count("taken from bin")) == (2, 2)
    assert store.broken_event() is None


def test_documents_are_listed_by_state_and_remark(store: Store) -> None:
    plain = samples.readable(store)
    doubtful = samples.readable(store, SCAN)
    told = replace(samples.extraction(SCAN), warnings=(Notice("doubtful_pages", {}),))
    store.record_extraction(doubtful, told, Metadata())

    listed = store.listing("readable", visible=None)
    marked = store.listing("readable", visible=None, notice="doubtful_pages")
    beyond = store.listing("readable", visible=None, limit=1, offset=1)

    assert [document.id for document in listed] == [doubtful, plain]
    assert [document.id for document in marked] == [doubtful]
    assert [document.id for document in beyond] == [plain]
    assert store.listing("readable", visible=frozenset({"全宗二"})) == []
    assert store.listing("readable", visible=None, collection="全宗二") == []
    assert store.listing("readable", visible=None, notice="doubtful%pages") == []
