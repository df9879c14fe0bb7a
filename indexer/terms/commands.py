"""Which actions has the command ``terms``?

What they need is imported when they run, so that another command starts fast.
"""

import argparse
from typing import Any

from archive.commands import CommandContext


def register(commands: Any, common: argparse.ArgumentParser) -> None:
    """Add the command and its actions to the command line."""
    terms = commands.add_parser("terms", help="词表：发现新词，增删词条，上传词典")
    verbs = terms.add_subparsers(required=True, metavar="动作")

    def verb(action: str, help: str) -> argparse.ArgumentParser:
        parser: argparse.ArgumentParser = verbs.add_parser(
            action, parents=[common], help=help
        )
        parser.set_defaults(command=_run, action=action)
        return parser

    verb("list", "列出词表")
    propose = verb("propose", "从馆藏文献中发现新词，供人取舍")
    propose.add_argument("--limit", type=int, default=50, metavar="个数")
    accept = verb("accept", "把待定的词收为术语")
    accept.add_argument("word", metavar="词语")
    accept.add_argument("--as", dest="name", metavar="改写为")
    _add_details(accept)
    refuse = verb("refuse", "不收，以后也不再提出")
    refuse.add_argument("words", nargs="+", metavar="词语")
    add = verb("add", "添加词条")
    add.add_argument("word", metavar="词语")
    _add_details(add)
    remove = verb("remove", "删去词条")
    remove.add_argument("word", metavar="词语")
    load = verb("load", "收入词典文件（TXT 或 CSV）")
    load.add_argument("file", metavar="文件")
    load.add_argument("--replace", action="store_true", help="替换以前上传的词典")
    export = verb("export", "把词表写成文件（.txt 或 .csv）")
    export.add_argument("file", metavar="文件")
    verb("changes", "列出最近的改动")
    undo = verb("undo", "撤销一次改动")
    undo.add_argument("change", type=int, metavar="改动号")


def _add_details(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--definition", default="", metavar="释义")
    parser.add_argument("--variant", action="append", default=[], metavar="其他写法")
    parser.add_argument("--source", default="", metavar="出处")
    parser.add_argument(
        "--kind",
        default="term",
        choices=("term", "person", "place", "organisation", "word"),
        help="术语、人名、地名、机构、普通词",
    )


def _run(given: argparse.Namespace, context: CommandContext) -> int:
    from indexer.terms.running import run_terms

    return run_terms(given, context)
