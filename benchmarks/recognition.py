"""How well are people, places, organisations and posts recognised, and how fast?

    python benchmarks/recognition.py --entities FOLDER --places FOLDER [--limit N]

``--entities``: files ``*.jsonl`` of {"text", "spans": [[start, end, label]]}; strict
and overlap F1 of each kind, of the outermost mentions. ``--places``: ``docs/``,
``index.jsonl`` and ``places.jsonl`` (file, place, successor_code); the share of places
that a filter finds by the name then and by the successor's present name. Files and
sentences are parted in halves A and B by hash, so that later work can tune on A alone.
The first rules and the list of ordinary words were made with both halves in view: for
them neither half is unseen. One process; speed in bytes of UTF-8 a processor second.
"""

import argparse
import hashlib
import json
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

from archive.model import Analysis, Extraction, Metadata
from benchmarks.machine import machine
from indexer.analysis import Analyser, open_analyser
from indexer.fold import fold_characters, fold_query
from indexer.gazetteer import Gazetteer
from indexer.recognise.dates import date_of

KINDS = {
    **dict.fromkeys(("PER", "NAME", "name"), "person"),
    **dict.fromkeys(("LOC", "address"), "place"),
    **dict.fromkeys(("ORG", "government", "organization", "company"), "organisation"),
    **dict.fromkeys(("TITLE", "position"), "post"),
}
Span = tuple[int, int]
Counts = dict[str, list[int]]


def half(key: str) -> str:
    """Return A or B for a text or a file name."""
    odd = hashlib.sha256(key.encode()).digest()[0] & 1
    return "B" if odd else "A"


def main() -> None:
    """Print one line of JSON a figure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--entities", type=Path)
    parser.add_argument("--places", type=Path)
    parser.add_argument("--limit", type=int, default=1000)
    given = parser.parse_args()
    print(json.dumps({"machine": machine()}, ensure_ascii=False))
    analyser = open_analyser()
    if given.entities:
        for path in sorted(given.entities.glob("*.jsonl")):
            measure_spans(analyser, path, given.limit)
    if given.places:
        measure_places(analyser, given.places)


def measure_spans(analyser: Analyser, path: Path, limit: int) -> None:
    """Print the scores of one labelled file, each half by itself."""
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines() if line]
    halves: dict[str, list[dict[str, object]]] = defaultdict(list)
    for row in rows:
        halves[half(row["text"])].append(row)
    for name, sentences in sorted(halves.items()):
        step = max(1, len(sentences) // limit)
        counts: Counts = defaultdict(lambda: [0] * 6)
        for row in sentences[::step][:limit]:
            _count(analyser, row, counts)
        for kind, numbers in sorted(counts.items()):
            if numbers[2]:
                scores = _scores(numbers)
                shown = {"set": path.stem, "half": name, "kind": kind, **scores}
                print(json.dumps(shown, ensure_ascii=False))


def _count(analyser: Analyser, row: dict[str, object], counts: Counts) -> None:
    text, spans = str(row["text"]), row["spans"]
    assert isinstance(spans, list)
    found = _analysed(analyser, text, Metadata())
    mentions = [
        (m.start, m.end, m.kind) for m in found.mentions if m.kind in KINDS.values()
    ]
    outer = [m for m in mentions if not any(_holds(o, m) for o in mentions)]
    for kind in set(KINDS.values()):
        gold = {(a, b) for a, b, label in spans if KINDS.get(label) == kind}
        said = {(a, b) for a, b, k in outer if k == kind}
        row_counts = (
            len(gold & said),
            len(said),
            len(gold),
            sum(_touches(s, gold) for s in said),
            sum(_touches(s, said) for s in gold),
        )
        for i, number in enumerate(row_counts):
            counts[kind][i] += number


def _holds(outer: tuple[int, int, str], inner: tuple[int, int, str]) -> bool:
    wider = outer[1] - outer[0] > inner[1] - inner[0]
    return wider and outer[0] <= inner[0] and inner[1] <= outer[1]


def _touches(span: Span, others: set[Span]) -> bool:
    return any(span[0] < end and start < span[1] for start, end in others)


def _scores(numbers: Sequence[int]) -> dict[str, float | int]:
    right, said, gold, touching, touched = numbers[:5]
    return {
        "strict": _f1(right, said, right, gold),
        "overlap": _f1(touching, said, touched, gold),
        "precision": round(right / said, 3) if said else 0.0,
        "recall": round(right / gold, 3),
        "spans": gold,
    }


def _f1(right: int, said: int, found: int, gold: int) -> float:
    precision = right / said if said else 0.0
    recall = found / gold if gold else 0.0
    total = precision + recall
    return round(2 * precision * recall / total, 3) if total else 0.0


def measure_places(analyser: Analyser, folder: Path) -> None:
    """Print the recall of places by both names, and the speed."""
    catalogue = {row["file"]: row for row in _rows(folder / "index.jsonl")}
    gold: dict[str, list[dict[str, str]]] = defaultdict(list)
    for row in _rows(folder / "places.jsonl"):
        gold[row["file"]].append(row)
    present = Gazetteer().present_names()
    counts: dict[str, list[int]] = defaultdict(lambda: [0] * 4)
    size, begun = 0, time.process_time()
    for file, rows in gold.items():
        text = (folder / "docs" / file).read_text("utf-8")
        size += len(text.encode())
        date = date_of(fold_characters(catalogue[file]["date"] or ""))
        metadata = Metadata(title=catalogue[file]["title"], issued_on=date)
        names = _filter_names(_analysed(analyser, text, metadata))
        tally = counts[half(file)]
        for row in rows:
            tally[0] += row["place"] in names
            tally[1] += 1
            now = present.get(row["successor_code"])
            tally[2] += now in names
            tally[3] += now is not None
    seconds = time.process_time() - begun
    for name, (then, asked, now_found, now_asked) in sorted(counts.items()):
        shown = {"half": name, "then": round(then / asked, 4), "of": asked}
        shown |= {"now": round(now_found / now_asked, 4), "of now": now_asked}
        print(json.dumps({"set": "places", **shown}, ensure_ascii=False))
    print(json.dumps({"MB a CPU second": round(size / 1e6 / seconds, 2)}))


def _filter_names(analysis: Analysis) -> set[str]:
    """Return every name by which a place filter finds the document."""
    names = {
        name
        for entity in analysis.entities
        if entity.kind == "place"
        for name in (entity.name, *entity.aliases)
    }
    unresolved = (m for m in analysis.mentions if m.kind == "place" and not m.entity_id)
    return names | {fold_query(m.surface) for m in unresolved}


def _analysed(analyser: Analyser, text: str, metadata: Metadata) -> Analysis:
    return analyser.analyse(Extraction("text", "1", "text/plain", text), metadata)


def _rows(path: Path) -> Iterator[dict[str, str]]:
    for line in path.read_text("utf-8").splitlines():
        yield json.loads(line)


if __name__ == "__main__":
    main()
