import hashlib

import pytest

from tests.web.archive_parts import Archive

TEXT = "关于交接工作的通知\n请做好交接。"


def test_a_document_is_shown_with_its_text(archive: Archive) -> None:
    held = archive.hold(TEXT)
    shown = archive.as_role("reader").get(f"/api/documents/{held}").json()
    assert shown["document_id"] == held
    assert shown["text"] == TEXT
    assert shown["title"] == "关于交接工作的通知"
    assert shown["mentions"] == [] and shown["handover"] is None


def test_an_original_comes_back_byte_for_byte_and_inert(archive: Archive) -> None:
    held = archive.hold(TEXT, name="交接 “清单”.html")
    response = archive.as_role("reader").get(f"/api/documents/{held}/original")
    assert response.content == TEXT.encode()
    assert response.headers["content-disposition"].startswith("attachment;")
    assert "sandbox" in response.headers["content-security-policy"]
    assert response.headers["x-content-type-options"] == "nosniff"


def test_a_damaged_original_is_never_sent(archive: Archive) -> None:
    held = archive.hold(TEXT)
    path = archive.original(hashlib.sha256(TEXT.encode()).hexdigest())
    path.chmod(0o600)
    path.write_bytes(TEXT.replace("交", "郊").encode())
    response = archive.as_role("reader").get(f"/api/documents/{held}/original")
    assert response.status_code == 503
    assert response.json()["error"] == "storage_failure"


def test_the_text_is_verbatim(archive: Archive) -> None:
    held = archive.hold(TEXT)
    response = archive.as_role("reader").get(f"/api/documents/{held}/text")
    assert response.text == TEXT


@pytest.mark.parametrize(
    "number", ["1", "99999999999999999999", "-1", "0", "9" * 5000, "x", "%2e%2e%2f"]
)
def test_a_page_that_is_not_there_is_no_fault_of_ours(
    archive: Archive, number: str
) -> None:
    held = archive.hold(TEXT)
    response = archive.as_role("reader").get(
        f"/api/documents/{held}/pages/{number}.png"
    )
    assert response.status_code == 404


def test_a_correction_is_kept_and_shown(archive: Archive) -> None:
    held = archive.hold(TEXT)
    archivist = archive.as_role("archivist")
    response = archivist.patch(
        f"/api/documents/{held}",
        json={
            "title": "正确的题名",
            "issuers": ["示例县人民政府"],
            "issued_on": "2024-05",
        },
    )
    assert response.status_code == 200
    assert response.json()["title"] == "正确的题名"
    again = archivist.get(f"/api/documents/{held}").json()
    assert again["issuers"] == ["示例县人民政府"]
    assert again["issued_on"] == "2024-05"


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"text": "改正文"},
        {"issued_on": "2024-02-30"},
        {"issuers": "一个"},
        {"title": 5},
        {"collection": None},
        {"collection": " "},
    ],
)
def test_a_correction_out_of_range_is_refused(
    archive: Archive, body: dict[str, object]
) -> None:
    held = archive.hold(TEXT)
    response = archive.as_role("archivist").patch(f"/api/documents/{held}", json=body)
    assert response.status_code == 400


def test_a_document_cannot_be_moved_out_of_sight(archive: Archive) -> None:
    held = archive.hold(TEXT, collection="公开")
    response = archive.as_role("archivist", "公开").patch(
        f"/api/documents/{held}", json={"collection": "机要"}
    )
    assert response.status_code == 403
    assert response.json()["error"] == "collection_not_allowed"


def test_only_an_archivist_removes_and_it_is_gone(archive: Archive) -> None:
    held = archive.hold(TEXT)
    path = f"/api/documents/{held}"
    assert archive.as_role("reviewer").delete(path).status_code == 403
    archivist = archive.as_role("archivist")
    assert archivist.delete(path).status_code == 204
    assert archivist.get(path).status_code == 404
    assert archivist.delete(path).status_code == 404


@pytest.mark.parametrize(
    "name", ["%00", "%ff%fe", "..%2f..%2fetc%2fpasswd", "a" * 6000]
)
def test_path_tricks_find_nothing(empty_archive: Archive, name: str) -> None:
    reader = empty_archive.as_role("reader")
    for path in ("/api/documents/", "/api/posts/", "/api/jobs/", "/documents/"):
        assert reader.get(path + name).status_code == 404
    assert reader.get("/static/" + name).status_code == 404


@pytest.mark.parametrize(
    ("path", "kind", "body"),
    [
        ("/api/check", "application/json", b"[1,2"),
        ("/api/check", "application/json", b"null"),
        ("/api/check", "application/json", b'{"text":5}'),
        ("/api/check", "text/plain", b"\xff\xfe\x00"),
        ("/api/check", "application/xml", b"<a/>"),
        ("/api/citations", "application/json", b"{}"),
        ("/api/reviews", "application/json", b'{"a":[[[[]]]]}'),
    ],
)
def test_a_malformed_request_is_refused_before_that(
    empty_archive: Archive, path: str, kind: str, body: bytes
) -> None:
    response = empty_archive.as_role("reviewer").post(
        path, content=body, headers={"content-type": kind}
    )
    assert response.status_code in (400, 415)
