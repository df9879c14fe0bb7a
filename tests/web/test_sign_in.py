import re
from datetime import UTC, datetime, timedelta

import pytest
from starlette.testclient import TestClient

from archive.accounts import Role
from tests.web.archive_parts import Archive
from web.accounts import Accounts, BackOff
from web.identify import PLAIN_COOKIE
from web.security import check_origin
from web.sign_in import local_target

PAGE = {"accept": "text/html"}
PASSWORD = "correct horse 电池"


def _user(archive: Archive, name: str = "余素琴", *, role: Role = "reader") -> None:
    Accounts(archive.store).add_user(
        name, PASSWORD, roles=frozenset({role}), collections=None
    )


def _signed_in(archive: Archive, role: Role = "editor") -> TestClient:
    _user(archive, role=role)
    browser = archive.client()
    browser.post("/sign-in", data={"name": "余素琴", "password": PASSWORD})
    return browser


def _csrf_token(browser: TestClient) -> str:
    page = browser.get("/help", headers=PAGE).text
    found = re.search(r'name="csrf_token" value="([0-9a-f]{64})"', page)
    assert found
    return found[1]


def test_a_password_opens_a_session_that_the_api_takes_too(archive: Archive) -> None:
    archive.hold("关于交接工作的通知")
    browser = _signed_in(archive)
    assert browser.get("/", headers=PAGE).status_code == 200
    assert browser.get("/api/search", params={"q": "交接"}).json()["total"] == 1


def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(
    archive: Archive,
) -> None:
    _user(archive)
    response = archive.client().post(
        "/sign-in",
        data={"name": "余素琴", "password": PASSWORD},
        follow_redirects=False,
    )
    assert response.status_code == 303
    cookie = response.headers["set-cookie"].lower()
    assert cookie.startswith(PLAIN_COOKIE + "=")
    assert "httponly" in cookie and "samesite=lax" in cookie and "path=/" in cookie


def test_over_https_the_cookie_is_bound_to_the_host(archive: Archive) -> None:
    _user(archive)
    browser = TestClient(archive.app, base_url="https://archive.example")
    response = browser.post(
        "/sign-in",
        data={"name": "余素琴", "password": PASSWORD},
        follow_redirects=False,
    )
    cookie = response.headers["set-cookie"]
    assert cookie.startswith("__Host-") and "Secure" in cookie


@pytest.mark.parametrize(
    ("name", "password"),
    [("余素琴", "wrong"), ("无此人", PASSWORD), ("", ""), ("\0", "\0")],
)
def test_a_wrong_sign_in_does_not_tell_what_was_wrong(
    archive: Archive, name: str, password: str
) -> None:
    _user(archive)
    response = archive.client().post(
        "/sign-in", data={"name": name, "password": password}
    )
    assert response.status_code == 401
    assert "账户或密码不对" in response.text
    assert "set-cookie" not in response.headers


def test_after_five_failures_even_the_right_password_must_wait(
    archive: Archive,
) -> None:
    _user(archive)
    browser = archive.client()
    for _ in range(5):
        browser.post("/sign-in", data={"name": "余素琴", "password": "wrong"})
    response = browser.post("/sign-in", data={"name": "余素琴", "password": PASSWORD})
    assert response.status_code == 429


def test_waiting_doubles_and_ends_and_a_success_forgets() -> None:
    now = [0.0]
    back_off = BackOff(3, lambda: now[0])
    for _ in range(2):
        back_off.failed("x")
    assert back_off.seconds_to_wait("x") == 0
    back_off.failed("x")
    assert back_off.seconds_to_wait("x") == 60
    back_off.failed("x")
    assert back_off.seconds_to_wait("x") == 120
    assert back_off.seconds_to_wait("y") == 0
    now[0] = 120.0
    assert back_off.seconds_to_wait("x") == 0
    for _ in range(20):
        back_off.failed("x")
    assert back_off.seconds_to_wait("x") == 900
    back_off.succeeded("x")
    assert back_off.seconds_to_wait("x") == 0


def test_the_one_time_link_makes_the_first_user_and_works_once(
    archive: Archive,
) -> None:
    link = f"/sign-in?link={Accounts(archive.store).first_link()}"
    browser = archive.client()
    assert browser.get(link, headers=PAGE).status_code == 200
    (user,) = archive.store.accounts.users()
    assert user.roles == {"archivist", "reviewer", "admin"}
    assert archive.client().get(link, headers=PAGE).status_code == 403
    again = browser.get(link, headers=PAGE, follow_redirects=False)
    assert again.status_code == 303


def test_a_later_link_signs_the_first_user_in_again(archive: Archive) -> None:
    _user(archive, role="archivist")
    archive.client().get(f"/sign-in?link={Accounts(archive.store).first_link()}")
    assert [u.name for u in archive.store.accounts.users()] == ["余素琴"]


def test_signing_in_again_changes_the_session(archive: Archive) -> None:
    browser = _signed_in(archive)
    old = browser.cookies[PLAIN_COOKIE]
    browser.post(
        "/sign-in",
        data={
            "name": "余素琴",
            "password": PASSWORD,
            "csrf_token": _csrf_token(browser),
        },
    )
    assert browser.cookies[PLAIN_COOKIE] != old
    stale = archive.client()
    stale.cookies.set(PLAIN_COOKIE, old)
    assert stale.get("/api/search").status_code == 401


def test_signing_out_ends_the_session_at_once(archive: Archive) -> None:
    browser = _signed_in(archive)
    secret = browser.cookies[PLAIN_COOKIE]
    browser.post("/sign-out", data={"csrf_token": _csrf_token(browser)})
    stale = archive.client()
    stale.cookies.set(PLAIN_COOKIE, secret)
    assert stale.get("/api/search").status_code == 401


def test_an_expired_session_is_nobody(archive: Archive) -> None:
    _user(archive)
    user = archive.store.accounts.user_named("余素琴")
    assert user is not None
    past = datetime.now(UTC) - timedelta(days=2)
    from web.sessions import hash_of

    archive.store.accounts.add_session(
        hash_of("secret"), user.id, now=past, expires_at=past + timedelta(days=1)
    )
    browser = archive.client()
    browser.cookies.set(PLAIN_COOKIE, "secret")
    assert browser.get("/api/search").status_code == 401


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "https://evil.example"},
        {"origin": "null"},
        {"origin": ""},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
    ],
)
def test_another_site_cannot_act_for_a_reader(
    archive: Archive, headers: dict[str, str]
) -> None:
    browser = _signed_in(archive)
    token = _csrf_token(browser)
    response = browser.post(
        "/api/documents",
        files={"file": ("a", b"abc")},
        headers={**headers, "x-csrf-token": token},
    )
    assert response.status_code == 403
    assert response.json()["error"] == "foreign_form"
    assert not archive.store.documents(visible=None)


def test_a_change_by_cookie_needs_the_sessions_own_token(archive: Archive) -> None:
    browser = _signed_in(archive)
    token = _csrf_token(browser)
    file = {"file": ("a", b"abc")}
    assert browser.post("/api/documents", files=file).status_code == 403
    wrong = browser.post("/api/documents", files=file, data={"csrf_token": "x" * 64})
    assert wrong.status_code == 403
    assert not archive.store.documents(visible=None)
    by_field = browser.post("/api/documents", files=file, data={"csrf_token": token})
    by_header = browser.post(
        "/api/documents", files=file, headers={"x-csrf-token": token}
    )
    assert by_field.status_code == by_header.status_code == 202
    assert browser.post("/api/search", json={"q": ""}).status_code == 403
    assert browser.post("/sign-out").status_code == 403


def test_a_form_without_scripts_takes_files_in(archive: Archive) -> None:
    browser = _signed_in(archive)
    response = browser.post(
        "/intake",
        files=[("file", ("书.txt", b"abc")), ("file", ("空.txt", b""))],
        data={"csrf_token": _csrf_token(browser)},
        headers={**PAGE, "origin": "http://testserver"},
    )
    assert response.status_code == 200
    assert "已收到并保存" in response.text and "空.txt" in response.text


def test_a_wrong_token_beside_a_good_cookie_is_nobody(archive: Archive) -> None:
    browser = _signed_in(archive)
    for value in ("Bearer x", "Bearer ", "Basic eDp5", ""):
        response = browser.get("/api/search", headers={"authorization": value})
        assert response.status_code == 401


def test_a_cookie_is_no_token_and_a_token_no_cookie(archive: Archive) -> None:
    browser = _signed_in(archive)
    secret = browser.cookies[PLAIN_COOKIE]
    assert archive.client(secret).get("/api/search").status_code == 401
    token = archive.token("reader")
    assert archive.client(token).get("/api/search").status_code == 200
    thief = archive.client()
    thief.cookies.set(PLAIN_COOKIE, token)
    assert thief.get("/api/search").status_code == 401


@pytest.mark.parametrize(
    ("target", "local"),
    [
        ("/search?q=交接", "/search?q=交接"),
        ("", "/"),
        ("//evil.example", "/"),
        ("/\\evil.example", "/"),
        ("https://evil.example", "/"),
        ("javascript:alert(1)", "/"),
        ("http://[", "/"),
        ("/a\r\nSet-Cookie: x", "/"),
    ],
)
def test_after_signing_in_one_stays_on_this_site(target: str, local: str) -> None:
    assert local_target(target) == local


def test_origin_is_checked_by_host_and_port() -> None:
    from starlette.requests import Request

    headers = [(b"host", b"h:8000"), (b"origin", b"http://h:8000")]
    check_origin(Request({"type": "http", "headers": headers}))


def test_a_sign_in_takes_no_multipart_body(archive: Archive) -> None:
    client = archive.client()
    answer = client.post("/sign-in", files={"name": ("a", b"x" * 1000)})
    assert 400 <= answer.status_code < 500
    assert answer.status_code != 401
