"""Does a segment give back single documents and passages as they were put in?"""

from pathlib import Path

import numpy as np

from archive.model import DocumentId
from indexer.engine import IndexedDocument
from indexer.engines.whoosh.columns import write_columns
from indexer.engines.whoosh.draft import segment_columns
from indexer.engines.whoosh.narrow import narrow, widened
from indexer.engines.whoosh.shifted import ShiftedText, lengths, shifts
from indexer.engines.whoosh.view import SegmentView
from indexer.fold import fold
from indexer.snippet import Passages


def test_a_document_is_found_by_its_id_alone(tmp_path: Path) -> None:
    ids = ("m", "c", "x")
    path = tmp_path / "s.columns"
    columns = segment_columns([_document(one) for one in ids])
    write_columns(path, narrow(columns, len(ids)))

    view = SegmentView(path)

    assert [view.number_of(one) for one in ids] == [0, 1, 2]
    assert [view.number_of(other) for other in ("", "a", "d", "y")] == [None] * 4


def test_the_passage_of_an_offset_is_the_one_it_lies_in() -> None:
    passages = Passages((3, 9, 12), (1, 0, 0))

    assert [passages.at(offset) for offset in (0, 2, 3, 8, 9, 12)] == [
        *((0, 3), (0, 3), (3, 9), (3, 9), (9, 12), (9, 12))
    ]
    assert list(passages.of_text()) == [(3, 9), (9, 12)]


def test_a_span_maps_back_as_the_offsets_of_each_character_say() -> None:
    folded = fold("移 交㍻2〇１１年\n第 3 册\u3000（示例）end of  it")
    starts, ends = folded.starts, folded.ends
    kept = ShiftedText(folded.text, shifts(starts), lengths(starts, ends))

    for start in range(len(folded.text)):
        for end in range(start + 1, len(folded.text) + 1):
            assert kept.span(start, end) == folded.span(start, end)


def test_large_frequencies_come_back_from_where_they_are_kept() -> None:
    wide = np.array([1, 254, 255, 3, 0xFFFF, 0, 256], np.uint16)
    kept = narrow({"word.frequencies": wide}, 7)
    frequencies, places, values = (
        kept[f"word.{part}"] for part in ("frequencies", "large.places", "large.values")
    )

    assert frequencies.nbytes == len(wide)
    for start in range(len(wide)):
        for end in range(start, len(wide) + 1):
            part = widened(
                frequencies[start:end].astype(np.uint8),
                places.astype(np.int64),
                values.astype(np.uint16),
                start,
            )
            assert part.tolist() == wide[start:end].tolist()


def _document(name: str) -> IndexedDocument:
    text = f"示例文件{name}"
    return IndexedDocument(
        id=DocumentId(name), collection="示例", name=name, text=text, folded=fold(text)
    )
