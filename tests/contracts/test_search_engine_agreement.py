"""Every search engine answers random questions as the memory engine does."""

import dataclasses
import tempfile
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from archive.model import DocumentId, Position, Visible
from indexer.engine import IndexedDocument, ResultPage, SearchEngine, SearchRequest
from indexer.engines.memory import MemoryEngine
from indexer.fold import fold_query
from tests.contracts.corpora import (
    archives,
    document,
    quoted,
    requests,
    texts,
    visibles,
)
from tests.contracts.engines import ENGINES

steady = settings(
    derandomize=True,
    deadline=None,
    max_examples=60,
    # A machine with much else to do is no fault of the engines.
    suppress_health_check=[HealthCheck.too_slow],
)


@pytest.mark.parametrize("name", sorted(ENGINES))
@given(archives(), texts, st.data())
@steady
def test_a_quoted_piece_of_a_text_finds_exactly_the_documents_that_hold_it(
    name: str, documents: list[IndexedDocument], text: str, data: st.DataObject
) -> None:
    documents = [*documents, document("piece", text)]
    start = data.draw(st.integers(0, len(text)))
    piece = text[start : data.draw(st.integers(start, len(text)))]
    folded = fold_query(piece)
    views = {one.id: (one.folded, one.reading) for one in documents}
    with (
        tempfile.TemporaryDirectory() as folder,
        closing(ENGINES[name](Path(folder))) as engine,
    ):
        engine.replace(documents)
        engine.flush(Position(1))
        page = engine.search(SearchRequest(quoted(piece), limit=200), visible=None)
    assert {hit.document_id for hit in page.hits} == {
        key for key, held in views.items() if any(v and folded in v.text for v in held)
    }
    assert DocumentId("piece") in {hit.document_id for hit in page.hits}


@pytest.mark.parametrize("name", [name for name in sorted(ENGINES) if name != "memory"])
@given(data=st.data())
@steady
def test_random_questions_are_answered_like_the_memory_engine_does(
    name: str, data: st.DataObject
) -> None:
    documents = data.draw(archives())
    later = data.draw(archives())
    gone = data.draw(st.sets(st.sampled_from(["d0", "d1", "d2"])))
    with (
        tempfile.TemporaryDirectory() as folder,
        closing(ENGINES[name](Path(folder))) as engine,
        closing(MemoryEngine()) as truth,
    ):
        for held in (engine, truth):
            write(held, documents, later, gone)
        for _ in range(6):
            request = data.draw(requests)
            visible = data.draw(visibles)
            same_answers(engine, truth, request, visible)
            query = request.query
            for key in ("d0", "d1", "d9"):
                assert list(
                    engine.marks(query, DocumentId(key), visible=visible)
                ) == list(truth.marks(query, DocumentId(key), visible=visible))


def write(
    engine: SearchEngine,
    documents: Sequence[IndexedDocument],
    later: Sequence[IndexedDocument],
    gone: set[str],
) -> None:
    engine.replace(documents)
    engine.flush(Position(1))
    engine.remove(DocumentId(key) for key in sorted(gone))
    engine.replace(later)
    engine.flush(Position(2))


def same_answers(
    engine: SearchEngine,
    truth: SearchEngine,
    request: SearchRequest,
    visible: Visible,
) -> None:
    """Compare every page of an answer; the cursors may differ."""
    after: tuple[str | None, str | None] = (None, None)
    while True:
        got, want = (
            one.search(replace_after(request, cursor), visible=visible)
            for one, cursor in zip((engine, truth), after, strict=True)
        )
        assert comparable(got) == comparable(want)
        if want.next is None:
            return
        after = (got.next, want.next)


def replace_after(request: SearchRequest, after: str | None) -> SearchRequest:
    return dataclasses.replace(request, after=after)


def comparable(page: ResultPage) -> object:
    hits = [dataclasses.replace(hit, score=round(hit.score, 4)) for hit in page.hits]
    return page.total, hits, dict(page.facets), page.next is None
