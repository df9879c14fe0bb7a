"""What do the commands serve, user and token do?

The parts they need are imported when they run, so that other commands start fast.
"""

import argparse
import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from archive.accounts import ROLES
from archive.commands import OK, CommandContext, print_json, print_text
from web import account_commands as care

TOKEN_DAYS = 90
TOKEN_DAYS_AT_MOST = 3650


def register(commands: Any, common: argparse.ArgumentParser) -> None:
    """Add the commands of the web front to the command line."""
    _register_serve(commands, common)
    user = commands.add_parser("user", help="管理账户")
    verbs = user.add_subparsers(required=True, metavar="动作")
    add = verbs.add_parser("add", parents=[common], help="新建账户")
    add.add_argument("name", metavar="姓名")
    _add_rights(add, is_several=True)
    add.set_defaults(command=run_user_add)
    _register_user_care(verbs, common)
    token = commands.add_parser("token", help="管理接口令牌")
    verbs = token.add_subparsers(required=True, metavar="动作")
    create = verbs.add_parser("create", parents=[common], help="新建令牌")
    _add_rights(create, is_several=False)
    create.add_argument("--days", type=_days, default=TOKEN_DAYS, metavar="天数")
    create.set_defaults(command=run_token_create)
    listed = verbs.add_parser("list", parents=[common], help="列出令牌")
    listed.set_defaults(command=care.run_token_list)
    revoke = verbs.add_parser("revoke", parents=[common], help="令牌作废")
    revoke.add_argument("token", metavar="令牌号")
    revoke.set_defaults(command=care.run_token_revoke)
    worker = commands.add_parser("worker", parents=[common])
    worker.set_defaults(command=run_worker)


def _register_user_care(verbs: Any, common: argparse.ArgumentParser) -> None:
    listed = verbs.add_parser("list", parents=[common], help="列出账户")
    listed.set_defaults(command=care.run_user_list)
    for name, words, run in (
        ("password", "重设密码", care.run_user_password),
        ("disable", "停用账户", care.run_user_disable),
        ("enable", "启用账户", care.run_user_enable),
    ):
        verb = verbs.add_parser(name, parents=[common], help=words)
        verb.add_argument("name", metavar="姓名")
        verb.set_defaults(command=run)


def run_serve(arguments: argparse.Namespace, context: CommandContext) -> int:
    """Serve the archive until interrupted; raises AddressInUse."""
    from web.listening import listen
    from web.supervisor import Supervisor, worker_command

    if arguments.demo:
        folder = context.data.with_name(context.data.name + "-demo")
        context = replace(context, data=folder)
    supervisor = Supervisor(worker_command(context.data), context.environment)
    with listen(arguments.host, arguments.port) as listener:
        supervisor.start()
        try:
            # Takes a second, in which the worker loads its own parts.
            from web.serving import serve

            return serve(
                context,
                listener,
                supervisor,
                host=arguments.host,
                is_demo=arguments.demo,
            )
        finally:
            supervisor.stop()


def run_worker(_: argparse.Namespace, context: CommandContext) -> int:
    """Work beside a service; started by it, and not for people."""
    from web.working import work

    return work(context)


def run_user_add(arguments: argparse.Namespace, context: CommandContext) -> int:
    """Make an account; ask for its password, or make one up and print it."""
    from web.account_keeping import made_up_password
    from web.accounts import Accounts

    asked = _asked_password(context)
    password = asked or made_up_password()
    store = context.open_store()
    try:
        user = Accounts(store).add_user(
            arguments.name,
            password,
            roles=frozenset(arguments.role),
            collections=_collections(arguments),
        )
    finally:
        store.close()
    shape = {
        "name": user.name,
        "roles": sorted(user.roles),
        "collections": _shown(user.collections),
        "password": None if asked else password,
    }
    if context.is_json:
        print_json(shape)
    else:
        print_text(f"已新建账户“{user.name}”。")
        if not asked:
            print_text(f"密码：{password}")
    return OK


def run_token_create(arguments: argparse.Namespace, context: CommandContext) -> int:
    """Make an API token and print it, this once."""
    from web.sessions import hash_of, new_secret

    secret, now = new_secret(), datetime.now(UTC)
    store = context.open_store()
    try:
        token = store.accounts.add_token(
            hash_of(secret),
            label="",
            role=arguments.role,
            collections=_collections(arguments),
            created_by="command",
            now=now,
            expires_at=now + timedelta(days=arguments.days),
        )
        store.log("token_created", actor="command", details={"token": token.id})
    finally:
        store.close()
    if context.is_json:
        print_json(
            {
                "token": secret,
                "role": token.role,
                "collections": _shown(token.collections),
                "expires_at": token.expires_at.isoformat(timespec="seconds"),
            }
        )
    else:
        print_text(secret)
    return OK


def _register_serve(commands: Any, common: argparse.ArgumentParser) -> None:
    serve = commands.add_parser("serve", parents=[common], help="提供检索服务")
    serve.add_argument("--host", default="127.0.0.1", metavar="地址")
    serve.add_argument("--port", type=_port, default=8000, metavar="端口")
    serve.add_argument("--demo", action="store_true", help="用示例文献")
    serve.set_defaults(command=run_serve)


def _add_rights(parser: argparse.ArgumentParser, *, is_several: bool) -> None:
    parser.add_argument(
        "--role",
        required=True,
        choices=ROLES,
        action="append" if is_several else "store",
        help="角色",
    )
    parser.add_argument(
        "--collection", action="append", metavar="全宗", help="只限这些全宗，可重复"
    )


def _collections(arguments: argparse.Namespace) -> frozenset[str] | None:
    return frozenset(arguments.collection) if arguments.collection else None


def _shown(collections: frozenset[str] | None) -> list[str] | None:
    return None if collections is None else sorted(collections)


def _asked_password(context: CommandContext) -> str | None:
    if context.is_json or not sys.stdin.isatty():
        return None
    from getpass import getpass

    while True:
        password = getpass("密码（直接回车则自动生成）：")
        if not password or password == getpass("再输一遍："):
            return password or None
        print_text("两次输入不同，请重来。")


def _days(text: str) -> int:
    days = int(text)
    if not 1 <= days <= TOKEN_DAYS_AT_MOST:
        raise ValueError(text)
    return days


def _port(text: str) -> int:
    port = int(text)
    if not 0 <= port <= 65535:
        raise ValueError(text)
    return port
