"""Who looks for new terms while the service runs, and when?

A process of its own, at low priority, once so much has come in that it is worth it
and nothing comes in any more, or when somebody asked. It ends with the worker.
"""

import logging
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from archive.model import Position
from archive.store import Store
from indexer.terms.proposals import ProposalFile
from web.worker import Bell

log = logging.getLogger(__name__)

POLL_SECONDS = 5.0
QUIET_SECONDS = 60.0
"""So long nothing must have come in, unless somebody asked."""
FAILED_SECONDS = 600.0
NICENESS = 10


def start_proposing(
    data: Path, store: Store, bell: Bell, environment: Mapping[str, str]
) -> Callable[[], None]:
    """Look for new terms in the background; return what ends that."""
    proposer = Proposer(data, store, bell, environment)
    thread = threading.Thread(target=proposer.run, daemon=True)
    thread.start()

    def end() -> None:
        proposer.stop()
        thread.join()

    return end


class Proposer:
    """Starts the search for new terms when it is due, one at a time."""

    def __init__(
        self, data: Path, store: Store, bell: Bell, environment: Mapping[str, str]
    ) -> None:
        self._file = ProposalFile(data / "index")
        self._command = propose_command(data)
        self._environment = environment
        self._store = store
        self._bell = bell
        self._process: subprocess.Popen[bytes] | None = None

    def run(self) -> None:
        """Look from time to time until the bell says stop."""
        position, since = self._store.position(), time.monotonic()
        resting_until = 0.0
        while not self._bell.is_over:
            seen = self._bell.count
            now = self._store.position()
            if now != position:
                position, since = now, time.monotonic()
            is_resting = time.monotonic() < resting_until
            if not is_resting and self._is_due(position, since) and not self._search():
                resting_until = time.monotonic() + FAILED_SECONDS
            self._bell.wait(seen, POLL_SECONDS)

    def stop(self) -> None:
        """End a search that is going on."""
        process = self._process
        if process is not None:
            process.kill()

    def _is_due(self, position: Position, since: float) -> bool:
        is_quiet = time.monotonic() - since >= QUIET_SECONDS
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
        if self._bell.is_over:
            self._process.kill()
        status = self._process.wait()
        self._process = None
        if status != 0 and not self._bell.is_over:
            log.error("looking for new terms ended with status %s", status)
        return status == 0


def propose_command(data: Path) -> Sequence[str]:
    """Return the command that looks for new terms in a data folder."""
    program = [sys.executable, "-P", "-m", "web.main", "terms", "propose"]
    return [*program, "--limit", "0", "--data", str(data)]
