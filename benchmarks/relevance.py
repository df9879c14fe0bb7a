"""How well are judged questions answered?

    python -m benchmarks.relevance FOLDER... [--together] [--run FILE]
                                   [--compare FILE] [--json FILE]

Each folder is a judged set with its corpus (see ``benchmarks.judged``). An index of
it is built once and found again by the next run. Prints nDCG@10, R@10 and success@5
with 95 % bootstrap intervals over the questions. ``--together`` puts all corpora
into one index. ``--run`` keeps the lists; ``--compare`` names what was gained and
lost since such a run, question by question.
"""

import argparse
import json
import time
from collections.abc import Sequence
from pathlib import Path

from benchmarks.judged import (
    JudgedSet,
    Run,
    read_judged,
    read_run,
    write_run,
)
from benchmarks.judged_report import compare, figures
from benchmarks.kept_index import CACHE, NoNames, kept_index, segmenter
from benchmarks.machine import corpus_hash, machine
from indexer.engines.whoosh.engine import WhooshReader
from indexer.naming import NAMING_WEIGHT
from indexer.search import SearchService

DEPTH = 100


def main() -> None:
    """Measure and print."""
    asked = _arguments()
    sets = [read_judged(folder) for folder in asked.folders]
    groups = [sets] if asked.together else [[judged] for judged in sets]
    runs: dict[str, Run] = {}
    measured: dict[str, object] = {}
    for group in groups:
        service = _service(group, asked.keep, asked.naming_weight)
        for judged in group:
            began = time.perf_counter()
            runs[judged.name] = _run(service, judged)
            seconds = time.perf_counter() - began
            measured[judged.name] = figures(judged, runs[judged.name], seconds)
    if asked.run:
        write_run(asked.run, runs)
    if asked.compare:
        earlier = read_run(asked.compare)
        for judged in sets:
            compare(judged, earlier.get(judged.name, {}), runs[judged.name])
    if asked.json:
        _keep(asked.json, asked.together, sets, measured)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--together", action="store_true")
    parser.add_argument("--keep", type=Path, default=CACHE, help="where indexes are")
    parser.add_argument("--naming-weight", type=float, default=NAMING_WEIGHT)
    parser.add_argument("--run", type=Path)
    parser.add_argument("--compare", type=Path)
    parser.add_argument("--json", type=Path)
    return parser.parse_args()


def _service(
    group: Sequence[JudgedSet], keep: Path, naming_weight: float
) -> SearchService:
    index = kept_index([judged.folder / "corpus.jsonl" for judged in group], keep)
    return SearchService(
        WhooshReader(index), segmenter(), NoNames(), naming_weight=naming_weight
    )


def _run(service: SearchService, judged: JudgedSet) -> Run:
    """Ask every question; documents of another set count as any wrong answer."""
    own = f"{judged.name}/"
    return {
        key: [
            hit.name.removeprefix(own)
            for hit in service.rank(text, limit=DEPTH, visible=None)
        ]
        for key, text in judged.questions.items()
    }


def _keep(
    path: Path, together: bool, sets: Sequence[JudgedSet], measured: dict[str, object]
) -> None:
    files = [file for judged in sets for file in sorted(judged.folder.iterdir())]
    result = {
        "machine": machine(),
        "corpus": corpus_hash(files),
        "together": together,
        "sets": measured,
    }
    path.write_text(json.dumps(result, ensure_ascii=False, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
