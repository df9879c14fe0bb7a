import re
from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from archive.accounts import ROLES
from tests.web.archive_parts import Archive, open_archive
from web.accounts import Accounts
from web.routes import ADDRESSES, Address
from web.security import SAFE_METHODS

PASSWORD = "correct horse 电池"
CHANGES = [address for address in ADDRESSES if address.method not in SAFE_METHODS]


@pytest.mark.parametrize(
    "path",
    ["/", "/api/search", "/no-such-page", "/sign-in", "/healthz", "/static/nothing.js"],
)
def test_every_answer_carries_the_protections(
    empty_archive: Archive, path: str
) -> None:
    for client in (empty_archive.as_role("reader"), empty_archive.client()):
        headers = client.get(path, follow_redirects=False).headers
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["x-frame-options"] == "DENY"
        assert headers["referrer-policy"] == "same-origin"
        policy = headers["content-security-policy"]
        assert "default-src 'self'" in policy and "frame-ancestors 'none'" in policy
        assert "unsafe" not in policy


@pytest.mark.parametrize(
    "path",
    ["/static/../app.py", "/static/%2e%2e/app.py", "/static/..%5capp.py", "/static/"],
)
def test_static_files_lead_nowhere_else(empty_archive: Archive, path: str) -> None:
    assert empty_archive.client().get(path).status_code == 404


def test_static_files_need_no_reader(empty_archive: Archive) -> None:
    assert empty_archive.client().get("/static/handover.css").status_code == 200


@pytest.fixture(scope="module")
def browser(
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[tuple[TestClient, str]]:
    """A browser of one who may do everything, and the id of a document."""
    opened = open_archive(tmp_path_factory.mktemp("everything") / "data")
    Accounts(opened.store).add_user(
        "余素琴", PASSWORD, roles=frozenset(ROLES), collections=None
    )
    client = opened.client()
    client.post("/sign-in", data={"name": "余素琴", "password": PASSWORD})
    yield client, opened.hold("示例：关于交接工作的通知")
    opened.close()


@pytest.mark.parametrize("address", CHANGES, ids=lambda a: f"{a.method} {a.path}")
@pytest.mark.parametrize("field", [None, "x" * 64])
def test_no_change_by_cookie_is_made_for_a_multipart_body_without_the_token(
    browser: tuple[TestClient, str], address: Address, field: str | None
) -> None:
    client, document_id = browser

    answer = client.request(
        address.method,
        re.sub(r"\{\w+\}", document_id, address.path),
        files={"file": ("a.txt", b"abc")},
        data={"csrf_token": field} if field else {},
        headers={"accept": "application/json"},
        follow_redirects=False,
    )

    assert answer.status_code == 403
    if address.path != "/documents/{document_id}/original":
        assert answer.json()["error"] == "foreign_form"
