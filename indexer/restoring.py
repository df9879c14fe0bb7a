"""What does the command that brings a backup back do?"""

import argparse
from contextlib import closing
from pathlib import Path

from archive.backup import restore
from archive.commands import FAILED, OK, CommandContext, print_json, print_text
from archive.errors import BackupElsewhere
from archive.progress import progress_bar
from archive.settings import StoreSettings
from indexer.assembly import open_indexing

WAIT_SECONDS = 60.0


def run_restore(arguments: argparse.Namespace, context: CommandContext) -> int:
    """Check a backup, bring it back into an empty data folder and index it.

    The index is made anew: 1 if that failed, and then it is made at the next start.
    """
    if StoreSettings.from_environment(context.environment).database_url:
        raise BackupElsewhere()
    documents = restore(
        Path(arguments.source), context.data, context.open_store, progress_bar("核对")
    )
    with closing(context.open_store()) as store:
        indexing = open_indexing(context.data, store, processes=2)
        with indexing.writer(wait_seconds=WAIT_SECONDS) as writer:
            if writer:
                writer.rebuild(progress_bar("建立索引"))
    if context.is_json:
        print_json({"documents": documents, "is_indexed": writer is not None})
    else:
        print_text(f"已恢复 {documents} 份文献到“{context.data}”。")
        if writer is None:
            print_text("索引将在下次启动时重建。")
    return OK if writer else FAILED
