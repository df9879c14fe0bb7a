"""Does a segment give back single documents and passages as they were put in?"""

from pathlib import Path

from archive.model import DocumentId, Passage
from indexer.engine import IndexedDocument
from indexer.engines.whoosh.columns import write_columns
from indexer.engines.whoosh.draft import segment_columns
from indexer.engines.whoosh.view import Passages, SegmentView
from indexer.fold import fold


def test_a_document_is_found_by_its_id_alone(tmp_path: Path) -> None:
    ids = ("m", "c", "x")
    path = tmp_path / "s.columns"
    write_columns(path, segment_columns([_document(one) for one in ids]))

    view = SegmentView(path)

    assert [view.number_of(one) for one in ids] == [0, 1, 2]
    assert [view.number_of(other) for other in ("", "a", "d", "y")] == [None] * 4


def test_passages_made_one_by_one_are_those_that_were_kept() -> None:
    passages = Passages([(3, True), (9, False), (12, False)])

    assert tuple(passages) == (
        Passage(0, 0, 3, is_heading=True),
        Passage(1, 3, 9, is_heading=False),
        Passage(2, 9, 12, is_heading=False),
    )
    assert passages[-1] == passages[2]
    assert passages[1:] == list(passages)[1:]


def _document(name: str) -> IndexedDocument:
    text = f"示例文件{name}"
    return IndexedDocument(
        id=DocumentId(name), collection="示例", name=name, text=text, folded=fold(text)
    )
