from starlette.testclient import TestClient

from tests.web.archive_parts import Archive


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
