"""Prepares documents in processes, tells their numbers and waits to be killed."""

import multiprocessing
import sys
from typing import Any

from indexer.preparing import PreparationPool


class Untouched:
    """Prepares nothing."""

    def prepare(self, document: Any, extraction: Any) -> Any:
        """Return the document as it is."""
        return document


def main() -> None:
    """Start the processes and wait."""
    pool = PreparationPool(Untouched, processes=2)  # type: ignore[arg-type]
    records: Any = ((number, number) for number in range(500))
    next(pool.prepare(records))
    numbers = [process.pid for process in multiprocessing.active_children()]
    sys.stdout.write(" ".join(map(str, numbers)) + "\n")
    sys.stdout.flush()
    sys.stdin.read()


if __name__ == "__main__":
    main()
