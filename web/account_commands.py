"""What do the commands user and token do with what is there already?"""

import argparse
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from archive.commands import OK, CommandContext, print_json, print_text

if TYPE_CHECKING:
    from web.account_keeping import AccountKeeping

ACTOR = "command"


def run_user_list(_: argparse.Namespace, context: CommandContext) -> int:
    """Print every account."""
    from web.api.accounts import user_json

    with _keeping(context) as keeping:
        for user in keeping.users():
            if context.is_json:
                print_json(user_json(user))
            else:
                state = "可登录" if user.is_active else "已停用"
                print_text(f"{user.name}　{state}　{' '.join(sorted(user.roles))}")
    return OK


def run_user_password(arguments: argparse.Namespace, context: CommandContext) -> int:
    """Give an account a new password and print it, this once."""
    with _keeping(context) as keeping:
        user = keeping.named(arguments.name)
        password = keeping.reset_password(user)
    if context.is_json:
        print_json({"name": user.name, "password": password})
    else:
        print_text(f"“{user.name}”的密码已重设，原有登录都已退出。")
        print_text(f"密码：{password}")
    return OK


def run_user_disable(arguments: argparse.Namespace, context: CommandContext) -> int:
    """Disable an account; its sessions and tokens end."""
    return _set_active(arguments, context, is_active=False)


def run_user_enable(arguments: argparse.Namespace, context: CommandContext) -> int:
    """Enable an account again."""
    return _set_active(arguments, context, is_active=True)


def run_token_list(_: argparse.Namespace, context: CommandContext) -> int:
    """Print every token, without its secret."""
    from web.api.accounts import token_json

    with _keeping(context) as keeping:
        for token in keeping.tokens():
            if context.is_json:
                print_json(token_json(token))
            else:
                until = token.expires_at.astimezone().date().isoformat()
                label = token.label or "–"
                print_text(f"{token.id}　{label}　{token.role}　有效至 {until}")
    return OK


def run_token_revoke(arguments: argparse.Namespace, context: CommandContext) -> int:
    """Revoke a token."""
    with _keeping(context) as keeping:
        keeping.revoke_token(arguments.token)
    if context.is_json:
        print_json({"revoked": arguments.token})
    else:
        print_text("令牌已作废。")
    return OK


def _set_active(
    arguments: argparse.Namespace, context: CommandContext, *, is_active: bool
) -> int:
    with _keeping(context) as keeping:
        user = keeping.named(arguments.name)
        keeping.set_active(user, is_active)
    if context.is_json:
        print_json({"name": user.name, "active": is_active})
    else:
        print_text(f"账户“{user.name}”已{'启用' if is_active else '停用'}。")
    return OK


@contextmanager
def _keeping(context: CommandContext) -> "Iterator[AccountKeeping]":
    from web.account_keeping import AccountKeeping
    from web.accounts import Accounts

    store = context.open_store()
    try:
        yield AccountKeeping(store, Accounts(store), actor=ACTOR)
    finally:
        store.close()
