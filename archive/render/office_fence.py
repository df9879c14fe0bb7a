"""What of the system does a program see that prints files of others?

On Linux, where ``unshare`` may be used: no network, and empty folders in place of the
archive's, everyone's home and what is temporary. Elsewhere it sees all that we see.
"""

import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

_PRIVATE = ("/home", "/media", "/mnt", "/root", "/srv", "/tmp", "/var/tmp")
_SYSTEM = ("/bin", "/dev", "/etc", "/lib", "/proc", "/sbin", "/sys", "/usr")
"""Some accounts of the system call one of these their home."""
_HIDING = """set -e
work=$1; shift
while [ "$1" != -- ]; do
  if [ -d "$1" ]; then
    mount -t tmpfs -o mode=1777,size=64m,nosuid,nodev tmpfs "$1"
  fi
  shift
done
shift
mkdir -p "$work"
# The former folder, though what stood above it is hidden by now.
mount --no-canonicalize --bind . "$work"
cd "$work"
exec "$@"
"""


def fence(program: str, work: Path, secret: Path) -> Sequence[str]:
    """Return what to put before a command that runs in ``work`` to fence it in.

    ``secret`` is hidden too, but no folder that holds the program. What the system
    does not allow is left out.
    """
    folders = _hidden(program, secret)
    match _allowed(folders):
        case "folders":
            return (*_unshared("--mount"), *_hiding(folders, str(work)))
        case "network":
            return _unshared()
        case _:
            return ()


def _hidden(program: str, secret: Path) -> tuple[str, ...]:
    """Return the folders that a program does not see, the outer ones first."""
    places = {Path(program).absolute(), Path(program).resolve()}
    folders = {Path(one) for one in _PRIVATE} | {secret.resolve()}
    home = Path.home().resolve()
    if not any(home.is_relative_to(one) for one in _SYSTEM):
        folders.add(home)
    return tuple(
        sorted(
            str(folder)
            for folder in folders
            if not any(place.is_relative_to(folder) for place in places)
        )
    )


@lru_cache(maxsize=8)
def _allowed(folders: tuple[str, ...]) -> str:
    if shutil.which("unshare") is None:
        return ""
    with tempfile.TemporaryDirectory(prefix="handover-office-") as work:
        if _runs([*_unshared("--mount"), *_hiding(folders, work), "true"], work):
            return "folders"
        return "network" if _runs([*_unshared(), "true"], work) else ""


def _runs(command: Sequence[str], work: str) -> bool:
    tried = subprocess.run(command, capture_output=True, check=False, cwd=work)
    return tried.returncode == 0


def _unshared(*more: str) -> tuple[str, ...]:
    return (shutil.which("unshare") or "", "--map-root-user", "--net", *more)


def _hiding(folders: tuple[str, ...], work: str) -> tuple[str, ...]:
    return ("/bin/sh", "-c", _HIDING, "office", work, *folders, "--")
