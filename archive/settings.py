"""What may an operator set for the store, and what holds if nothing is set?"""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field

from archive.errors import InvalidInput

DATABASE_URL = "HANDOVER_DATABASE_URL"
FILE_LIMIT_BYTES = "HANDOVER_FILE_LIMIT_BYTES"
LOCK_TIMEOUT_SECONDS = "HANDOVER_LOCK_TIMEOUT_SECONDS"
READERS = "HANDOVER_READERS"
MOST_READERS = 64


@dataclass(frozen=True, slots=True)
class StoreSettings:
    """Settings of the store.

    ``database_url``: another database than ``store.sqlite3`` in the data folder.
    ``file_limit_bytes``: the largest file taken in.
    ``lock_timeout_seconds``: how long to wait while another process writes.
    ``readers``: how many files are read at the same time, each in its own process.
    """

    database_url: str | None = None
    file_limit_bytes: int = 100 * 1024 * 1024
    lock_timeout_seconds: int = 30
    readers: int = field(default_factory=lambda: _usable_processors())

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> "StoreSettings":
        """Read the settings; raises InvalidInput for what is no positive number."""
        default = cls()
        return cls(
            database_url=environment.get(DATABASE_URL) or None,
            file_limit_bytes=_number(
                environment, FILE_LIMIT_BYTES, default.file_limit_bytes
            ),
            lock_timeout_seconds=_number(
                environment, LOCK_TIMEOUT_SECONDS, default.lock_timeout_seconds
            ),
            readers=min(MOST_READERS, _number(environment, READERS, default.readers)),
        )


def _usable_processors() -> int:
    """Return how many processors this process may use, two at least."""
    return max(2, len(os.sched_getaffinity(0)))


def _number(environment: Mapping[str, str], name: str, default: int) -> int:
    value = environment.get(name)
    if not value:
        return default
    if not value.isdecimal() or int(value) == 0:
        raise InvalidInput(field=name, value=value)
    return int(value)
