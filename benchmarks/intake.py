"""How long until a folder of documents can be searched, and how fast is search then?

    python -m benchmarks.intake FOLDER... [--runs N] [--json FILE]

Adds the folders to a new archive with the installed command, then asks words taken
from its own titles: from a cold start of the command, and in one process.
"""

import argparse
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.machine import corpus_hash, machine, spread

HANDOVER = str(Path(sys.executable).with_name("handover"))


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--json", type=Path)
    asked = parser.parse_args()
    files = [f for folder in asked.folders for f in folder.rglob("*") if f.is_file()]
    runs = [_run(asked.folders) for _ in range(asked.runs)]
    result = {
        "machine": machine(),
        "corpus": {"files": len(files), "hash": corpus_hash(files)},
        "statuses": runs[0]["statuses"],
        "add_seconds": spread([run["add"] for run in runs]),
        "cold_search_seconds": spread([s for run in runs for s in run["cold"]]),
        "page_milliseconds": spread([s for run in runs for s in run["pages"]]),
    }
    text = json.dumps(result, ensure_ascii=False, indent=1)
    print(text)
    if asked.json:
        asked.json.write_text(text + "\n", "utf-8")


def _run(folders: list[Path]) -> dict[str, object]:
    with tempfile.TemporaryDirectory() as data:
        start = time.perf_counter()
        lines = _handover("add", *map(str, folders), "--json", "--data", data)
        seconds = time.perf_counter() - start
        receipts = [json.loads(line) for line in lines.splitlines()]
        statuses: dict[str, int] = {}
        for receipt in receipts:
            statuses[receipt["status"]] = statuses.get(receipt["status"], 0) + 1
        titles = [r["title"] for r in receipts if r["title"]]
        queries = [title[at : at + 4] for title in titles[::25] for at in (2, 6)]
        return {
            "add": seconds,
            "statuses": statuses,
            "cold": [_cold(data, query) for query in queries[:5]],
            "pages": _pages(Path(data), queries),
        }


def _cold(data: str, query: str) -> float:
    start = time.perf_counter()
    _handover("search", query, "--json", "--data", data)
    return time.perf_counter() - start


def _pages(data: Path, queries: list[str]) -> list[float]:
    from archive.settings import StoreSettings
    from archive.store import open_store
    from indexer.assembly import open_reader, open_search
    from indexer.fold import fold_query
    from indexer.search import TypedSearch

    store = open_store(data, StoreSettings(), name_key=fold_query)
    service = open_search(data, store, open_reader(data))
    return [
        service.search(TypedSearch(query), visible=None).milliseconds
        for query in queries
    ]


def _handover(*arguments: str) -> str:
    done = subprocess.run(
        [HANDOVER, *arguments], check=False, capture_output=True, text=True
    )
    if done.returncode not in (0, 1):
        sys.exit(done.stderr)
    return done.stdout


if __name__ == "__main__":
    main()
