"""How often are the letterhead fields right, and how often invented?

    python benchmarks/metadata.py FOLDER [--held-out no|only|all] [--wrong] [--json]

FOLDER holds either ``html/``, ``txt/`` and ``meta.jsonl`` (file, title, doc_no, office)
or ``docs/`` and ``index.jsonl`` (file, title, doc_no, date). Each paper is read as it
stands, with its catalogue's label lines removed (``bare``: a field may then be wanting
and must be empty) and, in the second layout, with only the labels removed
(``unlabelled``: number and date stand under the title, as in a printed paper). A third
of the files, drawn by hash, is held out: tune on the others, report both.

A paper whose title is nothing but a number or 来源请求 has no gold title and number.
"""

import argparse
import hashlib
import json
import re
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from archive.extract.base import OriginalFile
from archive.extract.html import HtmlExtractor
from archive.extract.text import TextExtractor
from archive.letterhead import read_letterhead
from archive.letterhead.dates import dates_in
from archive.letterhead.lines import Line, plain
from archive.model import Metadata

FIELDS = ("title", "number", "issued_on", "issuers")
BRACKETS = str.maketrans("［］【】[]（）()《》<>“”", '〔〕〔〕〔〕〔〕〔〕〈〉〈〉""')
NO_TITLE = re.compile(r"^来源请求$|〔\d{4}〕\d+号$")
PREFIX = re.compile(r"^(?:国务院|民政部|[\u3400-\u9fff]{2,9}人民政府)(?=关于)")
LABEL_LINE = re.compile(r"^(?:文号|日期|来源|发文机关)：.*\n", re.MULTILINE)
LABEL_WORD = re.compile(r"^(?:文号|日期|来源|发文机关)：", re.MULTILINE)


@dataclass(frozen=True)
class Paper:
    """A paper's text in one variant and its gold; a field not in gold is not judged."""

    name: str
    variant: str
    text: str
    media_type: str
    gold: dict[str, str | None]


def is_held_out(name: str) -> bool:
    """Tell whether a file belongs to the third kept for judging."""
    return int(hashlib.sha256(name.encode()).hexdigest(), 16) % 3 == 0


def papers(folder: Path) -> Iterator[Paper]:
    """Yield every paper of a folder in every variant."""
    if (folder / "meta.jsonl").is_file():
        yield from _pages(folder)
    else:
        yield from _approvals(folder)


def _pages(folder: Path) -> Iterator[Paper]:
    for row in _rows(folder / "meta.jsonl"):
        for suffix, extractor in (("html", HtmlExtractor()), ("txt", TextExtractor())):
            path = folder / suffix / f"{row['file']}.{suffix}"
            if not path.is_file():
                continue
            read = extractor.extract(OriginalFile(path, path.name))
            text, kind = read.text, read.media_type
            date = re.search(r"成文日期[：:]\s*(\d{4}年\d{1,2}月\d{1,2}日)", text)
            gold = {
                "title": row["title"],
                "number": row["doc_no"],
                "issuers": row["office"],
                "issued_on": _iso(date[1]) if date else None,
            }
            yield Paper(str(row["file"]), suffix, text, kind, gold)
            bare = re.search(r"主\s*题\s*词[：:][^\n]*\n(?:[^\n]*词[^\n]*\n)?", text)
            if bare and date:
                rest = text[bare.end() :]
                written = _written(gold, rest)
                yield Paper(str(row["file"]), f"{suffix}-bare", rest, kind, written)


def _written(gold: dict[str, str | None], text: str) -> dict[str, str | None]:
    """Leave out a number or date that only the catalogue gave."""
    dates = {found.date for found in dates_in(Line(0, text, plain(text)))}
    left_out = set()
    if _norm(gold["number"]) not in _norm(text):
        left_out.add("number")
    if gold["issued_on"] not in dates:
        left_out.add("issued_on")
    return {key: value for key, value in gold.items() if key not in left_out}


def _approvals(folder: Path) -> Iterator[Paper]:
    for row in _rows(folder / "index.jsonl"):
        path = folder / "docs" / str(row["file"])
        text = TextExtractor().extract(OriginalFile(path, path.name)).text
        title = row["title"] or ""
        prefix = PREFIX.match(title)
        gold: dict[str, str | None] = {"issued_on": _iso(row["date"])}
        if not NO_TITLE.search(title):
            gold |= {"title": title, "number": row["doc_no"]}
        if prefix:
            gold["issuers"] = prefix[0]
        yield Paper(str(row["file"]), "labelled", text, "text/markdown", gold)
        unlabelled = LABEL_WORD.sub("", text)
        yield Paper(str(row["file"]), "unlabelled", unlabelled, "text/markdown", gold)
        wanting = {"number": None, "issued_on": None}
        bare = gold | {key: wanting[key] for key in wanting if key in gold}
        lines = LABEL_LINE.sub("", text)
        yield Paper(str(row["file"]), "bare", lines, "text/markdown", bare)


def _rows(path: Path) -> Iterator[dict[str, str | None]]:
    for line in path.read_text("utf-8").splitlines():
        if line.strip():
            yield json.loads(line)


def _iso(written: str | None) -> str | None:
    if not written:
        return None
    found = next(dates_in(Line(0, written, plain(written))), None)
    return found.date if found else None


def _same(field: str, found: Metadata, gold: str) -> bool:
    if field == "issuers":
        wanted = {_norm(part) for part in re.split(r"[、，,;；\s]+", gold) if part}
        return {_norm(name) for name in found.issuers} == wanted
    return _norm(getattr(found, field)) == _norm(gold)


def _norm(value: str | None) -> str:
    written = re.sub(r"\s+", "", value or "").lower().translate(BRACKETS)
    return written.removesuffix("〔节选〕")


def judge(chosen: list[Paper], *, wrong: bool) -> dict[str, dict[str, int]]:
    """Return, for each variant and field, how many have it, are right, are invented."""
    counts: dict[str, Counter[str]] = {}
    for paper in chosen:
        found = read_letterhead(paper.text, name="paper", media_type=paper.media_type)
        for field in FIELDS:
            if field not in paper.gold:
                continue
            gold, value = paper.gold[field], getattr(found, field)
            count = counts.setdefault(f"{paper.variant} {field}", Counter())
            is_right = _same(field, found, gold) if gold else not value
            count["has" if gold else "has_none"] += 1
            count["right"] += bool(gold) and is_right
            count["invented"] += not gold and not is_right
            if wrong and not is_right:
                print(f"{paper.name[:40]} {paper.variant} {field}: {gold} | {value}")
    return {key: dict(count) for key, count in counts.items()}


def _print(counts: dict[str, dict[str, int]]) -> None:
    print(f"{'variant field':<24}{'has it':>8}{'right':>8}{'none':>8}{'invented':>10}")
    for key, count in sorted(counts.items()):
        has, none = count.get("has", 0), count.get("has_none", 0)
        right = f"{count.get('right', 0) / has:.3f}" if has else "-"
        invented = f"{count.get('invented', 0) / none:.3f}" if none else "-"
        print(f"{key:<24}{has:>8}{right:>8}{none:>8}{invented:>10}")


def main() -> int:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--held-out", choices=("no", "only", "all"), default="all")
    parser.add_argument("--wrong", action="store_true", help="print what is wrong")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    keep = {"no": (False,), "only": (True,), "all": (False, True)}[options.held_out]
    chosen = [p for p in papers(options.folder) if is_held_out(p.name) in keep]
    started = time.process_time()
    counts = judge(chosen, wrong=options.wrong and not options.json)
    seconds = time.process_time() - started
    speed = round(len(chosen) / seconds) if seconds else 0
    if options.json:
        result = {"papers": len(chosen), "papers_a_second": speed, "fields": counts}
        json.dump(result, sys.stdout, ensure_ascii=False)
        print()
    else:
        _print(counts)
        print(f"{len(chosen)} papers, {speed} a CPU second")
    return 0


if __name__ == "__main__":
    sys.exit(main())
