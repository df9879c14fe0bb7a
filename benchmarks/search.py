"""How does a page of results compare with what other engines give?

    python -m benchmarks.search FOLDER --documents N [--each N] [--engines NAME,…]
                                [--stock-at-most N] [--json FILE]

Makes N documents of the paragraphs of the folder's text files and indexes them with
each engine. A page is the top ten, the exact total, counts of three facets and ten
marked snippets, from the query to JSON bytes in process; each question is asked once
and nothing keeps answers. *Cold* is a new process with the files in memory: the first
page after opening. Times are given twice, by the clock and in CPU time, which other
work on the machine troubles less; opening a cold one counts as CPU time too. Stock
Whoosh is asked a quarter of the questions. tantivy is in the group ``bench``.
Everything is built in a temporary folder.
"""

import argparse
import json
import multiprocessing
import resource
import shutil
import tempfile
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import ParamSpec, TypeVar

from benchmarks.kept_index import segmenter
from benchmarks.machine import machine, spread
from benchmarks.peers import PEERS
from benchmarks.search_corpus import (
    KINDS,
    Question,
    Row,
    documents,
    fingerprint,
    questions,
)
from indexer.fold import fold

COLD_TIMES = 1
WARM_UP = 3
_SEEN = 4
"""One in so many documents is looked at for the words of the questions."""

Parameters = ParamSpec("Parameters")
Result = TypeVar("Result")


def main() -> None:
    """Build, measure and print."""
    asked = _arguments()
    rows = documents(asked.folder, asked.documents)
    cut = segmenter()
    words = [cut.words(fold(row.text).text) for row in rows]
    asking = questions(
        words[::_SEEN],
        [row.text for row in rows[::_SEEN]],
        documents=len(rows),
        each=asked.each + WARM_UP,
    )
    result: dict[str, object] = {
        "machine": machine(),
        "documents": len(rows),
        "text_bytes": sum(len(row.text.encode("utf-8", "replace")) for row in rows),
        "corpus": fingerprint(rows),
        "engines": {},
    }
    engines: dict[str, object] = {}
    with tempfile.TemporaryDirectory() as folder:
        for name in asked.engines.split(","):
            if name == "whoosh" and len(rows) > asked.stock_at_most:
                continue
            place = Path(folder) / name
            fewer = 4 if name == "whoosh" else 1
            some = {
                kind: asked_of[: WARM_UP + asked.each // fewer]
                for kind, asked_of in asking.items()
            }
            engines[name] = _measured(name, rows, words, some, place)
            print(json.dumps({name: engines[name]}, ensure_ascii=False), flush=True)
            shutil.rmtree(place)
    result["engines"] = engines
    _print(engines)
    if asked.json:
        text = json.dumps(result, ensure_ascii=False, indent=1)
        asked.json.write_text(text + "\n", "utf-8")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--documents", type=int, default=10_000)
    parser.add_argument("--each", type=int, default=60, help="questions of a kind")
    parser.add_argument("--engines", default=",".join(PEERS))
    parser.add_argument("--stock-at-most", type=int, default=10_000)
    parser.add_argument("--json", type=Path)
    return parser.parse_args()


def _measured(
    name: str,
    rows: Sequence[Row],
    words: Sequence[Sequence[str]],
    asking: dict[str, list[Question]],
    folder: Path,
) -> dict[str, object]:
    folder.mkdir()
    built = _in_a_process(_build, name, rows, words, folder)
    warm = _in_a_process(_warm, name, asking, folder)
    cold: dict[str, dict[str, float]] = {}
    for kind in KINDS:
        times = [
            _in_a_process(_cold, name, question, folder)
            for question in asking[kind][:COLD_TIMES]
        ]
        cold[kind] = {
            "open": round(sorted(opened for opened, _ in times)[len(times) // 2], 2),
            "page": round(sorted(paged for _, paged in times)[len(times) // 2], 2),
        }
    return {**built, **warm, "cold_cpu_ms": cold}


def _in_a_process(
    work: Callable[Parameters, Result],
    *arguments: Parameters.args,
    **named: Parameters.kwargs,
) -> Result:
    """Return what some work gives in a process of its own."""
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(1, mp_context=context) as pool:
        return pool.submit(work, *arguments, **named).result()


def _build(
    name: str, rows: Sequence[Row], words: Sequence[Sequence[str]], folder: Path
) -> dict[str, object]:
    peer = PEERS[name]()
    began, used = time.perf_counter(), _cpu_seconds()
    peer.build(rows, words, folder)
    seconds = time.perf_counter() - began
    cpu = _cpu_seconds() - used
    sizes = peer.sizes(folder)
    return {
        "segments_itself": peer.cuts_words,
        "build_seconds": round(seconds, 2),
        "documents_a_second": round(len(rows) / seconds),
        "documents_a_cpu_second": round(len(rows) / cpu),
        "build_memory_mb": _memory_mb(),
        "index_mb": {
            part: round(size / 1e6, 1)
            for part, size in sorted(sizes.items(), key=lambda item: -item[1])
            if size > 5e4
        },
        "index_mb_in_all": round(sum(sizes.values()) / 1e6, 1),
    }


def _warm(
    name: str, asking: dict[str, list[Question]], folder: Path
) -> dict[str, object]:
    peer = PEERS[name]()
    peer.open(folder)
    times: dict[str, dict[str, float]] = {}
    used: dict[str, dict[str, float]] = {}
    totals: dict[str, int] = {}
    for kind in KINDS:
        for question in asking[kind][:WARM_UP]:
            peer.page(question)
        taken, cpu, totals[kind] = [], [], 0
        for question in asking[kind][WARM_UP:]:
            began, worked = time.perf_counter(), time.thread_time()
            page = peer.page(question)
            cpu.append((time.thread_time() - worked) * 1000)
            taken.append((time.perf_counter() - began) * 1000)
            totals[kind] += peer.total(page)
        times[kind], used[kind] = spread(taken), spread(cpu)
    return {
        "warm_ms": times,
        "warm_cpu_ms": used,
        "totals": totals,
        "serving_memory_mb": _memory_mb(),
    }


def _cold(name: str, question: Question, folder: Path) -> tuple[float, float]:
    peer = PEERS[name]()
    began = time.process_time()
    peer.open(folder)
    opened = time.process_time()
    peer.page(question)
    ended = time.process_time()
    return (opened - began) * 1000, (ended - opened) * 1000


def _cpu_seconds() -> float:
    used = [
        resource.getrusage(who)
        for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    ]
    return sum(one.ru_utime + one.ru_stime for one in used)


def _memory_mb() -> int:
    """Return the most memory this process had, mapped files included."""
    status = Path("/proc/self/status").read_text("utf-8")
    (line,) = (row for row in status.splitlines() if row.startswith("VmHWM"))
    return round(int(line.split()[1]) / 1024)


def _print(engines: dict[str, object]) -> None:
    print("median / p95 of a warm page, ms of CPU time")
    for name, figures in engines.items():
        assert isinstance(figures, dict)
        cells = [
            f"{kind} {times['median']:.2f}/{times['p95']:.2f}"
            for kind, times in figures["warm_cpu_ms"].items()
        ]
        print(f"{name:9}", "  ".join(cells))


if __name__ == "__main__":
    main()
