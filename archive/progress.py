"""How far along is a long command, for somebody who watches?"""

import sys
import time
from collections.abc import Callable

_WIDTH = 30
_QUIET_SECONDS = 1.0


def progress_bar(label: str) -> Callable[[float], None]:
    """Return what draws a share of 0 to 1 on a terminal; elsewhere it is silent.

    Nothing is drawn within the first second.
    """
    started = time.monotonic()
    is_terminal = sys.stderr.isatty()

    def draw(share: float) -> None:
        if not is_terminal or time.monotonic() - started < _QUIET_SECONDS:
            return
        filled = round(_WIDTH * share)
        bar = "█" * filled + "░" * (_WIDTH - filled)
        end = "\n" if share >= 1 else ""
        sys.stderr.write(f"\r{label} {bar} {share:4.0%}{end}")
        sys.stderr.flush()

    return draw


def progress_count(label: str) -> Callable[[int], None]:
    """Return what shows a growing number on a terminal, a few times a second."""
    started = time.monotonic()
    is_terminal = sys.stderr.isatty()
    last = 0.0

    def draw(count: int) -> None:
        nonlocal last
        now = time.monotonic()
        if not is_terminal or now - started < _QUIET_SECONDS or now - last < 0.2:
            return
        last = now
        sys.stderr.write(f"\r{label} {count}")
        sys.stderr.flush()

    return draw
