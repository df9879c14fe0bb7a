"""Are accounts, sessions, tokens and sign-in links what they were said to be?"""

import threading
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from archive.accounts import AccountStore, Role, User, UserId
from archive.errors import InvalidInput
from archive.model import Visible
from tests.archive.store_samples import NOON, opened

LATER = NOON + timedelta(hours=1)
MUCH_LATER = NOON + timedelta(hours=3)


@pytest.fixture
def accounts(tmp_path: Path) -> Iterator[AccountStore]:
    with closing(opened(tmp_path)) as store:
        yield store.accounts


def added(
    accounts: AccountStore,
    name: str = "示例员",
    *,
    roles: tuple[Role, ...] = ("reader",),
    collections: Visible = None,
) -> User:
    return accounts.add_user(
        name, roles=roles, collections=collections, password_hash="散列", now=NOON
    )


def test_a_user_comes_back_as_added(accounts: AccountStore) -> None:
    assert not accounts.has_users()
    user = added(
        accounts,
        " Clerk ",
        roles=("archivist", "admin"),
        collections=frozenset({"全宗一"}),
    )

    assert accounts.has_users()
    assert user.name == "Clerk"
    assert user.roles == frozenset({"admin", "archivist"})
    assert user.collections == frozenset({"全宗一"})
    assert (user.has_password, user.is_active, user.created_at) == (True, True, NOON)
    assert accounts.user(user.id) == accounts.user_named("clerk") == user
    assert accounts.users() == [user]
    assert accounts.password_hash(user.id) == "散列"
    assert accounts.user("nobody") is accounts.user_named("nobody") is None


@pytest.mark.parametrize("name", ["clerk", " CLERK", "", "　"])
def test_a_name_taken_or_blank_is_refused(accounts: AccountStore, name: str) -> None:
    added(accounts, "Clerk")

    with pytest.raises(InvalidInput):
        added(accounts, name)

    assert len(accounts.users()) == 1


def test_a_session_lives_until_it_expires(accounts: AccountStore) -> None:
    user = added(accounts)
    accounts.add_session("散列", user.id, now=NOON, expires_at=LATER)

    session = accounts.session("散列", now=NOON)
    assert session is not None
    assert (session.user, session.created_at, session.expires_at) == (user, NOON, LATER)
    assert accounts.session("别的", now=NOON) is None
    assert accounts.session("散列", now=LATER) is None

    accounts.touch_session("散列", now=LATER, expires_at=MUCH_LATER)
    session = accounts.session("散列", now=LATER)
    assert session is not None
    assert (session.created_at, session.last_seen_at) == (NOON, LATER)


def test_sessions_end_one_by_one_or_all_at_once(accounts: AccountStore) -> None:
    user, other = added(accounts), added(accounts, "别人")
    for name in "甲乙丙":
        accounts.add_session(name, user.id, now=NOON, expires_at=LATER)
    accounts.add_session("丁", other.id, now=NOON, expires_at=LATER)

    accounts.end_session("甲")
    accounts.end_session("甲")

    assert accounts.session("甲", now=NOON) is None
    assert accounts.end_sessions(user.id) == 2
    assert accounts.session("丁", now=NOON) is not None


def test_a_new_password_ends_the_sessions(accounts: AccountStore) -> None:
    user = added(accounts)
    accounts.add_session("甲", user.id, now=NOON, expires_at=LATER)

    accounts.set_password(user.id, "新散列")

    assert accounts.password_hash(user.id) == "新散列"
    assert accounts.session("甲", now=NOON) is None


def test_a_user_made_inactive_is_out_at_once(accounts: AccountStore) -> None:
    user = added(accounts)
    accounts.add_session("甲", user.id, now=NOON, expires_at=LATER)
    accounts.add_sign_in_link("链", user.id, expires_at=LATER)

    accounts.change_user(user.id, roles=["reader"], collections=None, is_active=False)
    accounts.change_user(user.id, roles=["reader"], collections=None, is_active=True)

    assert accounts.session("甲", now=NOON) is None
    assert accounts.use_sign_in_link("链", now=NOON) is None


def test_changed_rights_hold_in_open_sessions(accounts: AccountStore) -> None:
    user = added(accounts)
    accounts.add_session("甲", user.id, now=NOON, expires_at=LATER)

    accounts.change_user(
        user.id, roles=["editor"], collections=frozenset(), is_active=True
    )

    session = accounts.session("甲", now=NOON)
    assert session is not None
    assert session.user.roles == frozenset({"editor"})
    assert session.user.collections == frozenset()


def test_an_unknown_user_is_an_invalid_input(accounts: AccountStore) -> None:
    nobody = UserId("nobody")
    with pytest.raises(InvalidInput):
        accounts.add_session("甲", nobody, now=NOON, expires_at=LATER)
    with pytest.raises(InvalidInput):
        accounts.add_sign_in_link("链", nobody, expires_at=LATER)
    with pytest.raises(InvalidInput):
        accounts.set_password(nobody, None)


def test_a_token_lives_until_it_expires_or_is_revoked(accounts: AccountStore) -> None:
    token = accounts.add_token(
        "散列",
        label="同步",
        role="editor",
        collections=frozenset({"全宗一"}),
        created_by="示例员",
        now=NOON,
        expires_at=LATER,
    )

    assert accounts.token("散列", now=NOON) == token
    assert accounts.token("散列", now=LATER) is None
    assert accounts.token("别的", now=NOON) is None
    assert accounts.tokens() == [token]
    assert accounts.revoke_token(token.id)
    assert not accounts.revoke_token(token.id)
    assert accounts.token("散列", now=NOON) is None


def test_a_sign_in_link_signs_in_once(accounts: AccountStore) -> None:
    user = added(accounts)
    accounts.add_sign_in_link("链", user.id, expires_at=LATER)

    assert accounts.use_sign_in_link("别的", now=NOON) is None
    assert accounts.use_sign_in_link("链", now=LATER) is None
    assert accounts.use_sign_in_link("链", now=NOON) == user
    assert accounts.use_sign_in_link("链", now=NOON) is None


def test_a_sign_in_link_used_by_many_at_once_signs_in_one(
    accounts: AccountStore,
) -> None:
    user = added(accounts)
    accounts.add_sign_in_link("链", user.id, expires_at=LATER)
    found: list[User | None] = []

    def use() -> None:
        found.append(accounts.use_sign_in_link("链", now=NOON))

    threads = [threading.Thread(target=use) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(found) == 6
    assert [one for one in found if one is not None] == [user]


def test_what_has_expired_is_forgotten(accounts: AccountStore) -> None:
    user = added(accounts)
    accounts.add_session("旧", user.id, now=NOON, expires_at=LATER)
    accounts.add_session("新", user.id, now=NOON, expires_at=MUCH_LATER)
    accounts.add_sign_in_link("旧链", user.id, expires_at=LATER)
    accounts.add_sign_in_link("用过的链", user.id, expires_at=MUCH_LATER)
    accounts.use_sign_in_link("用过的链", now=NOON)

    assert accounts.forget_expired(now=LATER) == 3
    assert accounts.session("新", now=LATER) is not None
