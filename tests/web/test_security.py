import pytest

from tests.web.archive_parts import Archive


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
