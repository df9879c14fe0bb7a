"""A quoted query is a literal: random pieces of the sample documents, all of them."""

import random
from collections.abc import Iterator
from contextlib import closing

import pytest

from archive.model import DocumentId, Extraction, Position
from archive.receive import Reader
from archive.sandbox import Sandbox
from indexer.engine import (
    IndexedDocument,
    MarkedPassage,
    SearchEngine,
    SearchRequest,
)
from indexer.engines.whoosh.engine import WhooshEngine
from indexer.fold import fold, fold_query
from indexer.query import Literal
from indexer.reading_view import reading_view
from web.demo import sample_files

PIECES = 300
LENGTHS = (1, 2, 3, 5, 8, 20, 60)
VARIANTS = str.maketrans(
    {"〔": "［", "〕": "］", "（": "(", "）": ")", "，": ",", "0": "\uff10", "A": "a"}
)


@pytest.fixture(scope="module")
def samples() -> list[Extraction]:
    with Sandbox() as sandbox:
        reader = Reader(sandbox)
        return [reader.read_file(f, f.name).extraction for f in sample_files()]


@pytest.fixture(scope="module")
def engine(
    samples: list[Extraction], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[SearchEngine]:
    with closing(WhooshEngine(tmp_path_factory.mktemp("index"))) as opened:
        opened.replace(
            IndexedDocument(
                id=DocumentId(f"d{number:03d}"),
                collection="示例",
                name=str(number),
                text=sample.text,
                folded=fold(sample.text),
                reading=reading_view(sample.text),
            )
            for number, sample in enumerate(samples)
        )
        opened.flush(Position(1))
        yield opened


def pieces(samples: list[Extraction]) -> Iterator[str]:
    rng = random.Random(20)
    for _ in range(PIECES):
        text = rng.choice(samples).text
        length = rng.choice(LENGTHS)
        at = rng.randrange(len(text) - length)
        piece = text[at : at + length]
        yield rng.choice((piece, piece.translate(VARIANTS), "".join(piece.split())))


def test_every_piece_finds_exactly_the_documents_that_hold_it(
    samples: list[Extraction], engine: SearchEngine
) -> None:
    views = [
        [fold(s.text).text, *([view.text] if (view := reading_view(s.text)) else [])]
        for s in samples
    ]
    asked = 0
    for piece in pieces(samples):
        folded = fold_query(piece)
        if not folded:
            continue
        asked += 1
        page = engine.search(
            SearchRequest(Literal(piece, folded), limit=200), visible=None
        )
        found = {int(hit.document_id[1:]) for hit in page.hits}
        holding = {
            i for i, texts in enumerate(views) if any(folded in t for t in texts)
        }
        assert found == holding, piece
        assert page.total == len(holding)
        for hit in page.hits:
            _assert_marks_fold_to(
                folded, samples[int(hit.document_id[1:])], hit.passages
            )
    assert asked > PIECES * 0.9


def _assert_marks_fold_to(
    folded: str, sample: Extraction, passages: tuple[MarkedPassage, ...]
) -> None:
    for passage in passages:
        assert sample.text[passage.start : passage.end] == passage.text
        assert passage.marks
        if reading_view(sample.text) is None:
            for start, end in passage.marks:
                assert folded in fold_query(sample.text[start:end])


def test_all_samples_are_there() -> None:
    assert len(sample_files()) == 36
