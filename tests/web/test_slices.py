"""Does a large file come in slices, over broken lines and restarts, or not at all?"""

import fcntl
import hashlib
from collections.abc import MutableMapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import anyio
import pytest
from starlette.testclient import TestClient

from archive.uploads import PartialFiles, UploadId
from tests.web.archive_parts import Archive, open_archive
from web.accounts import Accounts

Json = dict[str, Any]
CONTENT = "移交清单\n".encode() * 1000
SLICE = 4000
PASSWORD = "correct horse 电池"


def begun(client: TestClient, content: bytes = CONTENT, **fields: object) -> Json:
    body = {"path": "卷一/清单.txt", "size_bytes": len(content), **fields}
    answer = client.post("/api/uploads", json=body)
    assert answer.status_code == 201, answer.text
    found: Json = answer.json()
    return found


def put(client: TestClient, upload: Json, start: int, content: bytes) -> Json:
    answer = client.put(
        f"/api/uploads/{upload['id']}?offset={start}",
        content=content,
        headers={"content-type": "application/octet-stream"},
    )
    found: Json = answer.json() | {"status": answer.status_code}
    return found


def send(client: TestClient, upload: Json, start: int = 0) -> None:
    for at in range(start, len(CONTENT), SLICE):
        assert put(client, upload, at, CONTENT[at : at + SLICE])["status"] == 200


def finished(client: TestClient, upload: Json) -> Json:
    answer = client.post(f"/api/uploads/{upload['id']}/finish")
    found: Json = answer.json() | {"code": answer.status_code}
    return found


def test_a_file_in_slices_is_acknowledged_at_its_end_only(archive: Archive) -> None:
    editor = archive.as_role("editor")
    upload = begun(editor, sha256=hashlib.sha256(CONTENT).hexdigest())
    send(editor, upload)
    assert not archive.store.documents(visible=None)

    receipt = finished(editor, upload)

    assert (receipt["code"], receipt["status"]) == (202, "received")
    assert archive.original(receipt["sha256"]).read_bytes() == CONTENT
    document = archive.store.document(receipt["document_id"], visible=None)
    assert document.name == "清单.txt"
    assert document.sources[0].path == "卷一/清单.txt"
    assert not list((archive.folder / "uploads").iterdir())


def test_asked_again_the_end_says_the_same(archive: Archive) -> None:
    editor = archive.as_role("editor")
    upload = begun(editor)
    send(editor, upload)

    assert finished(editor, upload) == finished(editor, upload)
    state = editor.get(f"/api/uploads/{upload['id']}").json()
    assert state["state"] == "kept"
    assert len(archive.store.documents(visible=None)[0].sources) == 1


def test_after_a_restart_the_sender_goes_on_where_it_was(tmp_path: Path) -> None:
    before = open_archive(tmp_path / "data")
    token = before.token("editor")
    upload = begun(before.client(token))
    put(before.client(token), upload, 0, CONTENT[:SLICE])
    before.close()
    after = open_archive(tmp_path / "data")
    with after.client(token) as client:
        (found,) = client.get("/api/uploads").json()["uploads"]
        assert found["received_bytes"] == SLICE
        send(client, upload, SLICE)
        assert finished(client, upload)["status"] == "received"
        assert client.get("/api/uploads").json() == {"uploads": []}


def test_a_slice_that_does_not_fit_on_is_refused_and_says_where(
    archive: Archive,
) -> None:
    editor = archive.as_role("editor")
    upload = begun(editor)
    put(editor, upload, 0, CONTENT[:SLICE])

    answer = put(editor, upload, 0, CONTENT[:SLICE])

    assert (answer["status"], answer["error"]) == (409, "upload_offset")
    assert answer["details"] == {"received_bytes": SLICE}
    state = editor.get(f"/api/uploads/{upload['id']}").json()
    assert state["received_bytes"] == SLICE


def test_a_slice_waits_for_none_that_is_still_coming(archive: Archive) -> None:
    editor = archive.as_role("editor")
    upload = begun(editor)
    put(editor, upload, 0, CONTENT[:SLICE])
    with (archive.folder / "uploads" / upload["id"]).open("ab") as coming:
        fcntl.flock(coming.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
        answer = put(editor, upload, SLICE, CONTENT[SLICE:])

    assert (answer["status"], answer["error"]) == (409, "upload_busy")
    assert "请稍等片刻再试" in answer["message"]
    assert put(editor, upload, SLICE, CONTENT[SLICE:])["status"] == 200
    assert finished(editor, upload)["status"] == "received"


def test_a_sender_who_falls_silent_is_let_go(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("web.uploads.SILENT_SECONDS", 0.05)
    token = archive.token("editor")
    upload = begun(archive.client(token))
    said: list[MutableMapping[str, Any]] = []
    came = [{"type": "http.request", "body": CONTENT[:SLICE], "more_body": True}]

    async def receive() -> MutableMapping[str, Any]:
        if not came:
            await anyio.sleep_forever()
        return came.pop()

    async def send(message: MutableMapping[str, Any]) -> None:
        said.append(message)

    async def put_half() -> None:
        with anyio.fail_after(10):
            await archive.app(_put_scope(upload, token), receive, send)

    # A browser test that ran before leaves a loop in this thread.
    with ThreadPoolExecutor(1) as pool:
        pool.submit(anyio.run, put_half).result()

    assert said[0]["status"] == 408 and b"upload_stalled" in said[1]["body"]
    client = archive.client(token)
    assert put(client, upload, SLICE, CONTENT[SLICE:])["status"] == 200
    assert finished(client, upload)["status"] == "received"


def _put_scope(upload: Json, token: str) -> dict[str, Any]:
    return {
        "type": "http",
        "http_version": "1.1",
        "method": "PUT",
        "scheme": "http",
        "server": ("testserver", 80),
        "client": ("testclient", 50000),
        "path": f"/api/uploads/{upload['id']}",
        "raw_path": f"/api/uploads/{upload['id']}".encode(),
        "query_string": b"offset=0",
        "headers": [
            (b"host", b"testserver"),
            (b"authorization", f"Bearer {token}".encode()),
            (b"content-type", b"application/octet-stream"),
        ],
    }


@pytest.mark.parametrize("late", [b"", CONTENT[:SLICE]])
def test_a_late_slice_takes_no_receipt_away(archive: Archive, late: bytes) -> None:
    editor = archive.as_role("editor")
    upload = begun(editor)
    send(editor, upload)
    receipt = finished(editor, upload)

    answer = put(editor, upload, 0, late)

    assert (answer["status"], answer["state"]) == (200, "kept")
    assert finished(editor, upload) == receipt
    assert not list((archive.folder / "uploads").iterdir())


def test_what_was_said_of_an_upload_stays_said(archive: Archive) -> None:
    editor = archive.as_role("editor")
    upload = begun(editor)
    send(editor, upload)
    receipt = finished(editor, upload)

    archive.store.uploads.note(upload["id"], None)

    assert finished(editor, upload) == receipt


def test_more_than_was_announced_is_refused(archive: Archive) -> None:
    editor = archive.as_role("editor")
    upload = begun(editor, b"abc")

    assert put(editor, upload, 0, b"abcd")["error"] == "request_too_large"


def test_an_end_before_the_end_is_refused(archive: Archive) -> None:
    editor = archive.as_role("editor")
    upload = begun(editor)
    put(editor, upload, 0, CONTENT[:SLICE])

    answer = finished(editor, upload)

    assert (answer["code"], answer["error"]) == (409, "upload_incomplete")


def test_other_bytes_than_announced_are_not_acknowledged(archive: Archive) -> None:
    editor = archive.as_role("editor")
    upload = begun(editor, b"abc", sha256=hashlib.sha256(b"abd").hexdigest())
    put(editor, upload, 0, b"abc")

    answer = finished(editor, upload)

    assert (answer["code"], answer["error"]) == (422, "upload_altered")
    assert not archive.store.documents(visible=None)


@pytest.mark.parametrize(
    ("size", "code", "error"), [(0, 422, "empty"), (300_000, 413, "too_large")]
)
def test_what_cannot_be_taken_in_is_refused_before_it_is_sent_and_remembered(
    archive: Archive, size: int, code: int, error: str
) -> None:
    editor = archive.as_role("editor")
    accession = editor.post("/api/accessions", json={"files": 1}).json()
    answer = editor.post(
        "/api/uploads",
        json={"path": "a.txt", "size_bytes": size, "accession": accession["id"]},
    )

    assert (answer.status_code, answer.json()["error"]) == (code, error)
    (item,) = editor.get(f"/api/accessions/{accession['id']}/items").json()["items"]
    assert item["state"] == "refused" and item["error"]["error"] == error


def test_a_full_disk_is_told_before_anything_is_sent(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(path: object) -> object:
        return type("Usage", (), {"free": 10})()

    monkeypatch.setattr("archive.uploads.shutil.disk_usage", full)
    answer = archive.as_role("editor").post(
        "/api/uploads", json={"path": "a.txt", "size_bytes": 1000}
    )

    assert (answer.status_code, answer.json()["error"]) == (507, "storage_full")


def test_what_others_still_send_has_its_room(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    def usage(path: object) -> object:
        return type("Usage", (), {"free": 2500})()

    monkeypatch.setattr("archive.uploads.shutil.disk_usage", usage)
    one, other = archive.as_role("editor"), archive.as_role("reviewer")
    first = begun(one, b"a" * 1000)
    asked = {"path": "a.txt", "size_bytes": 1000}

    assert other.post("/api/uploads", json=asked).json()["error"] == "storage_full"
    assert put(one, first, 0, b"a" * 600)["status"] == 200
    assert other.post("/api/uploads", json=asked).status_code == 201


def test_nobody_else_sees_or_sends_to_an_upload(archive: Archive) -> None:
    upload = begun(archive.as_role("editor"))
    other = archive.as_role("reviewer")

    assert other.get(f"/api/uploads/{upload['id']}").status_code == 404
    assert put(other, upload, 0, b"abc")["status"] == 404
    assert other.get("/api/uploads").json() == {"uploads": []}
    assert archive.as_role("reader").get("/api/uploads").status_code == 403


def test_a_token_of_the_same_label_is_another_sender(archive: Archive) -> None:
    upload = begun(archive.as_role("editor", "机要"))
    namesake = archive.as_role("editor", "公开")

    assert namesake.get("/api/uploads").json() == {"uploads": []}
    assert namesake.get(f"/api/uploads/{upload['id']}").status_code == 404
    assert put(namesake, upload, 0, b"abc")["status"] == 404
    assert finished(namesake, upload)["error"] == "upload_not_found"


def test_a_foreign_collection_takes_no_upload(archive: Archive) -> None:
    answer = archive.as_role("editor", "公开").post(
        "/api/uploads", json={"path": "a", "size_bytes": 3, "collection": "机要"}
    )

    assert answer.json()["error"] == "collection_not_allowed"


def test_who_lost_the_collection_on_the_way_finishes_nothing(archive: Archive) -> None:
    accounts, everything = archive.store.accounts, frozenset({"公开", "机要"})
    user = Accounts(archive.store).add_user(
        "余素琴", PASSWORD, roles=frozenset({"editor"}), collections=everything
    )
    browser = archive.client()
    browser.post("/sign-in", data={"name": "余素琴", "password": PASSWORD})
    page = browser.get("/help", headers={"accept": "text/html"}).text
    browser.headers["x-csrf-token"] = page.partition('csrf_token" value="')[2][:64]
    upload = begun(browser, b"abc", collection="机要")
    put(browser, upload, 0, b"abc")

    accounts.change_user(
        user.id,
        roles=user.roles,
        collections=frozenset({"公开"}),
        is_active=True,
    )
    archive.app.state.identities.forget_remembered()
    answer = finished(browser, upload)

    assert (answer["code"], answer["error"]) == (403, "collection_not_allowed")
    assert not archive.store.documents(visible=None)


def test_what_is_given_up_is_gone(archive: Archive) -> None:
    editor = archive.as_role("editor")
    upload = begun(editor)
    put(editor, upload, 0, CONTENT[:SLICE])

    assert editor.delete(f"/api/uploads/{upload['id']}").status_code == 204
    assert editor.get(f"/api/uploads/{upload['id']}").status_code == 404
    assert not list((archive.folder / "uploads").iterdir())


def test_slices_of_no_upload_are_swept_at_the_start(archive: Archive) -> None:
    files = PartialFiles(archive.folder / "uploads")
    kept = begun(archive.as_role("editor"))
    for upload_id in (kept["id"], "ab" * 16):
        files.append(UploadId(upload_id), iter([b"abc", b""]).__next__, offset=0)

    assert files.sweep(archive.store.uploads.known()) == 1
    assert files.size_bytes(UploadId(kept["id"])) == 3


@pytest.mark.parametrize(
    "body",
    [
        {"path": "a", "size_bytes": -1},
        {"path": "a", "size_bytes": "3"},
        {"path": 1, "size_bytes": 3},
        {"path": "卷/" * 3000, "size_bytes": 3},
        {"path": "a", "size_bytes": 3, "sha256": "x"},
    ],
)
def test_a_request_that_makes_no_sense_is_refused(
    archive: Archive, body: dict[str, object]
) -> None:
    answer = archive.as_role("editor").post("/api/uploads", json=body)

    assert (answer.status_code, answer.json()["error"]) == (400, "invalid_input")
