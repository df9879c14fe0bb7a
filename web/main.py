"""Which parts make up the program, and what does the command line ask of them?

The composition root: the only place that reads the environment.
"""

import argparse
import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import archive.commands
import indexer.commands
import web.commands
from archive.commands import FAILED, WRONG_USE, CommandContext, print_json
from archive.disk import storage_errors
from archive.errors import ArchiveError, InvalidInput, NoArchive
from archive.shapes import exception_json
from archive.store import Store
from indexer.errors import MissingArgument, QuerySyntaxError
from web.failures import InvalidSetting
from web.messages import words
from web.term_actions import command_words
from web.usage import ChineseParser

_WRONG_USE = (QuerySyntaxError, InvalidInput, InvalidSetting, MissingArgument)
_MAKE_AN_ARCHIVE = frozenset({"add", "watch", "serve", "restore", "user", "token"})


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return the exit status: 0, 1 failed, 2 wrong use."""
    environment = dict(os.environ)
    parsed = command_line().parse_args(arguments)
    data = Path(parsed.data) if parsed.data else data_folder(environment)
    context = CommandContext(
        data=data,
        environment=environment,
        words=command_words,
        is_json=parsed.json,
        open_store=lambda: _open_store(
            data, environment, may_make=parsed.verb in _MAKE_AN_ARCHIVE
        ),
    )
    try:
        # The index's files are written outside the store, which does this itself.
        with storage_errors():
            status: int = parsed.command(parsed, context)
    except ArchiveError as error:
        if context.is_json:
            print_json(exception_json(error, words))
        else:
            _complain(words(error.code, error.details))
        return WRONG_USE if isinstance(error, _WRONG_USE) else FAILED
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        # Whoever read our output has seen enough.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FAILED
    return status


def command_line() -> argparse.ArgumentParser:
    """Return the parser of the whole command line."""
    parser = ChineseParser(prog="handover", description="交接档案：入档、检索、引用")
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument("--data", metavar="目录", help="数据目录")
    common.add_argument("--json", action="store_true", help="只输出 JSON")
    commands = parser.add_subparsers(
        required=True, metavar="命令", dest="verb", parser_class=ChineseParser
    )
    archive.commands.register(commands, common, indexer.commands.recognised)
    indexer.commands.register(commands, common)
    web.commands.register(commands, common)
    return parser


def data_folder(environment: Mapping[str, str]) -> Path:
    """Return the data folder: HANDOVER_DATA, else the platform's user data folder."""
    given = environment.get("HANDOVER_DATA")
    if given:
        return Path(given)
    import platformdirs

    return Path(platformdirs.user_data_dir("handover", appauthor=False))


def _open_store(data: Path, environment: Mapping[str, str], *, may_make: bool) -> Store:
    from archive.settings import StoreSettings
    from archive.store import open_store
    from indexer.fold import fold_query

    if not (may_make or data.is_dir()):
        raise NoArchive(path=str(data))
    settings = StoreSettings.from_environment(environment)
    return open_store(data, settings, name_key=fold_query)


def _complain(sentence: str) -> None:
    sys.stderr.write(sentence + "\n")


if __name__ == "__main__":
    sys.exit(main())
