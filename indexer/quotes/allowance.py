"""How long may the checking of one draft take?"""

import time
from collections.abc import Callable
from typing import Final

CHECK_SECONDS: Final = 20.0

Clock = Callable[[], float]
"""Tells the time in seconds, from any beginning."""


class TimeIsUp(Exception):
    """The time allowed is over; what was not reached is told as such."""


class Allowance:
    """Time that runs from its making."""

    def __init__(self, seconds: float, clock: Clock = time.monotonic) -> None:
        self._clock = clock
        self._end = clock() + seconds

    def check(self) -> None:
        """Raise TimeIsUp once the time is over; to be asked before costly steps."""
        if self._clock() >= self._end:
            raise TimeIsUp()
