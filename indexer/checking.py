"""What does the command check print?"""

import argparse
from pathlib import Path

from archive.commands import OK, CommandContext, print_json, print_text
from archive.receive import Reader
from archive.sandbox import Sandbox
from indexer.assembly import open_reader
from indexer.quotes.checker import QuotationChecker
from indexer.quotes.shapes import checked_draft_json
from indexer.quotes.verdicts import CheckedDraft, CheckedQuotation, Verdict
from indexer.searching import wait_until_current

VERDICTS: dict[Verdict, str] = {
    "exact": "＝ 一致",
    "folded": "≅ 仅字形有别",
    "altered": "≠ 有改动",
    "absent": "∅ 未见",
}


def read_draft(file: Path, name: str) -> str:
    """Return the text of a draft; raises RefusedFile."""
    with Sandbox(processes=1) as sandbox:
        return Reader(sandbox).read_file(file, name).extraction.text


def run_check(arguments: argparse.Namespace, context: CommandContext) -> int:
    """Print the verdict on every quotation of a draft."""
    file = Path(arguments.draft)
    draft = read_draft(file, file.name)
    store = context.open_store()
    engine = open_reader(context.data)
    wait_until_current(context.data, store, engine)
    checked = QuotationChecker(store, engine).check(draft, visible=None)
    if context.is_json:
        print_json(checked_draft_json(checked))
    else:
        _print(checked)
    return OK


def _print(checked: CheckedDraft) -> None:
    found = [one.verdict for one in checked.quotations]
    tally = "，".join(f"{VERDICTS[v]} {found.count(v)}" for v in VERDICTS)
    print_text(f"引文 {len(found)} 处：{tally}")
    for number, one in enumerate(checked.quotations, start=1):
        print_text(f"\n{number}. {VERDICTS[one.verdict]}　{_line(one.quotation.text)}")
        _print_place(one)
    if checked.unmarked:
        print_text(f"\n没有加引号而与库中文字相同的 {len(checked.unmarked)} 段：")
    for one in checked.unmarked:
        print_text(f"\n{VERDICTS[one.verdict]}　{_line(one.quotation.text)}")
        _print_place(one)
    if checked.missing:
        missing = "；".join(one.text for one in checked.missing)
        print_text(f"\n提到而没有找到的文献：{missing}")
    if checked.not_checked:
        print_text(f"\n时限已到，还有 {len(checked.not_checked)} 处引文没有核验。")
    if checked.unmarked_until is not None:
        print_text(f"时限已到，未加引号的文字只核到第 {checked.unmarked_until:,} 字。")


def _print_place(one: CheckedQuotation) -> None:
    for difference in one.differences:
        grave = "（要紧）" if difference.is_grave else ""
        expected, found = _line(difference.expected), _line(difference.found)
        print_text(f"   原文“{expected}”，稿中作“{found}”{grave}")
    if one.place:
        document = one.place.document
        facts = [document.metadata.number, document.metadata.issued_on]
        page = f"第{one.place.page}页" if one.place.page else None
        shown = [document.metadata.title or document.name, *facts, page]
        print_text("   " + "，".join(fact for fact in shown if fact))
    if one.attribution and one.attribution.agrees is False:
        print_text(f"   出处不符：稿中注为“{one.attribution.said}”")


def _line(text: str) -> str:
    return " ".join(text.split())
