"""Which commands does the indexer add to the command line?

What a command needs is imported when it runs, so that another one starts fast.
"""

import argparse
from typing import Any

from archive.commands import CommandContext
from archive.shapes import Json, Words
from archive.store import Store
from indexer.shapes import recognised_json
from indexer.terms import commands as terms

FILTERS = {
    "official": "人员",
    "place": "地名，连同所辖各地和旧名",
    "organisation": "机构",
    "post": "职务",
    "term": "词条",
    "outgoing": "移交人",
    "incoming": "接收人",
    "supervisor": "监交人",
    "type": "文种",
    "issuer": "发文机关",
    "number": "发文字号",
    "collection": "全宗",
    "part": "交接部分",
}


def recognised(shape: Json, store: Store, words: Words) -> Json:
    """Return a document's shape with what was recognised, as ``show`` gives it."""
    found = store.analysis(str(shape["document_id"]), visible=None)
    return recognised_json(shape, found, words)


def register(commands: Any, common: argparse.ArgumentParser) -> None:
    """Add the commands of the indexer to the command line."""
    add = commands.add_parser("add", parents=[common], help="入档文件、目录或压缩包")
    add.add_argument("paths", nargs="+", metavar="路径")
    add.add_argument("--collection", metavar="全宗")
    add.set_defaults(command=_add)
    _register_watch(commands, common)
    ocr = commands.add_parser("ocr", parents=[common], help="识别扫描件里的文字")
    ocr.set_defaults(command=_ocr)
    _register_search(commands, common)
    analyze = commands.add_parser(
        "analyze", parents=[common], help="不入档，先看读出什么"
    )
    analyze.add_argument("paths", nargs="+", metavar="路径")
    analyze.set_defaults(command=_analyze)
    _register_cite(commands, common)
    check = commands.add_parser("check", parents=[common], help="核验稿件中的引文")
    check.add_argument("draft", metavar="稿件")
    check.set_defaults(command=_check)
    terms.register(commands, common)
    rebuild = commands.add_parser("rebuild", parents=[common], help="重建索引")
    rebuild.set_defaults(command=_rebuild)
    restore = commands.add_parser(
        "restore", parents=[common], help="从备份恢复到空的数据目录"
    )
    restore.add_argument("source", metavar="备份目录")
    restore.set_defaults(command=_restore)


def _register_watch(commands: Any, common: argparse.ArgumentParser) -> None:
    watch = commands.add_parser(
        "watch", parents=[common], help="看守目录，新到的文件自动入档"
    )
    watch.add_argument("folder", metavar="目录")
    watch.add_argument("--collection", metavar="全宗")
    watch.add_argument(
        "--every", type=_seconds, default=5.0, metavar="秒", help="隔多久看一次，默认5"
    )
    watch.add_argument("--once", action="store_true", help="只看一次")
    watch.set_defaults(command=_watch)


def _seconds(text: str) -> float:
    seconds = float(text)
    if not 0.1 <= seconds <= 86400:
        raise ValueError(text)
    return seconds


def _register_search(commands: Any, common: argparse.ArgumentParser) -> None:
    search = commands.add_parser("search", parents=[common], help="检索")
    search.add_argument("query", nargs="?", metavar="检索词", help="'' 列出全部")
    for kind, name in FILTERS.items():
        search.add_argument(
            f"--{kind}",
            action="append",
            metavar="值",
            help=f"只看：{name}（可重复）",
        )
    search.add_argument(
        "--from", dest="issued_from", metavar="日期", help="成文不早于，如 2014-03"
    )
    search.add_argument("--to", dest="issued_to", metavar="日期", help="成文不晚于")
    search.add_argument(
        "--sort",
        default="relevance",
        choices=("relevance", "newest", "oldest"),
        help="按相关、由新到旧、由旧到新",
    )
    search.add_argument("--limit", type=int, metavar="份数", help="最多 200，平时 10")
    search.add_argument("--after", metavar="页标", help="接着上一页")
    search.add_argument("--no-synonyms", action="store_true", help="不查同义词")
    search.add_argument("--queries", metavar="文件", help="每行：编号<TAB>检索词")
    search.add_argument("--run", metavar="文件", help="结果写入 TREC 格式的文件")
    search.set_defaults(command=_search)


def _register_cite(commands: Any, common: argparse.ArgumentParser) -> None:
    cite = commands.add_parser("cite", parents=[common], help="著录引文")
    cite.add_argument("document", metavar="文献号")
    cite.add_argument("--quote", metavar="引文")
    cite.add_argument("--start", type=int, metavar="起")
    cite.add_argument("--end", type=int, metavar="止")
    cite.add_argument(
        "--style",
        default="gbt7714-2025",
        choices=("gbt7714-2025", "gbt7714-2015", "csl-json", "ris", "bibtex", "link"),
    )
    cite.set_defaults(command=_cite)


def _add(arguments: argparse.Namespace, context: CommandContext) -> int:
    from indexer.adding import run_add

    return run_add(arguments, context)


def _ocr(arguments: argparse.Namespace, context: CommandContext) -> int:
    from indexer.reading_scans import run_ocr

    return run_ocr(arguments, context)


def _watch(arguments: argparse.Namespace, context: CommandContext) -> int:
    from indexer.watching import run_watch

    return run_watch(arguments, context)


def _analyze(arguments: argparse.Namespace, context: CommandContext) -> int:
    from indexer.adding import run_analyze

    return run_analyze(arguments, context)


def _search(arguments: argparse.Namespace, context: CommandContext) -> int:
    from indexer.searching import run_search

    return run_search(arguments, context)


def _cite(arguments: argparse.Namespace, context: CommandContext) -> int:
    from indexer.citing import run_cite

    return run_cite(arguments, context)


def _check(arguments: argparse.Namespace, context: CommandContext) -> int:
    from indexer.checking import run_check

    return run_check(arguments, context)


def _rebuild(arguments: argparse.Namespace, context: CommandContext) -> int:
    from indexer.searching import run_rebuild

    return run_rebuild(arguments, context)


def _restore(arguments: argparse.Namespace, context: CommandContext) -> int:
    from indexer.restoring import run_restore

    return run_restore(arguments, context)
