"""How right and how fast are verdicts on quotations of known truth?

    python -m benchmarks.quotes FOLDER... [--documents N] [--count N] [--json FILE]

Takes the texts of the folders into a new archive, cut into pieces until there are N
documents, and keeps every tenth text back. Draws quotations with a seed: as they stand;
in the other script, another width or broken over lines; with one character altered (不,
未, 非, a figure, any); out of the texts kept back; and of sentences of which another
document has a copy that differs in one character.
"""

import argparse
import json
import random
import re
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from opencc import OpenCC

from archive.settings import StoreSettings
from archive.store import open_store
from benchmarks.machine import corpus_hash, machine, spread
from indexer.assembly import open_reader
from indexer.fold import fold, fold_query
from indexer.quotes.alignment import nearest
from indexer.quotes.checker import QuotationChecker
from indexer.quotes.drafts import quotations
from indexer.quotes.texts import unspaced
from indexer.quotes.verdicts import CheckedQuotation, Verdict

SHARES: dict[str, float] = {
    "exact": 0.25,
    "other script": 0.12,
    "other width": 0.09,
    "line break": 0.09,
    "negation": 0.12,
    "figure": 0.10,
    "one character": 0.08,
    "absent": 0.10,
    "of two near": 0.05,
}
TRUTH: dict[str, Verdict] = {
    "exact": "exact",
    "other script": "folded",
    "other width": "folded",
    "line break": "folded",
    "negation": "altered",
    "figure": "altered",
    "one character": "altered",
    "absent": "absent",
    "of two near": "exact",
}
TIMED, RUNS = 200, 5
_PLAIN = re.compile("[\u3400-\u9fff0-9，、；：。]+")
_WIDE = {ord(c): chr(ord(c) + 0xFEE0) for c in "0123456789"} | {
    0xFF0C: ",",
    0xFF1A: ":",
}


@dataclass(frozen=True, slots=True)
class Drawn:
    """A quotation, its kind, and the words it was made of; none for an absent one."""

    kind: str
    text: str
    source: str


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--documents", type=int, default=10_000)
    parser.add_argument("--count", type=int, default=1_000)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--data", type=Path, help="keep the archive here, or use it")
    parser.add_argument("--json", type=Path)
    asked = parser.parse_args()
    files = [f for folder in asked.folders for f in folder.rglob("*") if f.is_file()]
    texts = sorted(set(_texts(files)))
    rng = random.Random(asked.seed)
    rng.shuffle(texts)
    away, held = texts[::10], [t for i, t in enumerate(texts) if i % 10]
    drawn, twins = _drawn(held, away, asked.count, rng)
    rows = _rows([*twins, *held], asked.documents)
    with tempfile.TemporaryDirectory() as folder:
        data = asked.data or Path(folder) / "data"
        if not data.exists():
            _take_in(rows, Path(folder) / "texts.jsonl", data)
        result = _measured(data, drawn)
    result = {
        "machine": machine(),
        "corpus": {"files": len(files), "hash": corpus_hash(files)},
        "documents": len(rows),
        **result,
    }
    text = json.dumps(result, ensure_ascii=False, indent=1)
    print(text)
    if asked.json:
        asked.json.write_text(text + "\n", "utf-8")


def _texts(files: list[Path]) -> Iterator[str]:
    for file in files:
        try:
            text = file.read_text("utf-8").replace("\r\n", "\n")
        except UnicodeDecodeError:
            continue
        if len(text) > 300:
            yield text


def _rows(texts: list[str], documents: int) -> list[str]:
    """Return whole texts, the longest cut in halves until there are enough."""
    rows = sorted(texts[:documents], key=len)
    while len(rows) < documents and len(rows[-1]) > 600:
        longest = rows.pop()
        middle = longest.find("\n", len(longest) // 2)
        middle = len(longest) // 2 if middle < 0 else middle
        rows = sorted([*rows, longest[:middle], longest[middle:]], key=len)
    return rows


def _drawn(
    held: list[str], away: list[str], count: int, rng: random.Random
) -> tuple[list[Drawn], list[str]]:
    """Return quotations, and texts that nearly repeat some of their sentences."""
    grams = {text[i : i + 5] for text in held for i in range(len(text) - 4)}
    known = "\0".join(unspaced(fold(text)).text for text in held)
    to_traditional = OpenCC("s2t").convert
    drawn: list[Drawn] = []
    twins: list[str] = []
    for kind, share in SHARES.items():
        pool = away if kind == "absent" else held
        wanted = round(count * share)
        while wanted:
            words = _piece(rng.choice(pool), rng)
            made = words and _made(kind, words, rng, to_traditional)
            if not words or not made or len(quotations(f"“{made}”")) != 1:
                continue
            if kind == "absent" and _share_known(words, grams) > 0.3:
                continue
            # What another text happens to say is not altered.
            if TRUTH[kind] == "altered" and unspaced(fold(made)).text in known:
                continue
            if kind == "of two near":
                twins.append(_twin(words, rng))
            drawn.append(Drawn(kind, made, "" if kind == "absent" else words))
            wanted -= 1
    rng.shuffle(drawn)
    return drawn, twins


def _piece(text: str, rng: random.Random) -> str | None:
    size = rng.randint(18, 40)
    at = rng.randrange(max(1, len(text) - size))
    words = text[at : at + size]
    is_plain = _PLAIN.fullmatch(words) and "\u3400" <= words[0] <= "\u9fff"
    return words if is_plain and "\u3400" <= words[-1] <= "\u9fff" else None


def _made(
    kind: str, words: str, rng: random.Random, to_traditional: Callable[[str], str]
) -> str | None:
    """Return a quotation of a kind, or None if these words do not make one."""
    at = rng.randrange(4, len(words) - 4)
    match kind:
        case "other script":
            made = to_traditional(words)
            same = unspaced(fold(made)).text == unspaced(fold(words)).text
            return made if made != words and same else None
        case "other width":
            made = words.translate(_WIDE)
            return made if made != words else None
        case "line break":
            return f"{words[:at]}\n{words[at:]}"
        case "negation":
            return _negated(words, at, rng)
        case "figure":
            places = [i for i, c in enumerate(words) if c.isdigit()]
            if not places:
                return None
            place = rng.choice(places)
            other = rng.choice([c for c in "0123456789" if c != words[place]])
            return words[:place] + other + words[place + 1 :]
        case "one character":
            other = chr(rng.randrange(0x4E00, 0x9000))
            made = words[:at] + other + words[at + 1 :]
            return made if fold(made).text != fold(words).text else None
        case _:
            return words


def _negated(words: str, at: int, rng: random.Random) -> str:
    places = [i for i, c in enumerate(words) if c in "不未非"]
    if places:
        place = rng.choice(places)
        swapped = rng.choice(["", "已"] + [c for c in "不未非" if c != words[place]])
        return words[:place] + swapped + words[place + 1 :]
    return words[:at] + rng.choice("不未非") + words[at:]


def _twin(words: str, rng: random.Random) -> str:
    at = rng.randrange(3, len(words) - 3)
    other = "甲" if words[at] != "甲" else "乙"
    near = words[:at] + other + words[at + 1 :]
    return (
        f"另一份材料\n{near}。\n" + "以上各项请一并研究办理，并按期报送办理情况。" * 20
    )


def _share_known(words: str, grams: set[str]) -> float:
    pieces = [words[i : i + 5] for i in range(len(words) - 4)]
    return sum(piece in grams for piece in pieces) / len(pieces)


def _take_in(rows: list[str], batch: Path, data: Path) -> None:
    with batch.open("w", encoding="utf-8") as lines:
        for number, text in enumerate(rows):
            line = {"name": f"{number:05}", "text": text}
            lines.write(json.dumps(line, ensure_ascii=False) + "\n")
    command = [sys.executable, "-m", "web.main", "add", str(batch), "--json"]
    subprocess.run(
        [*command, "--data", str(data)], check=True, stdout=subprocess.DEVNULL
    )


def _measured(data: Path, drawn: list[Drawn]) -> dict[str, object]:
    store = open_store(data, StoreSettings(), name_key=fold_query)
    try:
        checker = QuotationChecker(store, open_reader(data), seconds=600)
        checker.check("“交接”", visible=None)
        return _judged(checker, drawn)
    finally:
        store.close()


def _judged(checker: QuotationChecker, drawn: list[Drawn]) -> dict[str, object]:
    seconds, processor = [], []
    for _ in range(RUNS):
        began, worked = time.perf_counter(), time.process_time()
        checker.check(_draft(drawn[:TIMED]), visible=None)
        seconds.append(time.perf_counter() - began)
        processor.append(time.process_time() - worked)
    checked = checker.check(_draft(drawn), visible=None).quotations
    pairs = list(zip(drawn, checked, strict=True))
    right = [TRUTH[d.kind] == c.verdict for d, c in pairs]
    placed = [
        _is_right_place(d, c)
        for d, c in pairs
        if d.source and TRUTH[d.kind] == c.verdict
    ]
    kinds = Counter((d.kind, c.verdict) for d, c in pairs)
    return {
        "quotations": len(pairs),
        "false_exact": sum(c.verdict == "exact" != TRUTH[d.kind] for d, c in pairs),
        "verdicts_right": round(sum(right) / len(right), 4),
        "places_right": round(sum(placed) / len(placed), 4),
        "judged": {
            f"{kind}: {verdict}": n for (kind, verdict), n in sorted(kinds.items())
        },
        f"seconds_for_{TIMED}": spread(seconds),
        f"processor_seconds_for_{TIMED}": spread(processor),
    }


def _is_right_place(drawn: Drawn, checked: CheckedQuotation) -> bool:
    """Tell whether the place holds the words drawn, or others that are as near."""
    if checked.place is None:
        return False
    found = unspaced(fold(checked.place.text)).text
    source = unspaced(fold(drawn.source)).text
    if found == source:
        return True
    quote = unspaced(fold(drawn.text)).text
    return nearest(quote, found)[0] <= nearest(quote, source)[0] and (
        TRUTH[drawn.kind] == "altered"
    )


def _draft(drawn: list[Drawn]) -> str:
    return "\n".join(f"文中说“{one.text}”。" for one in drawn)


if __name__ == "__main__":
    main()
