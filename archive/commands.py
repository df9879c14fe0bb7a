"""What do the archive's own commands do: show, verify, backup and export?

A command is a function of its arguments and a CommandContext that returns the exit
status; the entry point reads the environment, prints errors and exits.
"""

import argparse
import json
import sys
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Protocol

from archive.progress import progress_bar
from archive.shapes import Json, Words, document_json
from archive.store import Store

Command = Callable[[argparse.Namespace, "CommandContext"], int]
OK, FAILED, WRONG_USE = 0, 1, 2


class Recognised(Protocol):
    """Adds the recognised part to the ``show`` shape of a document."""

    def __call__(self, shape: Json, store: Store, words: Words) -> Json:
        """Return the shape with mentions, officials, handover and their warnings."""


@dataclass(frozen=True, slots=True)
class CommandContext:
    """What a command may use of the world."""

    data: Path
    environment: Mapping[str, str]
    words: Words
    is_json: bool
    open_store: Callable[[], Store]


def print_json(shape: object) -> None:
    """Print one object on one line, whatever the terminal can show."""
    text = json.dumps(shape, ensure_ascii=False)
    sys.stdout.buffer.write(text.encode("utf-8", "backslashreplace") + b"\n")
    sys.stdout.buffer.flush()


def print_text(text: str) -> None:
    """Print text for people, to standard output."""
    sys.stdout.buffer.write(text.encode("utf-8", "backslashreplace") + b"\n")
    sys.stdout.buffer.flush()


def register(
    commands: Any,  # argparse does not export the type of its subparsers.
    common: argparse.ArgumentParser,
    recognised: Recognised,
) -> None:
    """Add the commands of the archive to the command line."""
    show = commands.add_parser("show", parents=[common], help="显示一份文献")
    show.add_argument("document", metavar="文献号")
    show.set_defaults(
        command=lambda arguments, context: run_show(arguments, context, recognised)
    )
    verify = commands.add_parser(
        "verify", parents=[common], help="核验原件固定性和四性"
    )
    verify.set_defaults(command=run_verify)
    backup = commands.add_parser(
        "backup", parents=[common], help="备份原件和数据库到新目录"
    )
    backup.add_argument("destination", metavar="目标目录")
    backup.set_defaults(command=run_backup)
    export = commands.add_parser(
        "export", parents=[common], help="导出原件、文本和元数据，供移交"
    )
    export.add_argument("--bagit", required=True, metavar="目标目录")
    export.add_argument(
        "--collection", action="append", metavar="全宗", help="只导出这些全宗，可重复"
    )
    export.set_defaults(command=run_export)


def run_show(
    arguments: argparse.Namespace, context: CommandContext, recognised: Recognised
) -> int:
    """Print a document: its fields and text, or all that is known as JSON."""
    from archive.errors import DocumentNotFound

    store = context.open_store()
    document = store.document(arguments.document, visible=None)
    try:
        extraction = store.extraction(document.id, visible=None)
    except DocumentNotFound:
        extraction = None
    shape = document_json(document, extraction, context.words)
    if context.is_json:
        print_json(recognised(shape, store, context.words))
        return OK
    labels = {
        "标题": "title",
        "文号": "number",
        "类型": "type",
        "成文日期": "issued_on",
    }
    for label, key in labels.items():
        if shape[key]:
            print_text(f"{label}：{shape[key]}")
    if document.metadata.issuers:
        print_text("发文机关：" + "、".join(document.metadata.issuers))
    print_text(f"原件：{document.name}，SHA-256 {document.sha256}\n")
    print_text(extraction.text if extraction else "（没有可读的文字）")
    return OK


def run_verify(_: argparse.Namespace, context: CommandContext) -> int:
    """Check every original, text and event, and print what is wrong."""
    from archive.verify import NOT_CHECKED, verification_json, verify

    with closing(context.open_store()) as store:
        result = verify(store, actor="command")
    shape = verification_json(result, context.words)
    if context.is_json:
        print_json(shape)
    else:
        print_text(f"核验了 {result.checked} 件原件，共 {result.documents} 份文献。")
        for finding in result.findings:
            where = f"（{finding.document_id}）" if finding.document_id else ""
            print_text(f"不符：{context.words(finding.code, finding.details)}{where}")
        if not result.findings:
            print_text("所核各项均无不符。")
        for code in NOT_CHECKED:
            print_text(context.words(code, {}))
    return FAILED if result.findings else OK


def run_backup(arguments: argparse.Namespace, context: CommandContext) -> int:
    """Copy the archive to a new folder; 1 if an original is gone or rotten."""
    from archive.backup import backup

    destination = Path(arguments.destination)
    with closing(context.open_store()) as store:
        made = backup(store, destination, progress_bar("备份"))
    if context.is_json:
        print_json({"path": str(destination), **asdict(made)})
    else:
        print_text(
            f"已备份 {made.documents} 份文献、{made.originals} 件原件"
            f"到“{destination}”，并附固定性清单。"
        )
        for sha256 in made.lost:
            print_text(context.words("original_lost", {"sha256": sha256}))
    return FAILED if made.lost else OK


def run_export(arguments: argparse.Namespace, context: CommandContext) -> int:
    """Write documents for another system; 1 if an original is gone or rotten."""
    from archive.export import export_bag

    destination = Path(arguments.bagit)
    with closing(context.open_store()) as store:
        made = export_bag(
            store,
            destination,
            context.words,
            collections=arguments.collection,
            progress=progress_bar("导出"),
        )
    if context.is_json:
        print_json({"path": str(destination), **asdict(made)})
    else:
        print_text(f"已导出 {made.documents} 份文献到“{destination}”，并附固定性清单。")
        for document_id in made.lost:
            print_text(context.words("original_lost", {"sha256": document_id}))
    return FAILED if made.lost else OK
