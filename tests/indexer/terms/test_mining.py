"""New words are found by cohesion and company, and proposed with their evidence."""

from collections.abc import Iterator
from contextlib import closing
from itertools import product
from pathlib import Path

import pytest

from archive.model import Extraction, Metadata
from archive.settings import StoreSettings
from archive.store import Store, open_store
from archive.terms import Term
from indexer.engine import IndexedDocument
from indexer.engines.memory import MemoryEngine
from indexer.fold import fold, fold_query
from indexer.segment import Dictionary, open_dictionary
from indexer.terms.counting import clauses, cohesive
from indexer.terms.evidence import proposals_for
from indexer.terms.glossary import Glossary
from indexer.terms.mining import Candidate, mine
from indexer.terms.proposals import ProposalFile, find_proposals
from tests.archive import store_samples

BEFORE = ["推行", "落实", "检查", "汇总", "更新", "公布", "核对", "补齐"]
AFTER = ["已经上墙", "每月一报", "逐户核实", "由村里管", "当日办结"]
WORDS = ("清盘销号制", "三色民情账")


def texts() -> list[str]:
    """Return invented minutes (示例): two new words in ever new company."""
    lines = [
        f"{before}{word}{after}。"
        for word, (before, after) in product(WORDS, product(BEFORE, AFTER))
    ]
    return [
        "\n".join(lines[i::8]) + "\n请各村认真做好本项工作并按时上报情况。"
        for i in range(8)
    ]


@pytest.fixture(scope="module")
def dictionary(tmp_path_factory: pytest.TempPathFactory) -> Dictionary:
    return open_dictionary(tmp_path_factory.mktemp("dictionary"))


def mined(dictionary: Dictionary, given: list[str]) -> list[str]:
    found = mine(given, is_known=dictionary.has, tags=dictionary.tags)
    return [candidate.text for candidate in found]


def test_new_words_are_found_whole(dictionary: Dictionary) -> None:
    assert sorted(mined(dictionary, texts())) == sorted(WORDS)


def test_what_is_known_is_not_found_again(dictionary: Dictionary) -> None:
    found = mine(texts(), is_known=lambda w: w == "清盘销号制", tags=dictionary.tags)
    assert [candidate.text for candidate in found] == ["三色民情账"]


def test_a_phrase_copied_into_every_paper_counts_once() -> None:
    copied = ["请各村认真做好本项工作并按时上报情况。" for _ in range(50)]
    laid_out = clauses(copied)
    assert laid_out.documents == 50
    grams = cohesive(laid_out, least_count=2, least_cohesion=0, least_entropy=0)
    assert grams == []


def test_nothing_is_found_in_nothing(dictionary: Dictionary) -> None:
    assert mined(dictionary, []) == []
    assert mined(dictionary, ["", "abc 123", "一"]) == []


def test_the_figures_are_those_of_a_plain_count() -> None:
    grams = cohesive(
        clauses(["甲乙丙。甲乙丁。戊甲乙。", "己甲乙。"]),
        least_count=2,
        least_cohesion=-10,
        least_entropy=0,
    )
    (pair,) = [gram for gram in grams if gram.text == "甲乙"]
    assert (pair.count, pair.documents) == (4, 2)
    # Every border is a neighbour of its own, so four neighbours on each side.
    assert (round(pair.left, 3), round(pair.right, 3)) == (1.386, 1.386)


# -- proposals -----------------------------------------------------------------------
@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    settings = StoreSettings()
    with closing(open_store(tmp_path, settings, name_key=fold_query)) as store:
        yield store


def hold(store: Store, engine: MemoryEngine, text: str, collection: str) -> None:
    said = store_samples.acknowledged(store, text, collection=collection)
    read = Extraction("text", "1", "text/plain", text)
    position = store.record_extraction(said.document_id, read, Metadata(title="示例"))
    engine.replace(
        [
            IndexedDocument(
                id=said.document_id,
                collection=collection,
                name="示例.txt",
                text=text,
                folded=fold(text),
            )
        ]
    )
    engine.flush(position)


def test_a_proposal_shows_only_what_the_reader_may_see(
    store: Store, dictionary: Dictionary
) -> None:
    engine = MemoryEngine()
    for number, text in enumerate(texts()):
        hold(store, engine, text, "公开" if number < 4 else "保密")
    hold(store, engine, "保密件也说清盘销号制（示例）。", "保密")
    found = find_proposals(store, Glossary(), dictionary)
    assert found.documents == 9

    def shown(*collections: str) -> dict[str, int]:
        seen = proposals_for(
            found.candidates,
            Glossary(),
            engine,
            visible=frozenset(collections) or None,
        )
        return {proposal.text: proposal.documents for proposal in seen}

    assert shown() == {"清盘销号制": 9, "三色民情账": 8}
    assert shown("公开") == {"清盘销号制": 4, "三色民情账": 4}
    assert shown("别处") == {}


def test_places_tell_nothing_of_words_in_hidden_documents(store: Store) -> None:
    engine = MemoryEngine()
    words = {"清盘销号制": "保密", "三色民情账": "公开", "示例包联制": "公开"}
    for word, collection in words.items():
        for number in range(3):
            hold(store, engine, f"{number}说{word}（示例）。", collection)
    candidates = [Candidate(word, 9, 3, 1.0) for word in words]

    def places(*terms: Term, start: int = 0) -> list[tuple[str, int]]:
        seen = proposals_for(
            candidates,
            Glossary(terms),
            engine,
            visible=frozenset({"公开"}),
            start=start,
        )
        return [(proposal.text, proposal.place) for proposal in seen]

    assert places() == [("三色民情账", 0), ("示例包联制", 1)]
    assert places(start=1) == [("示例包联制", 1)]
    assert places(Term("三色民情账", is_used=False)) == [("示例包联制", 1)]


def test_what_was_refused_is_never_proposed_again(
    store: Store, dictionary: Dictionary
) -> None:
    engine = MemoryEngine()
    for text in texts():
        hold(store, engine, text, "公开")
    before = find_proposals(store, Glossary(), dictionary)
    glossary = Glossary((Term("清盘销号制", source="mined", is_used=False),))
    after = find_proposals(store, glossary, dictionary)
    assert "清盘销号制" not in [candidate.text for candidate in after.candidates]
    left = proposals_for(before.candidates, glossary, engine, visible=None)
    assert [proposal.text for proposal in left] == ["三色民情账"]


def test_proposals_are_kept_until_so_much_is_new(
    tmp_path: Path, store: Store, dictionary: Dictionary
) -> None:
    file = ProposalFile(tmp_path / "index")
    assert file.read() is None
    assert not file.is_due(store.position())
    file.ask()
    assert file.is_due(store.position())

    found = find_proposals(store, Glossary(), dictionary)
    file.write(found)
    assert file.read() == found
    assert not file.is_due(found.position)
    assert file.is_due(type(found.position)(found.position + 20))
