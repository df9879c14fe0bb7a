"""What must every store do with what arrives and what is read?"""

from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from archive.errors import (
    ClassifiedDocument,
    DamagedFile,
    DocumentNotFound,
    StorageFailure,
)
from archive.model import (
    Blob,
    Extraction,
    Given,
    Metadata,
    Sha256,
    Span,
)
from archive.store import Store
from archive.versions import Extracted
from tests.archive import store_samples as samples


def test_an_acknowledged_document_is_there_with_a_waiting_job(store: Store) -> None:
    said = samples.acknowledged(store)

    document = store.document(said.document_id, visible=None)
    assert (document.state, document.collection) == ("received", "全宗一")
    assert document.sources == (samples.source(),)
    assert document.received_at == samples.NOON
    assert said.job_id is not None
    assert store.job(said.job_id, visible=None).state == "waiting"
    with store.blobs.open(said.sha256) as original:
        assert original.read() == samples.TEXT.encode()


def test_the_same_bytes_in_the_same_collection_are_a_duplicate(store: Store) -> None:
    first = samples.acknowledged(store)
    again = samples.acknowledged(store)
    elsewhere = samples.acknowledged(store, collection="全宗二")

    assert (again.is_duplicate, again.job_id) == (True, None)
    assert again.document_id == first.document_id
    assert len(store.document(first.document_id, visible=None).sources) == 2
    assert not elsewhere.is_duplicate
    assert elsewhere.document_id != first.document_id


def test_a_refused_file_sent_again_is_tried_again(store: Store) -> None:
    first = samples.acknowledged(store)
    store.record_refusal(first.document_id, DamagedFile(media_type="application/pdf"))

    again = samples.acknowledged(store)

    assert again.document_id == first.document_id
    assert not again.is_duplicate
    assert again.job_id not in (None, first.job_id)


def test_a_batch_with_repeats_is_acknowledged_in_order(store: Store) -> None:
    arrivals = [samples.arrival(store, text) for text in ("甲", "乙", "甲")]

    said = store.acknowledge_many(arrivals, claim_jobs=True)

    assert [one.is_duplicate for one in said] == [False, False, True]
    assert said[0].document_id == said[2].document_id != said[1].document_id
    assert store.claim_jobs(limit=1) == []


def test_a_blob_that_is_not_kept_is_not_acknowledged(store: Store) -> None:
    lost = Blob(Sha256("ab" * 32), 3)

    with pytest.raises(StorageFailure):
        store.acknowledge(lost, samples.source(), Given(), collection="全宗一")

    assert store.documents(visible=None) == []


def test_a_name_of_bytes_that_are_no_text_is_kept(store: Store) -> None:
    name = b"\xb9\xab\xce\xc4.txt".decode("utf-8", "surrogateescape")
    one = samples.arrival(store, name=name)

    said = store.acknowledge(one.blob, one.source, one.given, collection="全宗一")

    assert store.document(said.document_id, visible=None).name == name


def test_what_was_read_comes_back_as_it_was(store: Store) -> None:
    document_id = samples.readable(store)

    document = store.document(document_id, visible=None)
    assert store.extraction(document_id, visible=None) == samples.extraction()
    assert document.metadata == samples.metadata()
    assert (document.state, document.page_count) == ("readable", 2)
    assert document.characters == len(samples.TEXT)
    assert document.warnings == samples.extraction().warnings


@given(text=st.text(st.characters(exclude_categories=()), max_size=700))
@settings(
    derandomize=True,
    deadline=None,
    max_examples=60,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_any_text_is_kept_to_the_code_point(store: Store, text: str) -> None:
    document_id = samples.acknowledged(store).document_id
    read = Extraction("text", "1", "text/plain", text)

    store.record_extraction(document_id, read, Metadata())

    assert store.extraction(document_id, visible=None) == read


def test_a_blank_text_makes_a_document_stored(store: Store) -> None:
    document_id = samples.acknowledged(store).document_id

    store.record_extraction(document_id, samples.extraction(" \n　"), Metadata())

    assert store.document(document_id, visible=None).state == "stored"
    assert store.readable_documents([document_id]) == []


def test_given_metadata_wins_over_read_and_needs_no_evidence(store: Store) -> None:
    given = Given(title="所给标题", issuers=(), archive_number="示例-001")

    document_id = samples.readable(store, given=given)

    document = store.document(document_id, visible=None)
    assert document.given == given
    assert document.metadata.title == "所给标题"
    assert document.metadata.issuers == ()
    assert document.metadata.type == "通知"
    assert document.metadata.evidence == {}


def test_a_refusal_keeps_the_bytes_and_the_reason(store: Store) -> None:
    document_id = samples.readable(store)
    before = store.document(document_id, visible=None)

    position = store.record_refusal(
        document_id, ClassifiedDocument(classification="秘密")
    )

    document = store.document(document_id, visible=None)
    assert document.state == "refused"
    assert document.failure is not None
    assert document.failure.details == {"classification": "秘密"}
    assert document.position == position > before.position
    with pytest.raises(DocumentNotFound):
        store.extraction(document_id, visible=None)
    store.blobs.open(document.sha256).close()


def test_a_document_read_at_last_is_no_longer_refused(store: Store) -> None:
    document_id = samples.acknowledged(store).document_id
    store.record_refusal(document_id, DamagedFile())

    store.record_extraction(document_id, samples.extraction(), Metadata())

    document = store.document(document_id, visible=None)
    assert (document.state, document.failure) == ("readable", None)


def test_a_batch_skips_what_was_removed_meanwhile(store: Store) -> None:
    gone, held = (samples.acknowledged(store, text).document_id for text in "甲乙")
    store.remove(gone, actor="示例员")

    positions = store.record_extractions(
        [Extracted(key, samples.extraction(), Metadata()) for key in (gone, held)]
    )

    assert positions[0] is None
    assert positions[1] == store.position()
    with pytest.raises(DocumentNotFound):
        store.record_extraction(gone, samples.extraction(), Metadata())


def test_documents_come_by_time_of_receipt(store: Store) -> None:
    ids = [samples.acknowledged(store, text).document_id for text in "甲乙丙"]

    newest = [document.id for document in store.documents(visible=None)]
    oldest = store.documents(visible=None, newest_first=False, limit=2)

    assert newest == ids[::-1]
    assert [document.id for document in oldest] == ids[:2]


def test_readable_documents_come_in_the_order_asked_for(store: Store) -> None:
    ids = [samples.readable(store, text) for text in ("甲文", "乙文", "丙文")]
    unread = samples.acknowledged(store, "丁文").document_id

    found = store.readable_documents([ids[2], unread, ids[0]])

    assert [document.id for document, _ in found] == [ids[2], ids[0]]
    assert [read.text for _, read in found] == ["丙文", "甲文"]
    assert set(store.documents_by_id([ids[1], unread])) == {ids[1], unread}


def test_everything_is_there_after_reopening(tmp_path: Path) -> None:
    with closing(samples.opened(tmp_path)) as store:
        document_id = samples.readable(store)
        document = store.document(document_id, visible=None)
        position = store.position()

    with closing(samples.opened(tmp_path)) as store:
        assert store.document(document_id, visible=None) == document
        assert store.position() == position
        assert store.broken_event() is None
        assert document.metadata.evidence["title"] == Span(11, 22)
