"""How is the worker process started, woken, restarted and ended?"""

import logging
import os
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from web.worker import QUIT, WAKE

log = logging.getLogger(__name__)

FIRST_WAIT_SECONDS: Final = 0.5
LONGEST_WAIT_SECONDS: Final = 30.0
STEADY_SECONDS: Final = 60.0
GRACE_SECONDS: Final = 10.0


def worker_command(data: Path) -> Sequence[str]:
    """Return the command that works on a data folder."""
    return [sys.executable, "-P", "-m", "web.main", "worker", "--data", str(data)]


class Supervisor:
    """Keeps one worker process alive; a crashed one is started again, ever later."""

    def __init__(self, command: Sequence[str], environment: Mapping[str, str]) -> None:
        self._command = command
        ours = str(Path(__file__).parent.parent)
        known = environment.get("PYTHONPATH")
        path = os.pathsep.join([ours, known] if known else [ours])
        self._environment = {**environment, "PYTHONPATH": path}
        self._stopping = threading.Event()
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._thread = threading.Thread(target=self._run, daemon=True)

    def start(self) -> None:
        """Start the worker in the background."""
        self._thread.start()

    def wake(self) -> None:
        """Tell the worker that there is something to do; never waits or fails."""
        self._tell(WAKE)

    def stop(self) -> None:
        """Ask the worker to end, and make it end if it does not."""
        self._stopping.set()
        self._tell(QUIT)
        with self._lock:
            process = self._process
        if process is not None:
            try:
                process.wait(GRACE_SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()
        if self._thread.is_alive():
            self._thread.join(GRACE_SECONDS)

    def _tell(self, word: bytes) -> None:
        with self._lock:
            process = self._process
            if process is None or process.stdin is None:
                return
            try:
                os.write(process.stdin.fileno(), word)
            except (OSError, ValueError):
                # The worker is down or has not read for long; it looks by itself.
                return

    def _run(self) -> None:
        wait_seconds = FIRST_WAIT_SECONDS
        while not self._stopping.is_set():
            if self._run_once() >= STEADY_SECONDS:
                wait_seconds = FIRST_WAIT_SECONDS
            if self._stopping.wait(wait_seconds):
                return
            wait_seconds = min(2 * wait_seconds, LONGEST_WAIT_SECONDS)

    def _run_once(self) -> float:
        """Run one worker to its end; return how many seconds it lived."""
        # In a session of its own, Ctrl-C reaches it through us and not directly.
        process = subprocess.Popen(
            self._command,
            stdin=subprocess.PIPE,
            env=self._environment,
            start_new_session=True,
        )
        assert process.stdin is not None
        os.set_blocking(process.stdin.fileno(), False)
        started = time.monotonic()
        with self._lock:
            self._process = process
        if self._stopping.is_set():
            self._tell(QUIT)
        status = process.wait()
        with self._lock:
            process.stdin.close()
            self._process = None
        if not self._stopping.is_set():
            log.error("the worker ended with %d and is started again", status)
        return time.monotonic() - started
