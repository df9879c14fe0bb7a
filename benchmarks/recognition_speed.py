"""How fast is plain text folded, segmented and recognised, beside jieba.posseg?

    python -m benchmarks.recognition_speed FOLDER... [--out FILE]

Files ``*.txt`` and ``*.md`` of the folders, each a document. Speeds are megabytes of
UTF-8 a processor second, one process, after a first short document: three runs, the
slowest and fastest. jieba.posseg reads the first 300 kB. Start-up is the processor
time from opening the analyser to its first answer, in a process of its own with its
modules loaded; memory is that process's largest resident set.
"""

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from archive.model import Extraction, Metadata
from benchmarks.machine import corpus_hash, machine
from indexer.analysis import Analyser, open_analyser
from indexer.fold import fold
from indexer.segment import Segmenter, open_segmenter

RUNS = 3
POSSEG_BYTES = 300_000
FIRST = "武夷山市上梅乡党委书记林守田到会（示例）。"


def main() -> None:
    """Print one object, and write it to a file if one is named."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folders", type=Path, nargs="*")
    parser.add_argument("--out", type=Path)
    parser.add_argument("--start", action="store_true", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.start:
        print(json.dumps(started()))
        return
    paths = [p for f in given.folders for p in sorted(f.rglob("*")) if _is_text(p)]
    shown = {"machine": machine(), "corpus": corpus_hash(paths), **measured(paths)}
    text = json.dumps(shown, ensure_ascii=False, indent=1)
    print(text)
    if given.out:
        given.out.write_text(text + "\n", "utf-8")


def measured(paths: Sequence[Path]) -> dict[str, object]:
    """Return sizes, speeds, start-up and memory."""
    texts = [path.read_text("utf-8", "replace") for path in paths]
    analyser = open_analyser()
    with tempfile.TemporaryDirectory() as cache:
        segmenter = open_segmenter(Path(cache))
        works: dict[str, Callable[[str], object]] = {
            "fold and segment": lambda text: segmenter.words(fold(text).text),
            "recognise": lambda text: _analyse(analyser, text),
            "together": lambda text: _together(analyser, segmenter, text),
        }
        for work in works.values():
            work(FIRST)
        speeds = {name: _speeds(work, texts) for name, work in works.items()}
    return {
        "documents": len(texts),
        "megabytes": round(sum(len(t.encode()) for t in texts) / 1e6, 2),
        "MB a processor second": speeds | {"jieba.posseg": _posseg(texts)},
        **_start_in_process(),
    }


def started() -> dict[str, float]:
    """Return processor seconds to the first answer, and the memory then."""
    begun = time.process_time()
    _analyse(open_analyser(), FIRST)
    return {
        "start-up seconds": round(time.process_time() - begun, 3),
        "resident MB": _resident_peak() // 1024,
    }


def _resident_peak() -> int:
    """Return this process's own peak in kB; ru_maxrss would count its parent's."""
    status = Path("/proc/self/status").read_text("utf-8")
    return int(status.partition("VmHWM:")[2].split()[0])


def _start_in_process() -> dict[str, float]:
    command = [sys.executable, "-m", "benchmarks.recognition_speed", "--start"]
    done = subprocess.run(command, capture_output=True, check=True, encoding="utf-8")
    shown: dict[str, float] = json.loads(done.stdout)
    return shown


def _analyse(analyser: Analyser, text: str) -> object:
    return analyser.analyse(Extraction("text", "1", "text/plain", text), Metadata())


def _together(analyser: Analyser, segmenter: Segmenter, text: str) -> None:
    segmenter.words(fold(text).text)
    _analyse(analyser, text)


def _speeds(work: Callable[[str], object], texts: Sequence[str]) -> list[float]:
    size = sum(len(text.encode()) for text in texts)
    speeds: list[float] = []
    for _ in range(RUNS):
        begun = time.process_time()
        for text in texts:
            work(text)
        speeds.append(round(size / 1e6 / (time.process_time() - begun), 3))
    return [min(speeds), max(speeds)]


def _posseg(texts: Sequence[str]) -> list[float]:
    import jieba.posseg

    jieba.posseg.initialize()
    text = "\n".join(texts).encode()[:POSSEG_BYTES].decode("utf-8", "ignore")
    return _speeds(lambda one: list(jieba.posseg.cut(one)), [text])


def _is_text(path: Path) -> bool:
    return path.suffix in (".txt", ".md") and path.is_file()


if __name__ == "__main__":
    main()
