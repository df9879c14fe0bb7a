from pathlib import Path

from starlette.testclient import TestClient

from archive.model import Position
from indexer.engines.memory import MemoryEngine
from indexer.index_folder import IndexFolder
from tests.web.archive_parts import Archive
from web.health import FolderState


def test_health_is_told_to_anyone(archive: Archive) -> None:
    assert archive.client().get("/healthz").text == "ok"
    assert archive.client().get("/readyz").status_code == 200


def test_readiness_says_why_not_while_rebuilding(archive: Archive) -> None:
    archive.index.percent = 65
    response = archive.client().get("/readyz")
    assert response.status_code == 503
    assert response.json()["error"] == "index_rebuilding"
    assert response.json()["details"] == {"percent": 65}


def test_figures_are_for_this_machine_only(archive: Archive) -> None:
    archive.hold("一份文献")
    here = TestClient(archive.app, client=("127.0.0.1", 1)).get("/metrics")
    assert 'handover_documents{state="readable"} 1' in here.text
    away = TestClient(archive.app, client=("192.0.2.7", 1)).get("/metrics")
    assert away.status_code == 403


def test_an_index_serves_once_it_holds_what_was_there_at_the_start(
    tmp_path: Path,
) -> None:
    folder, engine = IndexFolder(tmp_path, index_format="1"), MemoryEngine()
    state = FolderState(folder, engine, Position(8))
    assert state.rebuilding_percent() == 0
    with folder.writer_lock(wait_seconds=0):
        folder.switch(folder.begin())
    engine.flush(Position(2))
    assert state.rebuilding_percent() == 25
    engine.flush(Position(8))
    assert state.rebuilding_percent() is None
