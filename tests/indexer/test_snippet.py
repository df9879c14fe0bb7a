"""Pieces of a document around what was found in it."""

from hypothesis import given, settings
from hypothesis import strategies as st

from archive.model import Page
from indexer.engine import IndexedDocument, MarkedPassage
from indexer.query import AllOf, Everything, Query
from indexer.snippet import LONGEST, marked_passages
from tests.contracts.corpora import asked, document, queries, quoted, texts

SENTENCE = "这一句说的是别的事情，与要找的词没有关系。"


def shown(query: Query, held: IndexedDocument, count: int = 2) -> list[MarkedPassage]:
    return list(marked_passages(query, held, count=count))


def test_the_piece_with_most_of_the_words_is_chosen_first() -> None:
    text = f"交接。{SENTENCE * 9}交接时的资产清单。{SENTENCE * 9}资产。"
    (piece,) = shown(asked("交接资产清单"), document("a", text), count=1)
    assert [text[a:b] for a, b in piece.marks] == ["交接", "资产清单"]
    first, second = shown(asked("交接资产清单"), document("a", text))
    assert first.end <= second.start


def test_pieces_begin_and_end_with_sentences_where_they_can() -> None:
    text = f"{SENTENCE}本次交接的资产共三项。{SENTENCE * 5}"
    (piece,) = shown(quoted("资产"), document("a", text))
    assert piece.text.startswith("本次交接")
    assert piece.text.endswith("。")


def test_a_piece_stays_on_the_page_of_its_words() -> None:
    text = f"{SENTENCE * 3}末尾的资产{SENTENCE * 3}"
    border = text.index("末尾")
    pages = (Page(1, 0, border), Page(2, border, len(text)))
    (piece,) = shown(quoted("资产"), document("a", text, pages=pages))
    assert (piece.start, piece.page) == (border, 2)


def test_a_literal_across_a_page_break_is_shown_whole() -> None:
    text = f"{SENTENCE * 3}清点资\n产清单{SENTENCE * 3}"
    border = text.index("产清单")
    pages = (Page(1, 0, border), Page(2, border, len(text)))
    (piece,) = shown(quoted("资产清单"), document("a", text, pages=pages))
    assert [text[a:b] for a, b in piece.marks] == ["资\n产清单"]
    assert piece.page == 1


def test_a_literal_longer_than_a_piece_is_marked_whole() -> None:
    text = f"{SENTENCE}{'资产清点完毕' * 40}{SENTENCE}"
    (piece,) = shown(quoted("资产清点完毕" * 40), document("a", text))
    assert piece.marks == ((len(SENTENCE), len(SENTENCE) + 240),)


def test_where_nothing_is_found_the_opening_is_shown() -> None:
    text = f"标题\n\n　　{SENTENCE}\n{SENTENCE}"
    (piece,) = shown(Everything(), document("a", text))
    assert piece.text.startswith("这一句")
    assert piece.marks == ()
    assert shown(Everything(), document("a", " \n ")) == []
    assert shown(Everything(), document("a", text), count=0) == []


def test_a_cut_never_begins_within_a_word_or_a_gloss() -> None:
    long = "没有停顿的话一直说下去" * 6
    for cut in ("abcdefgh", "20231231", "(lán)"):
        for shift in range(40):
            text = f"{long}{cut}{'说' * shift}资产{long}"
            (piece,) = shown(quoted("资产"), document("a", text))
            head = piece.text[: len(cut)]
            assert head == cut or head[0] not in cut[1:]


@given(texts, queries, st.integers(1, 3))
@settings(derandomize=True, deadline=None, max_examples=150)
def test_pieces_are_verbatim_in_order_and_apart(
    text: str, query: Query, count: int
) -> None:
    text = text * 8
    half = len(text) // 2
    pages = (Page(1, 0, half), Page(2, half, len(text)))
    pieces = shown(query, document("a", text, pages=pages), count=count)
    assert len(pieces) <= count
    assert bool(pieces) == bool(text.strip())
    ends = 0
    for piece in pieces:
        assert piece.start >= ends
        ends = piece.end
        assert piece.text == text[piece.start : piece.end]
        assert piece.page == (1 if piece.start < half else 2) or piece.marks
        assert len(piece.text) <= LONGEST + 60
        at = piece.start
        for start, end in piece.marks:
            assert at <= start < end <= piece.end
            at = end


def test_marks_of_several_parts_stand_in_one_piece() -> None:
    text = "移交人王明，接收人李华。"
    (piece,) = shown(AllOf((quoted("王明"), quoted("李华"))), document("a", text))
    assert [text[a:b] for a, b in piece.marks] == ["王明", "李华"]
