"""Does stock Whoosh read our segments as if it had written them?"""

import random
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from whoosh import fields, index, query, scoring

from archive.model import Position
from indexer.engines.whoosh.engine import WhooshEngine
from indexer.engines.whoosh.stock import WordCounts
from tests.contracts.corpora import document

DOCUMENTS = 300


class GivenCounts(WordCounts):
    """The same field as Whoosh's own writer takes it."""

    def index(self, value: Counter[str], **_: Any) -> Iterator[Any]:
        for word, count in value.items():
            yield word.encode(), count, float(count), b""


def texts() -> list[str]:
    rng = random.Random(11)
    words = ["交接", "清单", "县长", "债务", "𬱖", "2024", *map(str, range(40))]
    weights = [300, 80, *([3] * (len(words) - 2))]
    found = [
        "，".join(rng.choices(words, weights, k=rng.randint(1, 60)))
        for _ in range(DOCUMENTS - 1)
    ]
    return [*found, "，".join(["交接"] * 700)]


def stock(folder: Path, documents: list[Any]) -> Any:
    schema = fields.Schema(id=fields.ID(stored=True, unique=True), words=GivenCounts())
    folder.mkdir()
    made = index.create_in(str(folder), schema)
    writer = made.writer()
    for one in documents:
        writer.add_document(id=one.id, words=Counter(one.words))
    writer.commit()
    return made


def test_a_segment_is_as_whoosh_would_have_written_it(tmp_path: Path) -> None:
    documents = [document(f"d{n:03d}", text) for n, text in enumerate(texts())]
    theirs = stock(tmp_path / "stock", documents).reader()
    (tmp_path / "ours").mkdir()
    with closing(WhooshEngine(tmp_path / "ours")) as engine:
        engine.replace(documents)
        engine.flush(Position(1))
    ours = index.open_dir(str(tmp_path / "ours")).reader()

    assert list(ours.all_terms()) == list(theirs.all_terms())
    for field, term in theirs.all_terms():
        want, got = theirs.term_info(field, term), ours.term_info(field, term)
        for fact in ("weight", "doc_frequency", "max_weight", "min_id", "max_id"):
            assert getattr(got, fact)() == getattr(want, fact)(), (field, term, fact)
        assert list(ours.postings(field, term).items_as("weight")) == list(
            theirs.postings(field, term).items_as("weight")
        )
    for number in range(DOCUMENTS):
        assert ours.stored_fields(number) == theirs.stored_fields(number)
        length = theirs.doc_field_length(number, "words")
        assert ours.doc_field_length(number, "words") == length
    assert ours.field_length("words") == theirs.field_length("words")


def test_stock_whoosh_ranks_by_our_segments_as_by_its_own(tmp_path: Path) -> None:
    documents = [document(f"d{n:03d}", text) for n, text in enumerate(texts())]
    theirs = stock(tmp_path / "stock", documents)
    (tmp_path / "ours").mkdir()
    with closing(WhooshEngine(tmp_path / "ours")) as engine:
        engine.replace(documents)
        engine.flush(Position(1))
    asked = query.Or([query.Term("words", word) for word in ("交接", "县长", "2024")])
    found = []
    for made in (theirs, index.open_dir(str(tmp_path / "ours"))):
        with made.searcher(weighting=scoring.BM25F()) as searcher:
            hits = searcher.search(asked, limit=50)
            found.append([(hit["id"], round(hit.score, 6)) for hit in hits])
    assert found[0] == found[1]
    assert len(found[0]) == 50


def test_nothing_is_left_where_every_process_writes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoosh's memory storage has its temporary files in one folder of all."""
    shared = tmp_path / "shared"
    shared.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(shared))
    (tmp_path / "ours").mkdir()

    with closing(WhooshEngine(tmp_path / "ours")) as engine:
        engine.replace([document("d1", "交接清单")])
        engine.flush(Position(1))

    assert list(shared.iterdir()) == []
