"""Can people keep their own account, and those who may, everybody's?"""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from archive.accounts import Role
from tests.web.archive_parts import Archive
from web.account_keeping import AccountKeeping
from web.accounts import Accounts
from web.failures import AccountNotFound
from web.main import main

PASSWORD = "correct horse 电池"
NEW = "另一句更长的密码"


def signed_in(
    archive: Archive, name: str = "余素琴", *roles: Role, again: bool = False
) -> TestClient:
    if not again:
        Accounts(archive.store).add_user(
            name, PASSWORD, roles=frozenset(roles or ("editor",)), collections=None
        )
    browser = archive.client()
    browser.post("/sign-in", data={"name": name, "password": PASSWORD})
    return browser


def sent(browser: TestClient, address: str, **fields: str) -> tuple[int, str]:
    """Send a form of a page with its token; return status and text of the answer."""
    page = browser.get(address).text
    token = re.search(r'name="csrf_token" value="([0-9a-f]{64})"', page)
    assert token is not None
    answer = browser.post(address, data=fields | {"csrf_token": token[1]})
    return answer.status_code, answer.text


def is_in(browser: TestClient) -> bool:
    answer = browser.get("/account", follow_redirects=False)
    return answer.status_code == 200


def kinds(archive: Archive) -> list[str]:
    return [event.kind for event in archive.store.events()]


def test_a_new_password_ends_every_other_session(archive: Archive) -> None:
    here, there = signed_in(archive), signed_in(archive, again=True)
    fields = {"present": PASSWORD, "new": NEW, "again": NEW}

    status, page = sent(here, "/account", action="password", **fields)

    assert status == 200 and "密码已改" in page
    assert is_in(here) and not is_in(there)
    assert kinds(archive)[-1] == "password_changed"
    anew = archive.client()
    anew.post("/sign-in", data={"name": "余素琴", "password": NEW})
    assert is_in(anew)


@pytest.mark.parametrize(
    ("fields", "status", "words"),
    [
        ({"present": "错", "new": NEW, "again": NEW}, 403, "现在的密码不对"),
        ({"present": PASSWORD, "new": NEW, "again": "x"}, 400, "两次输入的新密码不同"),
        ({"present": PASSWORD, "new": "短", "again": "短"}, 400, "至少 8 个字"),
    ],
)
def test_a_password_is_not_changed_without_proof_or_by_a_weak_one(
    archive: Archive, fields: dict[str, str], status: int, words: str
) -> None:
    browser = signed_in(archive)

    said, page = sent(browser, "/account", action="password", **fields)

    assert said == status and words in page
    assert is_in(signed_in(archive, again=True))


def test_a_token_is_made_seen_used_and_revoked_by_its_owner(archive: Archive) -> None:
    browser = signed_in(archive)
    fields = {"label": "扫描仪", "role": "editor", "days": "30"}
    _, page = sent(browser, "/account", action="make_token", **fields)
    found = re.search(r"<code>([\w-]+)</code>", page)
    assert found is not None
    program = archive.client(found[1])
    assert program.get("/api/accessions").status_code == 200
    assert found[1] not in browser.get("/account").text

    (token,) = archive.store.accounts.tokens()
    assert sent(browser, "/account", action="revoke", token=token.id)[0] == 200

    assert program.get("/api/accessions").status_code == 401
    assert kinds(archive)[-2:] == ["token_created", "token_revoked"]


@pytest.mark.parametrize("days", ["0", "3651"])
def test_a_token_of_too_few_or_too_many_days_is_not_made(
    archive: Archive, days: str
) -> None:
    fields = {"label": "扫描仪", "role": "editor", "days": days}

    status, page = sent(signed_in(archive), "/account", action="make_token", **fields)

    assert status == 400 and "请写 1 至 3650 之间的天数" in page
    assert not archive.store.accounts.tokens()


def test_nobody_makes_a_token_of_a_role_they_lack_or_revokes_another_ones(
    archive: Archive,
) -> None:
    archive.token("archivist")
    (foreign,) = archive.store.accounts.tokens()
    browser = signed_in(archive)
    fields = {"label": "x", "role": "archivist", "days": "1"}

    assert sent(browser, "/account", action="make_token", **fields)[0] == 403
    assert sent(browser, "/account", action="revoke", token=foreign.id)[0] == 404
    assert archive.store.accounts.tokens() == [foreign]


def test_other_sessions_are_ended_and_this_one_stays(archive: Archive) -> None:
    here, there = signed_in(archive), signed_in(archive, again=True)
    assert "共 2 处" in here.get("/account").text

    sent(here, "/account", action="end_others")

    assert is_in(here) and not is_in(there)


def test_a_disabled_account_loses_sessions_and_tokens_and_can_come_back(
    archive: Archive,
) -> None:
    clerk = signed_in(archive)
    fields = {"label": "扫描仪", "role": "editor", "days": "30"}
    sent(clerk, "/account", action="make_token", **fields)
    keeper = signed_in(archive, "郑守正", "security")
    user = archive.store.accounts.user_named("余素琴")
    assert user is not None

    assert sent(keeper, "/accounts", action="disable", user=user.id)[0] == 200

    assert not is_in(clerk) and not is_in(signed_in(archive, again=True))
    assert archive.store.accounts.tokens() == []
    assert "已停用" in keeper.get("/accounts").text
    sent(keeper, "/accounts", action="enable", user=user.id)
    assert is_in(signed_in(archive, again=True))


def test_a_reset_password_is_shown_once_and_works(archive: Archive) -> None:
    clerk = signed_in(archive)
    keeper = signed_in(archive, "郑守正", "security")
    user = archive.store.accounts.user_named("余素琴")
    assert user is not None

    _, page = sent(keeper, "/accounts", action="reset", user=user.id)

    found = re.search(r"<code>([\w-]+)</code>", page)
    assert found is not None and not is_in(clerk)
    anew = archive.client()
    anew.post("/sign-in", data={"name": "余素琴", "password": found[1]})
    assert is_in(anew)
    assert found[1] not in keeper.get("/accounts").text


def test_nobody_locks_themselves_out(archive: Archive) -> None:
    keeper = signed_in(archive, "郑守正", "security")
    user = archive.store.accounts.user_named("郑守正")
    assert user is not None

    status, page = sent(keeper, "/accounts", action="disable", user=user.id)

    assert status == 409 and "不能停用自己的账户" in page
    assert is_in(keeper)


def test_accounts_are_managed_by_nobody_else(archive: Archive) -> None:
    clerk = signed_in(archive, "余素琴", "archivist", "admin")

    assert clerk.get("/accounts").status_code == 403
    assert archive.as_role("archivist").get("/api/accounts").status_code == 403
    assert archive.as_role("reader").get("/account").status_code == 403
    assert archive.client().get("/account", follow_redirects=False).status_code == 303


def test_a_program_manages_accounts_and_tokens(archive: Archive) -> None:
    clerk = signed_in(archive)
    program = archive.as_role("security")
    (user,) = program.get("/api/accounts").json()["accounts"]
    assert user["active"] and "password_hash" not in user

    changed = program.patch(f"/api/accounts/{user['id']}", json={"active": False})
    assert not changed.json()["active"] and not is_in(clerk)
    program.patch(f"/api/accounts/{user['id']}", json={"active": True})
    reset = program.post(f"/api/accounts/{user['id']}/password").json()
    assert len(reset["password"]) > 12
    ended = program.delete(f"/api/accounts/{user['id']}/sessions").json()
    assert ended == {"ended": 0}
    assert program.post("/api/accounts/nobody/password").status_code == 404
    (token,) = program.get("/api/tokens").json()["tokens"]
    assert program.delete(f"/api/tokens/{token['id']}").status_code == 204
    assert program.get("/api/tokens").status_code == 401


def test_who_came_by_the_link_sets_a_first_password(archive: Archive) -> None:
    accounts = Accounts(archive.store)
    browser = archive.client()
    browser.get("/sign-in", params={"link": accounts.first_link()})

    status, _ = sent(browser, "/account", action="password", new=NEW, again=NEW)

    assert status == 200 and accounts.can_anyone_sign_in()


def test_guessing_the_present_password_is_slow(archive: Archive) -> None:
    browser = signed_in(archive)
    fields = {"present": "错", "new": NEW, "again": NEW}
    for _ in range(6):
        status, _ = sent(browser, "/account", action="password", **fields)
    assert status == 429


def test_accounts_and_tokens_are_kept_by_command(
    tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    def run(*arguments: str, status: int = 0) -> list[dict[str, Any]]:
        assert main([*arguments, "--json", "--data", str(tmp_path)]) == status
        printed = capsysbinary.readouterr().out.decode()
        return [json.loads(line) for line in printed.splitlines()]

    run("user", "add", "余素琴", "--role", "editor")
    run("token", "create", "--role", "reader")
    (user,), (token,) = run("user", "list"), run("token", "list")
    assert user["active"] and token["role"] == "reader"
    (reset,) = run("user", "password", "余素琴")
    assert len(reset["password"]) > 12
    assert run("user", "disable", "余素琴") == [{"name": "余素琴", "active": False}]
    run("token", "revoke", token["id"])
    assert run("token", "list") == []
    (unknown,) = run("user", "enable", "没有这人", status=1)
    assert unknown["error"] == "account_not_found"


def test_an_unknown_account_is_told(archive: Archive) -> None:
    keeping = AccountKeeping(archive.store, Accounts(archive.store), actor="command")
    with pytest.raises(AccountNotFound):
        keeping.named("没有这人")
