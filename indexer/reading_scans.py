"""What does the command that reads scans do?"""

import argparse
import itertools
from contextlib import closing

from archive.commands import FAILED, OK, CommandContext, print_json, print_text
from archive.errors import OcrMissing
from archive.ocr import OCR_ENTRIES, OCR_LIMITS, is_available
from archive.ocr.reading import ScanReader, alone_in
from archive.progress import progress_count
from archive.sandbox import Sandbox
from indexer.assembly import open_indexing, open_reader

WAIT_SECONDS = 600.0


def run_ocr(_: argparse.Namespace, context: CommandContext) -> int:
    """Read every scan that holds no text yet, then index them.

    Takes seconds a page. Raises OcrMissing.
    """
    if not is_available():
        raise OcrMissing()
    read, readable = 0, 0
    sandbox = Sandbox(limits=OCR_LIMITS, processes=1, entries=OCR_ENTRIES)
    with closing(context.open_store()) as store, sandbox:
        with alone_in(context.data) as is_alone:
            if not is_alone:
                _say(context, {"read": 0, "reason": "another process reads scans"})
                return FAILED
            count = progress_count("已识别页数")
            pages = itertools.count(1)
            reader = ScanReader(
                store, sandbox, page_read=lambda number, of: count(next(pages))
            )
            for document_id in reader.read_all():
                read += 1
                state = store.document(document_id, visible=None).state
                readable += state == "readable"
        indexing = open_indexing(context.data, store, processes=2)
        indexing.make_visible(open_reader(context.data), wait_seconds=WAIT_SECONDS)
    _say(context, {"read": read, "readable": readable})
    return OK


def _say(context: CommandContext, facts: dict[str, object]) -> None:
    if context.is_json:
        print_json(facts)
    elif "reason" in facts:
        print_text("另一个进程正在识别扫描件。")
    else:
        print_text(f"识别了 {facts['read']} 份扫描件，{facts['readable']} 份有文字。")
