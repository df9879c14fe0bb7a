import pytest

from archive.accounts import ROLES, Role
from tests.web.archive_parts import Archive
from web.permissions import ACTIONS_OF_ROLES, FIRST_USER_ROLES, Reader
from web.routes import ADDRESSES, API

UPLOAD = {"file": ("a.txt", b"abc")}
OPEN_TO_ALL = {"/healthz", "/readyz", "/metrics", "/", "/sign-in", "/sign-out"}


def _filled(path: str) -> str:
    for name in ("id", "document_id", "entity_id", "number"):
        path = path.replace("{" + name + "}", "1")
    return path


@pytest.mark.parametrize("address", API, ids=lambda a: f"{a.method} {a.path}")
@pytest.mark.parametrize("bearer", [None, "x" * 43])
def test_without_a_good_token_nothing_is_answered(
    empty_archive: Archive, address: object, bearer: str | None
) -> None:
    row = next(a for a in API if a is address)
    response = empty_archive.client(bearer).request(row.method, _filled(row.path))
    assert response.status_code == 401
    assert response.json()["error"] == "sign_in_needed"


def test_only_the_sign_in_and_the_monitors_ask_for_nobody() -> None:
    assert {a.path for a in ADDRESSES if a.action is None} == OPEN_TO_ALL


def test_no_address_is_listed_twice() -> None:
    rows = [(a.method, a.path) for a in ADDRESSES]
    assert len(rows) == len(set(rows))


@pytest.mark.parametrize("role", ROLES)
def test_a_role_may_what_its_row_says(archive: Archive, role: Role) -> None:
    client = archive.as_role(role)
    may_read = "read" in ACTIONS_OF_ROLES[role]
    may_add = "add" in ACTIONS_OF_ROLES[role]
    assert client.get("/api/search").status_code == (200 if may_read else 403)
    response = client.post("/api/documents", files=UPLOAD)
    assert response.status_code == (202 if may_add else 403)


def test_the_three_guardians_see_no_documents() -> None:
    for role in ("admin", "security", "auditor"):
        assert not Reader("x", frozenset({role}), None).may("read")


def test_several_roles_add_up() -> None:
    first = Reader("x", FIRST_USER_ROLES, None)
    assert first.may("read") and first.may("remove") and first.may("see_system")
    assert not first.may("manage_accounts")


def test_a_browser_without_a_session_is_led_to_the_door(archive: Archive) -> None:
    response = archive.client().get(
        "/search?q=交接", headers={"accept": "text/html"}, follow_redirects=False
    )
    assert response.status_code == 303
    assert response.headers["location"].startswith("/sign-in?next=%2Fsearch%3Fq%3D")
