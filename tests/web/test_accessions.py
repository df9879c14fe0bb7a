"""Does the API tell of files handed in together, and stop them?"""

from starlette.testclient import TestClient

from archive.jobs import ORDINARY, URGENT
from archive.shapes import Json
from tests.web.archive_parts import Archive


def handed_in(client: TestClient, *names: str, announced: int = 0) -> Json:
    begun = client.post(
        "/api/accessions", json={"files": announced or len(names), "size_bytes": 9}
    )
    assert begun.status_code == 201
    answer = client.post(
        "/api/documents",
        data={"accession": begun.json()["id"]},
        files=[("file", (name, name.encode())) for name in names],
    )
    assert answer.status_code == 202
    found: Json = begun.json()
    return found


def counts(client: TestClient, accession: Json) -> dict[str, int]:
    found = client.get(f"/api/accessions/{accession['id']}").json()["counts"]
    return {state: count for state, count in found.items() if count}


def test_an_accession_counts_its_files(archive: Archive) -> None:
    editor = archive.as_role("editor")
    accession = handed_in(editor, "甲.txt", "乙.txt")

    assert counts(editor, accession) == {"waiting": 2}
    (latest,) = editor.get("/api/accessions").json()["accessions"]
    assert latest["id"] == accession["id"] and latest["files"] == 2


def test_a_whole_accession_and_a_single_file_can_be_cancelled(
    archive: Archive,
) -> None:
    editor = archive.as_role("editor")
    accession = handed_in(editor, "甲.txt", "乙.txt", "丙.txt")
    first = editor.get(f"/api/accessions/{accession['id']}/items").json()["items"][0]

    job = editor.post(f"/api/jobs/{first['job_id']}/cancel").json()
    rest = editor.post(f"/api/accessions/{accession['id']}/cancel").json()

    assert job["state"] == "cancelled"
    assert job["receipt"]["error"]["error"] == "cancelled"
    assert rest == {"cancelled": 2}
    assert counts(editor, accession) == {"cancelled": 3}


def test_a_cancelled_file_is_put_in_again(archive: Archive) -> None:
    editor = archive.as_role("editor")
    accession = handed_in(editor, "甲.txt")
    editor.post(f"/api/accessions/{accession['id']}/cancel")
    (item,) = editor.get(
        f"/api/accessions/{accession['id']}/items?state=cancelled"
    ).json()["items"]

    again = editor.post(f"/api/documents/{item['document_id']}/retry")

    assert (again.status_code, again.json()["state"]) == (202, "waiting")
    assert counts(editor, accession) == {"waiting": 1}
    twice = editor.post(f"/api/documents/{item['document_id']}/retry")
    assert twice.status_code == 400


def test_what_was_put_in_again_is_still_of_its_accession(archive: Archive) -> None:
    editor = archive.as_role("editor")
    accession = handed_in(editor, "甲.txt", "乙.txt")
    address = f"/api/accessions/{accession['id']}"
    for cancelled in (2, 1, 1):
        answer = editor.post(f"{address}/cancel").json()
        assert answer == {"cancelled": cancelled}
        item = editor.get(f"{address}/items").json()["items"][0]
        editor.post(f"/api/documents/{item['document_id']}/retry")

    assert counts(editor, accession) == {"waiting": 1, "cancelled": 1}


def test_readers_cancel_nothing_and_strangers_find_nothing(archive: Archive) -> None:
    editor = archive.as_role("editor")
    accession = handed_in(editor, "甲.txt")
    address = f"/api/accessions/{accession['id']}"
    stranger = archive.as_role("editor", "机要")

    assert archive.as_role("reader").post(f"{address}/cancel").status_code == 403
    assert stranger.post(f"{address}/cancel").status_code == 404
    assert stranger.get(f"{address}/items").status_code == 404
    assert counts(editor, accession) == {"waiting": 1}


def test_a_folder_waits_for_a_single_file(archive: Archive) -> None:
    editor = archive.as_role("editor")
    handed_in(editor, "甲.txt", announced=5000)
    editor.post("/api/documents", files={"file": ("乙.txt", b"abc")})

    priorities = [job.priority for job in archive.store.jobs(visible=None)]

    assert priorities == [URGENT, ORDINARY]


def test_refused_files_of_a_form_are_remembered(archive: Archive) -> None:
    editor = archive.as_role("editor")
    editor.post("/api/documents", files={"file": ("空.txt", b"")})

    (refused,) = archive.store.accessions.refused_at_the_door(visible=None)

    assert (refused.name, refused.state) == ("空.txt", "refused")
