"""Nothing that a killed process started goes on without it."""

import os
import select
import subprocess
import sys
from pathlib import Path

SCRIPT = Path(__file__).with_name("killed_preparer.py")
ROOT = Path(__file__).parents[2]
LONGEST_MILLISECONDS = 30_000


def test_preparing_processes_end_with_the_one_that_started_them() -> None:
    parent = subprocess.Popen(
        [sys.executable, str(SCRIPT)],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    with parent:
        assert parent.stdout is not None
        numbers = [int(number) for number in parent.stdout.readline().split()]
        handles = [os.pidfd_open(number) for number in numbers]
        parent.kill()
    assert len(handles) == 2
    for handle in handles:
        ended = select.poll()
        ended.register(handle, select.POLLIN)
        assert ended.poll(LONGEST_MILLISECONDS)
        os.close(handle)
