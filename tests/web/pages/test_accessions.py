"""Do the pages tell what became of each file that was handed in, and stop some?"""

import io
import zipfile

import pytest
from PIL import Image
from starlette.testclient import TestClient

from archive.errors import ClassifiedDocument
from archive.model import DocumentId
from archive.ocr import is_available
from archive.receive import Reader
from archive.sandbox import Sandbox
from tests.web.archive_parts import Archive
from web.members import Members
from web.messages import words


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

    assert answer.headers["location"] == "/intake?late=1"


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


def read_all(archive: Archive) -> None:
    """Read whatever waits, and take in what it holds."""
    jobs = archive.store.claim_jobs(limit=10)
    ids = [job.document_id for job in jobs]
    with Sandbox(processes=1) as sandbox:
        reader = Reader(sandbox)
        reader.read_documents(archive.store, ids)
        members = Members(archive.store, reader, limit_bytes=1 << 20, words=words)
        members.take_in(ids)


def test_an_opened_archive_says_so_and_leads_to_its_members(archive: Archive) -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as zipped:
        zipped.writestr("清单.txt", "示例清单一份")
        zipped.writestr("说明.txt", "示例说明一份")
    editor = archive.as_role("editor", "公开")
    address = handed_in(editor, ("材料.zip", stream.getvalue()), ("空", b""))
    (held,) = archive.store.documents(visible=None)
    read_all(archive)
    said = "压缩包原样收存，取出的 2 个文件已逐个入档"

    pages = [
        editor.get(one).text for one in ("/intake", address, f"/documents/{held.id}")
    ]

    sheets = [editor.get("/intake/receipts.csv").content.decode("utf-8-sig")]
    for page in pages + sheets:
        assert said in page and "没有打开" not in page and "补一份" not in page
    members = [d for d in archive.store.documents(visible=None) if d.id != held.id]
    assert len(members) == 2
    for one in members:
        assert f"/documents/{one.id}" in pages[0]
        assert f"/documents/{one.id}" in pages[2]


@pytest.mark.skipif(not is_available(), reason="needs the extra ocr")
def test_a_picture_whose_words_are_still_to_be_read_waits(archive: Archive) -> None:
    picture = io.BytesIO()
    Image.new("RGB", (40, 20), "white").save(picture, "PNG")
    editor = archive.as_role("editor", "公开")
    address = handed_in(editor, ("扫描.png", picture.getvalue()), ("空", b""))
    read_all(archive)

    for page in (editor.get("/intake").text, editor.get(address).text):
        assert "等待识别文字" in page
        assert "读不出文字" not in page and "补一份" not in page
        assert "处理完毕" not in page


def test_a_refused_file_is_not_on_its_way_though_its_job_still_is(
    archive: Archive,
) -> None:
    editor = archive.as_role("editor", "公开")
    handed_in(editor, ("甲.txt", "甲".encode()), ("空.txt", b""))
    (job,) = archive.store.claim_jobs(limit=10)
    error = ClassifiedDocument(classification="秘密")
    archive.store.record_refusal(DocumentId(job.document_id), error)

    page = editor.get("/intake").text

    assert "共收到 2 件" in page and 'id="rn"' not in page
    assert "本库不收涉密文件" in page and "重试" not in page


def test_what_is_read_in_one_state_is_of_one_state(archive: Archive) -> None:
    store = archive.store
    archive.hold("示例甲", name="甲.txt")
    with store.one_state():
        before = store.counts(visible=None)
        archive.hold("示例乙", name="乙.txt")
        assert store.counts(visible=None) == before
    assert store.counts(visible=None) != before


def test_who_cancels_too_late_is_told(archive: Archive) -> None:
    editor = archive.as_role("editor", "公开")

    answer = editor.post("/intake/cancel", data={"job": "x"})

    assert "已来不及，都已读完" in answer.text
