"""On what was a figure measured?"""

import hashlib
import os
import platform
from collections.abc import Iterable
from importlib.metadata import version
from pathlib import Path

PARTS = ("handover-archive", "Whoosh", "jieba", "numpy", "pdfminer.six", "SQLAlchemy")


def machine() -> dict[str, object]:
    """Return processor, cores, memory, Python and the versions of what matters."""
    return {
        "processor": _processor(),
        "cores": os.cpu_count(),
        "memory_gib": round(
            os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
        ),
        "load": os.getloadavg()[0],
        "python": platform.python_version(),
        "versions": {part: version(part) for part in PARTS},
    }


def corpus_hash(files: Iterable[Path]) -> str:
    """Return a short hash of the names and bytes of files, in order of name."""
    digest = hashlib.sha256()
    for path in sorted(files):
        digest.update(path.name.encode("utf-8", "surrogatepass"))
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def spread(values: list[float]) -> dict[str, float]:
    """Return minimum, median, 95th percentile and maximum."""
    ordered = sorted(values)
    last = len(ordered) - 1
    return {
        "min": round(ordered[0], 4),
        "median": round(ordered[last // 2], 4),
        "p95": round(ordered[round(last * 0.95)], 4),
        "max": round(ordered[-1], 4),
    }


def _processor() -> str:
    for line in Path("/proc/cpuinfo").read_text("utf-8").splitlines():
        if line.startswith("model name"):
            return line.partition(":")[2].strip()
    return platform.processor()
