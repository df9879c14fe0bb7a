"""How well are people, places, organisations and posts recognised, and how fast?

    python -m benchmarks.recognition FOLDER [--places FOLDER] [--limit N] [--whole]

FOLDER: files ``*.jsonl`` of {"text", "spans": [[start, end, label]]}. For each file
and kind, strict and overlap F1 of the outermost names, with the interval that holds 95
of 100 draws of as many sentences; for the whole analysis, for the tagger alone, and
for the tags of jieba and rjieba in the same run. Of files ``*_train.jsonl`` only the
last tenth is taken, which the shipped tagger has not learned from; ``--whole`` takes
all. ``--places``: ``docs/``, ``index.jsonl`` and ``places.jsonl`` (file, place,
successor_code); the share of places that a filter finds by the name then and by the
successor's present name. Speeds are bytes of UTF-8 a processor second, one process,
of the sentences joined by line ends.
"""

import argparse
import json
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path

from archive.model import Analysis, Extraction, Metadata
from benchmarks.machine import corpus_hash, machine
from indexer.analysis import Analyser, open_analyser
from indexer.fold import fold_characters, fold_query
from indexer.gazetteer import Gazetteer
from indexer.recognise.dates import date_of
from indexer.recognise.tagger import open_tagger
from indexer.recognise.tagger.training.corpus import LABELS
from indexer.recognise.tagger.training.scoring import strict

Mark = tuple[int, int, str]
Finder = Callable[[str], Sequence[Mark]]
KINDS = ("person", "place", "organisation", "post")
_JIEBA_KINDS = {
    **dict.fromkeys(("nr", "nrt", "nrfg"), "person"),
    "ns": "place",
    "nt": "organisation",
}


def main() -> None:
    """Print one line of JSON a figure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--places", type=Path)
    parser.add_argument("--limit", type=int, default=10_000)
    parser.add_argument("--whole", action="store_true")
    given = parser.parse_args()
    files = sorted(given.folder.glob("*.jsonl"))
    _print({"machine": machine(), "corpus": corpus_hash(files)})
    begun = time.perf_counter()
    open_tagger()
    _print({"seconds to open the tagger": round(time.perf_counter() - begun, 3)})
    analyser = open_analyser()
    finders: dict[str, Finder] = {
        "analysis": partial(analysed, analyser),
        "tagger": tagged,
        **word_taggers(),
    }
    for path in files:
        measure_spans(finders, path, given.limit, whole=given.whole)
    if given.places:
        measure_places(analyser, given.places)


def measure_spans(
    finders: Mapping[str, Finder], path: Path, limit: int, *, whole: bool
) -> None:
    """Print the scores and the speed of each finder on one labelled file."""
    rows = list(_rows(path))
    if path.stem.endswith("_train") and not whole:
        rows = rows[-max(1, len(rows) // 10) :]
    rows = rows[:limit]
    texts = [str(row["text"]) for row in rows]
    labelled = [_labelled(row["spans"]) for row in rows]
    for name, find in finders.items():
        found = [outermost(find(text)) for text in texts]
        for kind in KINDS:
            true = [{s[:2] for s in each if s[2] == kind} for each in labelled]
            mine = [{s[:2] for s in each if s[2] == kind} for each in found]
            if any(true):
                _print_score({"set": path.stem, "by": name, "kind": kind}, true, mine)
        shown = {"set": path.stem, "by": name, "MB a CPU second": _speed(find, texts)}
        _print(shown)


def analysed(analyser: Analyser, text: str) -> list[Mark]:
    """Return what the whole analysis recognises."""
    mentions = _analysis(analyser, text, Metadata()).mentions
    return [(m.start, m.end, m.kind) for m in mentions if m.kind in KINDS]


def tagged(text: str) -> list[Mark]:
    """Return what the tagger alone finds."""
    return [(t.start, t.end, t.kind) for t in open_tagger().tag(text)]


def word_taggers() -> dict[str, Finder]:
    """Return those that tag words and are installed."""
    import jieba.posseg

    jieba.posseg.initialize()
    finders: dict[str, Finder] = {"jieba.posseg": _jieba_marks(jieba.posseg.lcut)}
    try:
        import rjieba
    except ImportError:
        return finders
    return finders | {"rjieba": _jieba_marks(rjieba.Jieba().tag)}


def _jieba_marks(tag: Callable[[str], Iterable[tuple[str, str]]]) -> Finder:
    def find(text: str) -> list[Mark]:
        marks, start = [], 0
        for word, label in tag(text):
            if label in _JIEBA_KINDS:
                marks.append((start, start + len(word), _JIEBA_KINDS[label]))
            start += len(word)
        return marks

    return find


def outermost(marks: Sequence[Mark]) -> list[Mark]:
    """Return the marks that lie in no longer one."""
    return [m for m in marks if not any(_holds(other, m) for other in marks)]


def _holds(outer: Mark, inner: Mark) -> bool:
    wider = outer[1] - outer[0] > inner[1] - inner[0]
    return wider and outer[0] <= inner[0] and inner[1] <= outer[1]


def _labelled(spans: object) -> list[Mark]:
    assert isinstance(spans, list)
    return outermost([(a, b, LABELS[k]) for a, b, k in spans if k in LABELS])


def _print_score(
    about: dict[str, object],
    true: list[set[tuple[int, int]]],
    mine: list[set[tuple[int, int]]],
) -> None:
    score = strict(true, mine)
    pairs = list(zip(true, mine, strict=True))
    touching = sum(_touches(s, gold) for gold, said in pairs for s in said)
    touched = sum(_touches(s, said) for gold, said in pairs for s in gold)
    said = sum(map(len, mine))
    overlap = _f1(touching / max(said, 1), touched / max(score.labelled, 1))
    _print(
        about
        | {"strict": round(score.f1, 4)}
        | {"95 of 100": [round(score.low, 4), round(score.high, 4)]}
        | {"overlap": round(overlap, 4)}
        | {"precision": round(score.precision, 4), "recall": round(score.recall, 4)}
        | {"labelled": score.labelled, "sentences": len(true)}
    )


def _touches(span: tuple[int, int], others: set[tuple[int, int]]) -> bool:
    return any(span[0] < end and start < span[1] for start, end in others)


def _f1(precision: float, recall: float) -> float:
    total = precision + recall
    return 2 * precision * recall / total if total else 0.0


def _speed(find: Finder, texts: Sequence[str]) -> float:
    text = "\n".join(texts)
    begun = time.process_time()
    find(text)
    return round(len(text.encode()) / 1e6 / (time.process_time() - begun), 3)


def measure_places(analyser: Analyser, folder: Path) -> None:
    """Print the recall of places by both names, and the speed."""
    catalogue = {row["file"]: row for row in _rows(folder / "index.jsonl")}
    gold: dict[str, list[dict[str, str]]] = defaultdict(list)
    for row in _rows(folder / "places.jsonl"):
        gold[row["file"]].append(row)
    present = Gazetteer().present_names()
    tally = [0] * 4
    size, begun = 0, time.process_time()
    for file, rows in gold.items():
        text = (folder / "docs" / file).read_text("utf-8")
        size += len(text.encode())
        date = date_of(fold_characters(catalogue[file]["date"] or ""))
        metadata = Metadata(title=catalogue[file]["title"], issued_on=date)
        names = _filter_names(_analysis(analyser, text, metadata))
        for row in rows:
            tally[0] += row["place"] in names
            tally[1] += 1
            now = present.get(row["successor_code"])
            tally[2] += now in names
            tally[3] += now is not None
    seconds = time.process_time() - begun
    then, asked, now_found, now_asked = tally
    shown = {"set": "places", "then": round(then / asked, 4), "of": asked}
    _print(shown | {"now": round(now_found / now_asked, 4), "of now": now_asked})
    _print({"MB a CPU second": round(size / 1e6 / seconds, 2)})


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


def _analysis(analyser: Analyser, text: str, metadata: Metadata) -> Analysis:
    return analyser.analyse(Extraction("text", "1", "text/plain", text), metadata)


def _rows(path: Path) -> Iterator[dict[str, str]]:
    for line in path.read_text("utf-8").splitlines():
        yield json.loads(line)


def _print(line: Mapping[str, object]) -> None:
    print(json.dumps(line, ensure_ascii=False), flush=True)


if __name__ == "__main__":
    main()
