"""Do the pages tell what became of each file that was handed in, and stop some?"""

from starlette.testclient import TestClient

from tests.web.archive_parts import Archive


def handed_in(client: TestClient, *files: tuple[str, bytes]) -> str:
    """Return the address of the accession of a form."""
    client.post("/intake", files=[("file", file) for file in files])
    (latest,) = client.get("/api/accessions").json()["accessions"]
    return f"/intake/accessions/{latest['id']}"


def form(client: TestClient, address: str, **fields: str) -> int:
    answer = client.post(address, data=fields or {"next": "/intake"})
    return answer.history[0].status_code if answer.history else answer.status_code


def test_the_page_of_an_accession_lists_every_file_with_its_outcome(
    archive: Archive,
) -> None:
    editor = archive.as_role("editor", "公开")
    address = handed_in(editor, ("甲.txt", "甲".encode()), ("空.txt", b""))

    page = editor.get(address).text
    refused = editor.get(f"{address}?state=refused").text

    assert "甲.txt" in page and "空.txt" in page
    assert "文件是空的" in refused and "甲.txt" not in refused
    assert "取消尚未读取的 1 件" in page


def test_files_are_cancelled_and_put_in_again_without_scripts(
    archive: Archive,
) -> None:
    editor = archive.as_role("editor", "公开")
    address = handed_in(editor, ("甲.txt", "甲".encode()), ("乙.txt", "乙".encode()))
    job = archive.store.jobs(visible=None)[0]

    assert form(editor, "/intake/cancel", job=job.id, next=address) == 303
    assert form(editor, f"{address}/cancel") == 303
    assert archive.store.counts(visible=None)["cancelled"] == 2
    page = editor.get("/intake").text
    assert "已取消 2 件" in page
    assert "已取消，没有读取" in editor.get(f"/documents/{job.document_id}").text
    assert form(editor, "/intake/retry", document=job.document_id) == 303
    assert archive.store.counts(visible=None)["received"] == 1


def test_a_form_goes_on_to_no_other_site(archive: Archive) -> None:
    editor = archive.as_role("editor", "公开")
    answer = editor.post(
        "/intake/cancel",
        data={"job": "x", "next": "//elsewhere.example/"},
        follow_redirects=False,
    )

    assert answer.headers["location"] == "/intake"


def test_the_receipts_of_an_accession_are_a_sheet(archive: Archive) -> None:
    editor = archive.as_role("editor", "公开")
    address = handed_in(
        editor, ("卷一/甲.txt", "甲".encode()), ("=1+1.txt", b""), ("乙", b"")
    )

    sheet = editor.get(f"{address}/receipts.csv").content.decode("utf-8-sig")

    lines = sheet.splitlines()
    assert lines[0].startswith("结果,文件,路径")
    assert len(lines) == 4
    assert "等待,甲.txt,卷一/甲.txt" in lines[1]
    assert "退回,'=1+1.txt" in lines[2]


def test_strangers_find_no_accession_and_readers_have_no_page(
    archive: Archive,
) -> None:
    files = ("甲.txt", b"abc"), ("乙.txt", b"abcd")
    address = handed_in(archive.as_role("editor", "公开"), *files)
    stranger = archive.as_role("editor", "机要")

    assert stranger.get(address).status_code == 404
    assert stranger.get(f"{address}/receipts.csv").status_code == 404
    assert stranger.post(f"{address}/cancel", data={"a": "b"}).status_code == 404
    assert "最近的批次" not in stranger.get("/intake").text
    assert archive.as_role("reader").get(address).status_code == 403


def test_an_upload_that_broke_off_is_shown_and_can_be_given_up(
    archive: Archive,
) -> None:
    editor = archive.as_role("editor", "公开")
    body = {"path": "大.pdf", "size_bytes": 100_000}
    upload = editor.post("/api/uploads", json=body).json()
    page = editor.get("/intake").text
    assert "没有传完" in page and "大.pdf" in page

    assert form(editor, f"/intake/uploads/{upload['id']}/give-up") == 303

    assert "没有传完" not in editor.get("/intake").text
