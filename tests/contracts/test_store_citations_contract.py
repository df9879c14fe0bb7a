"""Citations last, are permission-safe and name what they were read from."""

import pytest

from archive.errors import (
    CitationNotFound,
    DocumentNotFound,
    InvalidInput,
)
from archive.model import DocumentId, Span
from archive.store import Store
from archive.versions import Extracted
from tests.archive import store_samples as samples

BOOK = "示例乡交接书\n一、未结事项\n示例桥未完工，余1.3公里，\n限年底办结。"
SEEN, HIDDEN = frozenset({"全宗一"}), frozenset({"全宗二"})


def span_of(words: str, text: str = BOOK) -> Span:
    return Span(text.index(words), text.index(words) + len(words))


@pytest.fixture
def book(store: Store) -> DocumentId:
    return samples.readable(store, BOOK)


def test_a_citation_keeps_its_words_their_place_and_their_source(
    store: Store, book: DocumentId
) -> None:
    at = span_of("\n示例桥未完工 "[:-1])
    made = store.citations.add(book, at, actor="评议员", visible=SEEN)

    document = store.document(book, visible=None)
    assert made == store.citations.citation(made.id, visible=SEEN)
    assert (made.quote, made.span) == ("示例桥未完工", span_of("示例桥未完工"))
    assert BOOK.startswith(made.prefix) and made.suffix == "，余1.3公里，\n限年底办结。"
    assert (made.page, made.version, made.sha256) == (1, 1, document.sha256)
    assert made.extraction_id == document.extraction_id
    assert (made.extractor, made.extractor_version) == ("text", "1")
    assert made.created_by == "评议员" and made.is_current


def test_the_same_words_cited_twice_by_one_person_are_one_citation(
    store: Store, book: DocumentId
) -> None:
    at = span_of("示例桥")
    kept = store.citations.put_in_basket(book, at, owner="评议员", visible=None)
    first = store.citations.add(book, at, actor="评议员", visible=None)
    other = store.citations.add(book, at, actor="另一人", visible=None)

    assert first.id == kept.id != other.id
    assert (kept.is_listed, first.is_listed) == (False, True)


def test_what_was_cited_stays_readable_when_the_file_is_read_anew(
    store: Store, book: DocumentId
) -> None:
    made = store.citations.add(book, span_of("示例桥"), actor="评议员", visible=None)
    better = samples.extraction("另读的文字", version="2")
    store.record_extraction(book, better, samples.metadata())

    found = store.citations.citation(made.id, visible=SEEN)
    text = store.citations.cited_text(found)

    assert not found.is_current and found.quote == "示例桥"
    assert text is not None and text.text == BOOK


def test_a_citation_outlives_its_document_without_the_text(
    store: Store, book: DocumentId
) -> None:
    made = store.citations.add(book, span_of("示例桥"), actor="评议员", visible=None)
    store.remove(book, actor="档案员")

    found = store.citations.citation(made.id, visible=SEEN)
    assert found.quote == "示例桥" and store.citations.cited_text(found) is None
    with pytest.raises(CitationNotFound):
        store.citations.citation(made.id, visible=HIDDEN)


def test_nothing_of_a_hidden_document_is_cited_or_seen(
    store: Store, book: DocumentId
) -> None:
    made = store.citations.add(book, span_of("示例桥"), actor="评议员", visible=None)
    store.citations.put_in_basket(book, span_of("未完工"), owner="评议员", visible=None)

    with pytest.raises(CitationNotFound):
        store.citations.citation(made.id, visible=HIDDEN)
    with pytest.raises(CitationNotFound):
        store.citations.choose_kind(made.id, "report", visible=HIDDEN)
    with pytest.raises(DocumentNotFound):
        store.citations.add(book, span_of("示例桥"), actor="外人", visible=HIDDEN)
    assert store.citations.citations([made.id], visible=HIDDEN) == []
    assert store.citations.of_document(book, visible=HIDDEN) == []
    assert store.citations.latest(visible=HIDDEN) == []
    assert store.citations.basket("评议员", visible=HIDDEN) == []


def test_a_document_moved_to_another_collection_takes_its_citations_along(
    store: Store, book: DocumentId
) -> None:
    made = store.citations.add(book, span_of("示例桥"), actor="评议员", visible=None)
    store.correct(book, {"collection": "全宗二"}, actor="档案员")

    assert store.citations.citation(made.id, visible=HIDDEN).collection == "全宗二"
    with pytest.raises(CitationNotFound):
        store.citations.citation(made.id, visible=SEEN)


@pytest.mark.parametrize("at", [Span(-1, 3), Span(3, 3), Span(0, 10_000), Span(6, 7)])
def test_words_that_are_none_are_not_cited(
    store: Store, book: DocumentId, at: Span
) -> None:
    with pytest.raises(InvalidInput):
        store.citations.add(book, at, actor="评议员", visible=None)


def test_citations_of_a_document_come_in_the_order_of_its_text(
    store: Store, book: DocumentId
) -> None:
    for words in ("限年底", "交接书", "示例桥"):
        store.citations.add(book, span_of(words), actor="评议员", visible=None)

    listed = store.citations.of_document(book, visible=SEEN)
    assert [one.quote for one in listed] == ["交接书", "示例桥", "限年底"]
    latest = store.citations.latest(visible=SEEN, limit=2)
    assert [one.quote for one in latest] == ["示例桥", "交接书"]


def test_the_kind_of_reference_is_chosen_and_given_back(
    store: Store, book: DocumentId
) -> None:
    made = store.citations.add(book, span_of("示例桥"), actor="评议员", visible=None)
    assert store.citations.choose_kind(made.id, "report", visible=SEEN).kind == "report"
    assert store.citations.choose_kind(made.id, None, visible=SEEN).kind is None


def test_a_basket_keeps_its_owners_order(store: Store, book: DocumentId) -> None:
    def put(words: str) -> str:
        at = span_of(words)
        return store.citations.put_in_basket(book, at, owner="评议员", visible=SEEN).id

    def order(owner: str = "评议员") -> list[str]:
        return [one.quote for one in store.citations.basket(owner, visible=SEEN)]

    first, _, last = put("交接书"), put("示例桥"), put("限年底")
    put("交接书")
    assert order() == ["交接书", "示例桥", "限年底"]
    store.citations.move_in_basket("评议员", last, steps=-1)
    store.citations.move_in_basket("评议员", first, steps=9)
    store.citations.move_in_basket("另一人", first, steps=-9)
    assert order() == ["限年底", "示例桥", "交接书"]
    store.citations.take_from_basket("评议员", last)
    store.citations.take_from_basket("另一人", first)
    assert order() == ["示例桥", "交接书"]
    assert order("另一人") == []


def test_the_version_cited_stays_readable_when_a_better_scan_replaces_it(
    store: Store, book: DocumentId
) -> None:
    made = store.citations.add(book, span_of("示例桥"), actor="评议员", visible=None)
    better = samples.arrival(store, "更清楚的扫描件")
    text_of_it = samples.extraction("更清楚的文字", version="3")
    store.replace_original(
        better.blob, better.source, Extracted(book, text_of_it, samples.metadata())
    )

    found = store.citations.citation(made.id, visible=SEEN)
    assert (found.version, found.sha256) == (1, made.sha256)
    assert store.document(book, visible=None).version == 2 and not found.is_current
    text = store.citations.cited_text(found)
    assert text is not None and text.text == BOOK
    again = store.citations.add(book, Span(0, 3), actor="评议员", visible=None)
    assert again.version == 2 and again.sha256 == better.blob.sha256


def test_a_binned_document_is_not_cited_and_keeps_its_citations(
    store: Store, book: DocumentId
) -> None:
    made = store.citations.add(book, span_of("示例桥"), actor="评议员", visible=None)
    store.bin(book, actor="档案员")
    assert store.citations.citation(made.id, visible=SEEN).quote == "示例桥"
    with pytest.raises(DocumentNotFound):
        store.citations.add(book, span_of("未完工"), actor="评议员", visible=None)
