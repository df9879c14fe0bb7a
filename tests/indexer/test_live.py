"""Does a reader follow the current generation, and report a damaged one?"""

from contextlib import closing
from pathlib import Path

import pytest

from archive.model import Position
from indexer.engine import SearchRequest
from indexer.engines.whoosh.engine import WhooshEngine, WhooshReader
from indexer.errors import IndexRebuilding
from indexer.index_folder import IndexFolder
from indexer.live import LiveEngine
from indexer.query import Everything
from tests.contracts.corpora import document

ALL = SearchRequest(Everything())


def build(folder: IndexFolder, *texts: str) -> Path:
    """Make a generation of these texts the current one."""
    generation = folder.begin()
    with closing(WhooshEngine(generation)) as engine:
        engine.replace([document(f"d{n}", text) for n, text in enumerate(texts)])
        engine.flush(Position(1))
    folder.switch(generation)
    return generation


@pytest.fixture
def folder(tmp_path: Path) -> IndexFolder:
    return IndexFolder(tmp_path / "index", index_format="1")


@pytest.fixture
def live(folder: IndexFolder) -> LiveEngine:
    return LiveEngine(folder, WhooshReader)


def test_a_new_generation_is_answered_from(
    folder: IndexFolder, live: LiveEngine
) -> None:
    for texts in (("交接",), ("交接", "清单")):
        build(folder, *texts)
        assert live.search(ALL, visible=None).total == len(texts)


@pytest.mark.parametrize("what", ["manifest.json", "s000000.columns"])
def test_a_damaged_generation_is_read_by_nobody_any_more(
    folder: IndexFolder, live: LiveEngine, what: str
) -> None:
    generation = build(folder, "交接")
    (generation / what).write_bytes(b"?")
    with pytest.raises(IndexRebuilding):
        live.search(ALL, visible=None)
    assert folder.current() is None
    assert live.position() == 0


def test_a_bit_that_changed_no_answer_is_found_by_looking_closely(
    folder: IndexFolder, live: LiveEngine
) -> None:
    generation = build(folder, "交接")
    path = generation / "s000000.columns"
    whole = path.read_bytes()
    at = whole.index("交接".encode())
    path.write_bytes(whole[:at] + "移".encode() + whole[at + 3 :])
    assert live.search(ALL, visible=None).total == 1
    with pytest.raises(IndexRebuilding):
        live.verify()
    assert folder.current() is None
