"""The archive's own words are recognised by their kind, and are not cut apart."""

from pathlib import Path

import pytest

from archive.model import Analysis, Extraction, Metadata
from archive.terms import Term
from indexer.analysis import open_analyser
from indexer.index_folder import IndexFolder
from indexer.terms.lexicon import Lexicon, lexicon_of, parsed
from indexer.terms.segmentation import FollowingSegmenter, open_words

TEXT = "卜示例同志在示例古渡口召开三色账会议，示例水务中心参加，学习“三清四盘”办法。"
LISTED = (
    Term("卜示例", kind="person"),
    Term("示例古渡口", kind="place", variants=("古渡口",)),
    Term("示例水务中心", kind="organisation"),
    Term("三色账", variants=("三色帐",)),
    Term("三清四盘", is_used=False),
    Term("会议学习", kind="word"),
)


@pytest.fixture(scope="module")
def analysis() -> Analysis:
    extraction = Extraction("text", "1", "text/plain", TEXT)
    return open_analyser(lexicon_of(LISTED)).analyse(extraction, Metadata())


def test_listed_names_are_mentions_of_their_kinds(analysis: Analysis) -> None:
    found = {(m.surface, m.kind) for m in analysis.mentions}
    assert found >= {
        ("卜示例", "person"),
        ("示例古渡口", "place"),
        ("示例水务中心", "organisation"),
        ("三色账", "term"),
    }


def test_no_words_are_two_mentions_of_one_kind(analysis: Analysis) -> None:
    spans = [(m.start, m.end, m.kind) for m in analysis.mentions]
    assert len(spans) == len(set(spans))


def test_refused_terms_and_plain_words_are_no_mentions(analysis: Analysis) -> None:
    surfaces = {m.surface for m in analysis.mentions}
    assert surfaces.isdisjoint({"三清四盘", "会议学习"})


def test_listed_places_organisations_and_terms_are_entities(analysis: Analysis) -> None:
    entities = {e.name: (e.kind, e.aliases) for e in analysis.entities}
    assert entities["示例古渡口"] == ("place", ("古渡口",))
    assert entities["示例水务中心"] == ("organisation", ())
    assert entities["三色账"] == ("term", ("三色帐",))


def test_listed_words_and_townships_are_kept_whole(tmp_path: Path) -> None:
    plain = open_words(tmp_path, Lexicon())
    own = open_words(tmp_path, lexicon_of(LISTED))
    assert "上梅乡" in plain.words("崇安县上梅乡")
    assert "三色账" not in plain.words("示例三色账")
    assert {"三色账", "古渡口"} <= set(own.words("示例三色账在古渡口"))


def test_a_query_is_cut_as_the_documents_of_the_current_index(tmp_path: Path) -> None:
    folder = IndexFolder(tmp_path / "index", index_format="1")
    segmenter = FollowingSegmenter(folder, tmp_path)
    assert "三色账" not in segmenter.words("三色账办法")
    folder.switch(folder.begin(lexicon_of(LISTED).text()))
    assert "三色账" in segmenter.words("三色账办法")
    folder.switch(folder.begin(""))
    assert "三色账" not in segmenter.words("三色账办法")


def test_a_lexicon_is_read_as_it_was_written() -> None:
    lexicon = lexicon_of(LISTED)
    assert parsed(lexicon.text()) == lexicon
    assert parsed(lexicon.text()).digest == lexicon.digest
    assert lexicon_of(LISTED[:1]).digest != lexicon.digest
