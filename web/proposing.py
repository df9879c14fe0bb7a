"""Who looks for new terms while the service runs, and when?

A process of its own, at low priority, once so much has come in that it is worth it
and nothing comes in any more, or when somebody asked. Only the worker that holds the
index starts it, and it ends with that.
"""

import logging
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from archive.errors import StorageFailure
from archive.model import Position
from indexer.terms.proposals import ProposalFile
from web.worker import Bell, HoldIndex, Index

log = logging.getLogger(__name__)

POLL_SECONDS = 5.0
QUIET_SECONDS = 60.0
"""So long nothing must have come in, unless somebody asked."""
FAILED_SECONDS = 600.0
NICENESS = 10


@contextmanager
def proposing(
    hold_index: HoldIndex, open_proposer: Callable[[], "Proposer"]
) -> Iterator[Index | None]:
    """Hold the index, and look for new terms in the background as long.

    While another process holds it, None is yielded and nothing looked for.
    """
    with hold_index() as index:
        if index is None:
            yield None
            return
        proposer = open_proposer()
        thread = threading.Thread(target=proposer.run, daemon=True)
        thread.start()
        try:
            yield index
        finally:
            proposer.stop()
            thread.join()


class Proposer:
    """Starts the search for new terms when it is due, one at a time."""

    def __init__(
        self,
        data: Path,
        position: Callable[[], Position],
        bell: Bell,
        environment: Mapping[str, str],
        *,
        failed_seconds: float = FAILED_SECONDS,
    ) -> None:
        self._file = ProposalFile(data / "index")
        self._command = propose_command(data)
        self._environment = environment
        self._position = position
        self._bell = bell
        self._failed_seconds = failed_seconds
        self._last: Position | None = None
        self._since = 0.0
        self._is_stopped = False
        self._process: subprocess.Popen[bytes] | None = None

    def run(self) -> None:
        """Look from time to time until it is stopped or the bell says stop."""
        resting_until = 0.0
        while not self._is_over():
            seen = self._bell.count
            if time.monotonic() >= resting_until and not self._look():
                resting_until = time.monotonic() + self._failed_seconds
            self._bell.wait(seen, POLL_SECONDS)

    def stop(self) -> None:
        """End this, and a search that is going on."""
        self._is_stopped = True
        self._bell.ring()
        process = self._process
        if process is not None:
            process.kill()

    def _is_over(self) -> bool:
        return self._is_stopped or self._bell.is_over

    def _look(self) -> bool:
        """Search if it is due; tell whether nothing failed."""
        try:
            now = self._position()
            if now != self._last:
                self._last, self._since = now, time.monotonic()
            return not self._is_due(now) or self._search()
        except (StorageFailure, OSError):
            log.warning("new terms cannot be looked for now", exc_info=True)
            return False

    def _is_due(self, position: Position) -> bool:
        is_quiet = time.monotonic() - self._since >= QUIET_SECONDS
        return self._file.is_asked() or (is_quiet and self._file.is_due(position))

    def _search(self) -> bool:
        """Wait for a search; tell whether it ended well."""
        self._process = subprocess.Popen(
            self._command,
            env=dict(self._environment),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
        )
        os.setpriority(os.PRIO_PROCESS, self._process.pid, NICENESS)
        if self._is_over():
            self._process.kill()
        status = self._process.wait()
        self._process = None
        if status != 0 and not self._is_over():
            log.error("looking for new terms ended with status %s", status)
        return status == 0


def propose_command(data: Path) -> Sequence[str]:
    """Return the command that looks for new terms in a data folder."""
    program = [sys.executable, "-P", "-m", "web.main", "terms", "propose"]
    return [*program, "--limit", "0", "--data", str(data)]
