import hashlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.web.archive_parts import Archive
from web.failures import MalformedRequest
from web.multipart import names_of, parts

BOUNDARY = "示".encode().hex()
KIND = {"content-type": f"multipart/form-data; boundary={BOUNDARY}"}


def _body(*items: tuple[str, bytes]) -> bytes:
    made = b"".join(
        f"--{BOUNDARY}\r\nContent-Disposition: form-data; ".encode()
        + disposition.encode()
        + b"\r\n\r\n"
        + content
        + b"\r\n"
        for disposition, content in items
    )
    return made + f"--{BOUNDARY}--\r\n".encode()


def test_an_upload_is_acknowledged_and_kept(archive: Archive) -> None:
    content = "交接清单".encode()
    response = archive.as_role("editor").post(
        "/api/documents", files={"file": ("清单.txt", content)}
    )
    assert response.status_code == 202
    (receipt,) = response.json()["receipts"]
    assert receipt["status"] == "received"
    assert receipt["name"] == "清单.txt"
    assert receipt["sha256"] == hashlib.sha256(content).hexdigest()
    assert receipt["job_id"] and receipt["error"] is None
    assert archive.original(receipt["sha256"]).read_bytes() == content
    job = archive.as_role("reader").get(f"/api/jobs/{receipt['job_id']}").json()
    assert job["state"] == "waiting" and job["step"] == "received"


def test_the_same_bytes_again_are_a_duplicate_without_a_job(archive: Archive) -> None:
    editor = archive.as_role("editor")
    first, again = (
        editor.post("/api/documents", files={"file": (name, b"abc")}).json()[
            "receipts"
        ][0]
        for name in ("a.txt", "b.txt")
    )
    assert again["status"] == "duplicate"
    assert again["document_id"] == first["document_id"]
    assert again["job_id"] is None


def test_a_hidden_copy_is_no_duplicate(archive: Archive) -> None:
    hidden = archive.hold("机要内容", collection="机要")
    (receipt,) = (
        archive.as_role("editor", "公开")
        .post("/api/documents", files={"file": ("a.txt", "机要内容".encode())})
        .json()["receipts"]
    )
    assert receipt["status"] == "received"
    assert receipt["document_id"] != hidden


@pytest.mark.parametrize("is_first", [True, False])
def test_the_collection_may_stand_before_or_after_the_file(
    archive: Archive, is_first: bool
) -> None:
    field = ('name="collection"', "乡镇交接".encode())
    file = ('name="file"; filename="a.txt"', b"abc")
    body = _body(*([field, file] if is_first else [file, field]))
    response = archive.as_role("editor").post(
        "/api/documents", content=body, headers=KIND
    )
    (receipt,) = response.json()["receipts"]
    held = archive.store.document(receipt["document_id"], visible=None)
    assert held.collection == "乡镇交接"


def test_a_foreign_collection_is_refused_and_nothing_acknowledged(
    archive: Archive,
) -> None:
    response = archive.as_role("editor", "公开", "内部").post(
        "/api/documents", files={"file": ("a", b"abc")}, data={"collection": "机要"}
    )
    assert response.status_code == 403
    assert response.json()["error"] == "collection_not_allowed"
    assert not archive.store.documents(visible=None)


def test_each_of_several_files_has_its_own_receipt(archive: Archive) -> None:
    response = archive.as_role("editor").post(
        "/api/documents",
        files=[
            ("file", ("好.txt", b"good")),
            ("file", ("空.txt", b"")),
            ("file", ("大.txt", b"x" * 300_000)),
            ("file", ("又好.txt", b"good too")),
        ],
    )
    receipts = response.json()["receipts"]
    assert [r["status"] for r in receipts] == [
        "received",
        "failed",
        "failed",
        "received",
    ]
    assert receipts[1]["error"]["error"] == "empty"
    assert receipts[2]["error"]["error"] == "too_large"


def test_an_announced_flood_is_refused_before_it_is_read(
    empty_archive: Archive,
) -> None:
    response = empty_archive.as_role("editor").post(
        "/api/documents",
        content=b"--bb\r\n",
        headers={
            "content-type": "multipart/form-data; boundary=bb",
            "content-length": str(50 << 30),
        },
    )
    assert response.status_code == 413
    assert response.json()["error"] == "request_too_large"


def test_an_unannounced_flood_is_cut_off(archive: Archive) -> None:
    def flood() -> object:
        yield _body(('name="file"; filename="a"', b"x"))[:-10]
        for _ in range(40):
            yield b"x" * 50_000

    response = archive.as_role("editor").post(
        "/api/documents",
        content=flood(),  # type: ignore[arg-type]
        headers=KIND,
    )
    assert response.status_code == 413
    assert not archive.store.documents(visible=None)


@pytest.mark.parametrize(
    ("kind", "body", "status"),
    [
        ("text/plain", b"abc", 415),
        ("application/json", b"{", 415),
        ("application/xml", b"<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///x'>]><a/>", 415),
        ("multipart/form-data", b"x", 400),
        ("multipart/form-data; boundary=zz", b"--zz\r\nbroken", 400),
        ("multipart/form-data; boundary=zz", b"", 400),
        ("multipart/form-data; boundary=" + "z" * 3000, b"--z", 400),
        (KIND["content-type"], _body(), 400),
        (KIND["content-type"], _body(('name="other"; filename="a"', b"x")), 400),
        (KIND["content-type"], _body(('name="file"; filename="a"', b"x"))[:-40], 400),
        (KIND["content-type"], _body(('name="collection"', b"x" * 20_000)), 400),
        ("", b"", 415),
    ],
)
def test_what_is_no_upload_is_refused_and_leaves_nothing(
    empty_archive: Archive, kind: str, body: bytes, status: int
) -> None:
    response = empty_archive.as_role("editor").post(
        "/api/documents", content=body, headers={"content-type": kind}
    )
    assert response.status_code == status
    assert set(response.json()) == {"error", "message", "details"}
    assert not empty_archive.store.documents(visible=None)


@pytest.mark.parametrize(
    ("disposition", "name"),
    [
        (b'form-data; name="file"; filename="a.txt"', "a.txt"),
        (b'form-data; name="file"; filename=a.txt', "a.txt"),
        ('form-data; name="file"; filename="交接书.pdf"'.encode(), "交接书.pdf"),
        (
            'form-data; name="file"; filename="交接书.pdf"'.encode("gb18030"),
            "交接书.pdf",
        ),
        (
            b"form-data; name=\"file\"; filename*=UTF-8''%E4%BA%A4%E6%8E%A5.pdf",
            "交接.pdf",
        ),
        (
            b'form-data; name="file"; filename="x"; filename*=utf-8\'\'%E4%BA%A4',
            "交",
        ),
        (b'form-data; name="file"; filename="x"; filename*=utf-8\'\'%FF', "x"),
        (b'form-data; name="file"; filename="a%22b.txt"', 'a"b.txt'),
        (b'form-data; name="file"; filename="a\\"b.txt"', 'a"b.txt'),
        (b'form-data; name="file"; filename="C:\\dir\\a.txt"', "C:\\dir\\a.txt"),
        (b'form-data; filename="a;b=c.txt"; name="file"', "a;b=c.txt"),
        (b'form-data; name="file"; filename=""', ""),
    ],
)
def test_a_file_name_is_read_as_its_sender_wrote_it(
    disposition: bytes, name: str
) -> None:
    assert names_of(disposition) == ("file", name)


def test_a_file_named_only_in_the_extended_way_is_a_file(archive: Archive) -> None:
    body = _body(("name=\"file\"; filename*=UTF-8''%E4%BA%A4%E6%8E%A5.txt", b"abc"))
    response = archive.as_role("editor").post(
        "/api/documents", content=body, headers=KIND
    )
    assert response.json()["receipts"][0]["name"] == "交接.txt"


def test_a_path_is_a_source_and_its_end_the_name(archive: Archive) -> None:
    response = archive.as_role("editor").post(
        "/api/documents", files={"file": ("乡镇/2024/书.txt", b"abc")}
    )
    (receipt,) = response.json()["receipts"]
    assert receipt["name"] == "书.txt"
    held = archive.store.document(receipt["document_id"], visible=None)
    assert held.sources[0].path == "乡镇/2024/书.txt"


@settings(derandomize=True, deadline=None, max_examples=60)
@given(
    contents=st.lists(st.binary(max_size=300), min_size=1, max_size=4),
    size=st.integers(1, 97),
)
def test_parts_come_out_as_they_went_in_however_the_body_is_cut(
    contents: list[bytes], size: int
) -> None:
    body = _body(*((f'name="file"; filename="{i}"', c) for i, c in enumerate(contents)))
    chunks = iter([body[at : at + size] for at in range(0, len(body), size)])
    found = [
        part.read() for part in parts(KIND["content-type"], lambda: next(chunks, b""))
    ]
    assert found == contents


@settings(derandomize=True, deadline=None, max_examples=60)
@given(body=st.binary(max_size=400), cut=st.integers(0, 200))
def test_a_body_of_any_bytes_is_read_or_refused(body: bytes, cut: int) -> None:
    whole = _body(('name="file"; filename="a"', body))
    chunks = iter([whole[: len(whole) - cut], body])
    try:
        for part in parts(KIND["content-type"], lambda: next(chunks, b"")):
            part.read()
    except MalformedRequest:
        assert cut or b"--" + BOUNDARY.encode() in body
