"""How does the command line explain itself and its refusals in Chinese?"""

import argparse
import re
import sys
from collections.abc import Iterable, Sequence
from typing import Any, NoReturn

from archive.commands import WRONG_USE, print_json
from web.messages import words

_HEADING = re.compile("^(参数|选项):$", re.MULTILINE)
_REASONS: Sequence[tuple[re.Pattern[str], str]] = [
    (re.compile(pattern, re.DOTALL), sentence)
    for pattern, sentence in (
        (r"the following arguments are required: (.+)", "缺少{0}"),
        (r"unrecognized arguments: (.+)", "不认识“{0}”"),
        (
            r"argument (.+): invalid choice: '(.*)' \(choose from (.+)\)",
            "{0} 不能是“{1}”，可用：{2}",
        ),
        (r"argument (.+): invalid int value: '(.*)'", "{0} 应为整数，不能是“{1}”"),
        (r"argument (.+): expected one argument", "{0} 后面要有一个值"),
        (r"argument (.+): expected at least one argument", "{0} 后面要有值"),
        (r"argument (.+): not allowed with argument (.+)", "{0} 不能与 {1} 同用"),
        (r"argument (.+): ignored explicit argument '(.*)'", "{0} 后面不能有值"),
        (r"ambiguous option: (.+) could match (.+)", "“{0}”可能是{1}，请写全"),
    )
]


class ChineseParser(argparse.ArgumentParser):
    """A parser whose help and complaints are in Chinese; JSON if that is asked for."""

    def __init__(self, *arguments: Any, **named: Any) -> None:
        named = {"formatter_class": _ChineseFormatter, **named, "add_help": False}
        super().__init__(*arguments, **named)
        self._positionals.title = "参数"
        self._optionals.title = "选项"
        self.add_argument("-h", "--help", action="help", help="显示这份说明")

    def format_help(self) -> str:
        """Return the help with full-width colons after its headings."""
        return _HEADING.sub(r"\1：", super().format_help())

    def error(self, message: str) -> NoReturn:
        """Print the one error shape or a sentence, and exit with 2."""
        details = {"reason": reason_in_chinese(message)}
        sentence = words("wrong_use", details)
        if "--json" in sys.argv:
            shape = {"error": "wrong_use", "message": sentence, "details": details}
            print_json(shape)
        else:
            self.print_usage(sys.stderr)
            sys.stderr.write(f"{sentence}\n")
        sys.exit(WRONG_USE)


class _ChineseFormatter(argparse.HelpFormatter):
    """Begins with 用法."""

    def add_usage(
        self,
        usage: str | None,
        actions: Iterable[argparse.Action],
        groups: Iterable[Any],
        prefix: str | None = None,
    ) -> None:
        """Add the line that shows how a command is written."""
        super().add_usage(
            usage, actions, groups, "用法：" if prefix is None else prefix
        )


def reason_in_chinese(message: str) -> str:
    """Return what is wrong with a command line, which argparse says in English."""
    for pattern, sentence in _REASONS:
        if found := pattern.fullmatch(message):
            return sentence.format(*found.groups())
    return message
